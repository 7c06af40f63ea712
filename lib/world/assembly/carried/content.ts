import type { Kind } from '../../meaning/meaning';
import type { Item } from '../stacks';
import { decoded } from './encoded';
import { fetchedBy } from './fetched';
import { Hole, possibleEntries, property, Text, textsOf } from '../value';
import type { Leaf } from './leaves';
import { isAwsAccount, isAwsBucket, isAwsDocument, isAwsImage } from './owned-by-aws';

/** Where a piece of what runs comes from. */
export interface Content {
  readonly path: string;
  /** ARN of the bucket, repository, layer or document that holds it. */
  readonly arn?: string;
  /** Key of the resource in the assembly that the template refers to. */
  readonly of?: string;
  /** Why nobody can say where it comes from. */
  readonly why?: string;
  /** Who chooses it then. */
  readonly who?: string;
  /** It is not run, but handed out as prod's own. */
  readonly serves?: boolean;
  /** It may as well be data. */
  readonly data?: boolean;
}

type Reader = (text: Text, leaf: Leaf, item: Item) => readonly Content[];

const READERS: Partial<Record<Kind, Reader>> = {
  bucket,
  url,
  object,
  image,
  layer,
  ami,
  document,
  definition,
  volume,
  inline,
  commands,
  arguments: argumentsOf,
  input,
  started,
  origin,
};

/** The content that a value brings: nothing where it is fixed (a digest) or AWS's own. */
export function contentsIn(leaf: Leaf, item: Item): readonly Content[] {
  const reader = leaf.kind === undefined ? undefined : READERS[leaf.kind];
  if (!reader) return [];
  return textsOf(leaf.value).flatMap((text) => reader(text, leaf, item));
}

/** A part that is filled in at deployment from outside of the templates: what stands there, whoever may change it chooses. */
export function movingPart(text: Text): string | undefined {
  const hole = text.parts.find((part) => part instanceof Hole && part.kind === 'any' && MOVING.test(part.why));
  return hole instanceof Hole ? hole.why : undefined;
}

const MOVING = /Parameter Store|given at deployment|dynamic reference|imported from outside/;

/** Parameters that AWS publishes for machine images and versions. */
const PUBLIC_PARAMETER = /\(\/aws\/service\//;

function opaque(text: Text, what: string, { path }: Leaf): Content {
  return { path, why: `${what} is not known before deployment: ${text.why}`, who: chooser(text) };
}

/** Who chooses what is filled in at deployment. */
export function chooser({ why }: Text): string {
  return `whoever may choose what is filled in there (${why})`;
}

/** Of a bucket by its name, its ARN or what lies in it. */
export function bucketArn(name: string, { scope }: Item): string {
  const [holder] = name.split('/');
  return holder.startsWith('arn:') ? holder : `arn:${scope.environment.partition}:s3:::${holder}`;
}

function bucket(text: Text, leaf: Leaf, item: Item): readonly Content[] {
  if (text.open && text.of === undefined) return [opaque(text, 'the bucket of its code', leaf)];
  return [{ path: leaf.path, arn: bucketArn(text.pattern, item), of: text.of }];
}

const ADDRESSES =
  /s3[an]?:\/\/([a-z0-9*][a-z0-9.*-]*)|https?:\/\/([^./\s"',]+)\.s3[.-][^/\s"',]*amazonaws\.com|https?:\/\/s3[^/\s"',]*amazonaws\.com[^/\s"',]*\/([^/\s"',]+)/g;

/** Buckets that are named by addresses within a string. */
function addressed(text: Text, leaf: Leaf, item: Item): Content[] {
  return [...text.pattern.matchAll(ADDRESSES)].flatMap((match) => {
    const name = match[1] ?? match[2] ?? match[3];
    // A name that CloudFormation makes is a pattern; one of which nothing is known is no name.
    if (name === '*' || name === '') return [opaque(text, 'the bucket of its code', leaf)];
    return isAwsBucket(name) ? [] : [{ path: leaf.path, arn: bucketArn(name, item) }];
  });
}

function url(text: Text, leaf: Leaf, item: Item): readonly Content[] {
  const found = addressed(text, leaf, item);
  if (found.length > 0) return found;
  const elsewhere = /\bhttps?:\/\/[^\s"']+/.exec(text.pattern)?.[0];
  if (elsewhere)
    return [
      {
        path: leaf.path,
        why: `it runs what lies at ${elsewhere}, which nothing describes`,
        who: `whoever can change what lies at ${elsewhere}`,
      },
    ];
  return text.opaque && text.of === undefined ? [opaque(text, 'the address of its code', leaf)] : [];
}

function object(text: Text, leaf: Leaf, item: Item): readonly Content[] {
  if (text.opaque && text.of === undefined) return [opaque(text, 'the object that steers it', leaf)];
  const arn = /^arn:[^:]+:s3:::([^/]+)/.exec(text.pattern);
  return arn ? [{ path: leaf.path, arn: bucketArn(arn[1], item) }] : addressed(text, leaf, item);
}

const DIGEST = /@sha256:[0-9a-f]{64}$/;
const REPOSITORY = /^([^.]+)\.dkr\.ecr(?:-fips)?\.([^.]+)\.[^/]+\/([^:@]+)/;

function image(text: Text, leaf: Leaf, item: Item): readonly Content[] {
  const name = text.pattern;
  if (DIGEST.test(name)) return [];
  const match = REPOSITORY.exec(name);
  if (match) {
    const [, account, region, repository] = match;
    if (isAwsAccount(account)) return [];
    if (!/^\d{12}$/.test(account)) return [opaque(text, 'the account of its image', leaf)];
    return [
      {
        path: leaf.path,
        arn: `arn:${item.scope.environment.partition}:ecr:${region}:${account}:repository/${repository}`,
      },
    ];
  }
  if (isAwsImage(name)) return [];
  if (text.open) return [opaque(text, 'its image', leaf)];
  return [
    {
      path: leaf.path,
      why: `whoever publishes ${name} can move it: name the image by its digest`,
      who: `whoever publishes ${name}`,
    },
  ];
}

function layer(text: Text, leaf: Leaf): readonly Content[] {
  if (text.of !== undefined) return [{ path: leaf.path, of: text.of, arn: text.pattern }];
  const account = /^arn:[^:]+:lambda:[^:]*:([^:]+):layer:/.exec(text.pattern)?.[1];
  if (account === undefined) return [opaque(text, 'its layer', leaf)];
  return isAwsAccount(account) ? [] : [{ path: leaf.path, arn: text.pattern }];
}

/** The id of a machine image names fixed content; a parameter of AWS moves with AWS's own images. */
function ami(text: Text, leaf: Leaf): readonly Content[] {
  if (text.exact || text.of !== undefined || PUBLIC_PARAMETER.test(text.why)) return [];
  return [opaque(text, 'its machine image', leaf)];
}

/** A document, whether it is named as such or as what an automation runs. */
const DOCUMENT = /^arn:([^:]+):ssm:([^:]*):([^:]*):(?:document|automation-definition)\/([^:]+)/;

function document(text: Text, leaf: Leaf, item: Item): readonly Content[] {
  const name = text.pattern;
  if (isAwsDocument(name) || text.of !== undefined) return [];
  if (name.startsWith('arn:')) return documentBy(name, leaf);
  if (text.opaque) return [opaque(text, 'its document', leaf)];
  const { partition, region, account } = item.scope.environment;
  return [{ path: leaf.path, arn: `arn:${partition}:ssm:${region}:${account}:document/${name.split(':')[0]}` }];
}

/** AWS's own documents name no account. */
function documentBy(arn: string, { path }: Leaf): Content[] {
  const [, partition, region, account, name] = DOCUMENT.exec(arn) ?? [];
  if (name === undefined || account === '' || account === 'aws') return [];
  return [{ path, arn: `arn:${partition}:ssm:${region}:${account}:document/${name}` }];
}

/** What an account keeps under a name is its own, as all of it is; a name that a parameter gives is whoever may change that. */
function definition(text: Text, { path }: Leaf): readonly Content[] {
  const moving = text.of === undefined ? movingPart(text) : undefined;
  const why = `what it runs (${path}) is not known before deployment: ${moving}`;
  return moving === undefined ? [] : [{ path, why, who: chooser(text) }];
}

/** A file system keeps its id for good, and whoever can write it chooses what lies there. */
function volume(text: Text, leaf: Leaf, { scope }: Item): readonly Content[] {
  if (text.of !== undefined) return [];
  // An ARN, or the name under which it is mounted, that is put together from a resource of the template is that one's.
  if (!text.exact && !text.opaque && movingPart(text) === undefined) return [];
  if (!text.exact) return [opaque(text, 'its file system', leaf)];
  if (text.pattern.startsWith('arn:')) return [{ path: leaf.path, arn: text.pattern }];
  const { partition, region, account } = scope.environment;
  const id = text.pattern.replace(MOUNTED, '');
  return [{ path: leaf.path, arn: `arn:${partition}:elasticfilesystem:${region}:${account}:file-system/${id}` }];
}

/** What follows the id of a file system in its name. */
const MOUNTED = /\.efs\.[a-z0-9-]+\.amazonaws\.com.*$/;

const DOCUMENTS = /arn:[^:\s"']+:ssm:[^:\s"']*:[^:\s"']*:(?:document|automation-definition)\/[^\s"':,\\]+/g;

function inline(text: Text, leaf: Leaf, item: Item): readonly Content[] {
  const moving = movingPart(text);
  const told =
    moving === undefined ? [] : [{ path: leaf.path, why: `a part of its code is open: ${moving}`, who: chooser(text) }];
  const plain = decoded(text);
  return [
    ...told,
    ...addressed(plain, leaf, item).filter((one) => one.why === undefined),
    ...objectBy(plain, leaf, item),
    ...[...plain.pattern.matchAll(DOCUMENTS)].flatMap(([arn]) => documentBy(arn, leaf)),
  ];
}

/** A whole string that is an object's ARN: code may be named so where it could stand itself. */
function objectBy({ pattern }: Text, leaf: Leaf, item: Item): Content[] {
  const bucketName = /^arn:[^:\s]+:s3:::([^/\s]+)\/\S+$/.exec(pattern)?.[1];
  return bucketName === undefined ? [] : [{ path: leaf.path, arn: bucketArn(bucketName, item) }];
}

function commands(text: Text, leaf: Leaf, item: Item): readonly Content[] {
  const who = 'whoever can change what its commands fetch';
  const fetched = fetchedBy(decoded(text).pattern).map((why) => ({ path: leaf.path, why, who }));
  return [...inline(text, leaf, item), ...fetched];
}

/** Files that run, and commands that bring files along. */
const RUNNABLE =
  /\.(sh|bash|py|rb|pl|php|ps1|js|mjs|cjs|ts|jar|war|zip|tar|gz|tgz|bz2|xz|whl|rpm|deb|exe|bin|so|dll|wasm|sql|ipynb|ya?ml)\b/i;
const BRINGING = /\b(cp|sync|mv|get-object|download|clone|curl|wget|source)\b/;

/** A bucket that a program is called with may hold its data: it is code where it looks so, or is brought along. */
function argumentsOf(text: Text, leaf: Leaf, item: Item): readonly Content[] {
  const found = commands(text, leaf, item);
  const named = [...text.pattern.matchAll(/s3[an]?:\/\/[^\s"']+|https?:\/\/[^\s"']+/g)].map(([address]) => address);
  if (BRINGING.test(text.pattern) || named.some((one) => RUNNABLE.test(one.slice(one.lastIndexOf('/'))))) return found;
  return found.map((one) => (one.arn?.includes(':s3:::') ? { ...one, data: true } : one));
}

/** Targets that run what they are handed as commands, or as the name of a document. */
const RUNS =
  /:ssm:|:(batch|ecs|codebuild|glue|elasticmapreduce|emr-serverless|emr-containers|sagemaker):|:aws-sdk:(ssm|batch|ecs|codebuild|glue|emr|emrserverless|emrcontainers|sagemaker):/;

/** Whatever a resource hands to code of the product is data. */
function input(text: Text, leaf: Leaf, item: Item): readonly Content[] {
  const targets = ['Target', 'Targets'].flatMap((name) => possibleEntries(item.properties[name]));
  const arns = targets.flatMap((one) => (one instanceof Text ? [one] : textsOf(property(one, 'Arn'))));
  return arns.some((one) => RUNS.test(one.pattern)) ? argumentsOf(text, leaf, item) : [];
}

function started(text: Text, leaf: Leaf): readonly Content[] {
  return text.of === undefined ? documentBy(text.pattern, leaf) : [];
}

/** Addresses of buckets as origins name them. */
const BUCKET_HOST = /^([a-z0-9*][a-z0-9.*-]*?)\.s3(?:-website)?[.-][^/]*amazonaws\.com/;

function origin(text: Text, leaf: Leaf, item: Item): readonly Content[] {
  const name = BUCKET_HOST.exec(text.pattern)?.[1];
  if (name === undefined || name === '*') return [];
  return [{ path: leaf.path, arn: bucketArn(name, item), of: text.of, serves: true }];
}
