import type { World } from '../../model';
import type { Kind } from '../../meaning/meaning';
import { Meanings, within, type Reviewed } from '../../meaning/table';
import { byUnreviewed } from '../../unreviewed';
import type { Unknowns } from '../report';
import type { Item } from '../stacks';
import { calleesIn, foreignIn, networkIn, principalsIn } from './admitted';
import { builtFrom } from './built';
import { contentsIn, type Content } from './content';
import { WHO, type Finding } from './finding';
import { initLeaves, updateLeaves } from './init';
import { leavesOf, plainLeaves, type Leaf } from './leaves';
import { loadedBy } from './loaded';
import { namesBy } from './names';
import { peopleBy } from './people';
import { remoteSources } from './fetched';
import { sendingBuckets } from './sources';
import { beyondNetwork, definedTraffic, trafficIn } from './traffic';
import { textsOf } from '../value';
import { Surroundings } from './surroundings';
import { unpublished } from './unpublished';
import { wayIn, withWay } from './ways';

/**
 * Judges every resource of the guarded accounts by the reviewed table: types and properties that nobody reviewed,
 * content that nothing describes or that an account writes which is not guarded, and whoever is admitted without a
 * policy document.
 */
export function judgeCarried(
  world: Pick<World, 'accounts' | 'managementAccountId'>,
  items: readonly Item[],
  unknowns: Unknowns,
): void {
  const deployed = world.accounts.flatMap((account) => account.resources);
  const around = new Surroundings(world, items, deployed);
  const meanings = new Meanings();
  for (const item of items.filter((one) => around.guarded(one.account)))
    for (const finding of judge(item, meanings, around))
      unknowns.add(finding.why, item.where, finding.theorems, wayIn(finding, item));
}

function judge(item: Item, meanings: Meanings, around: Surroundings): Finding[] {
  if (isCustom(item.type)) return custom(item, around);
  const reviewed = meanings.of(item.type);
  if (!reviewed) return unreviewedType(item);
  if (reviewed.row.whole !== undefined) return [wholly(item, reviewed.row.whole, reviewed.row.people)];
  const { leaves, unreviewed } = leavesOf(item.properties, reviewed);
  return [
    ...unreviewed.map((path) => ({
      why: `what the property ${path} of ${item.type} can carry was not reviewed`,
      ...byUnreviewed(`the property ${path} of ${item.type}`),
      property: path,
    })),
    ...[...leaves, ...initLeaves(item), ...updateLeaves(item)].flatMap((leaf) =>
      judgeLeaf(leaf, item, around).map((finding) => withWay(finding, leaf, reviewed.row.people)),
    ),
    ...unpublished(item, leaves),
    ...told(leaves, item, reviewed),
    ...hiddenPolicies(item, leaves),
    ...builtFrom(item).flatMap((content) => judgeContent(content, item, around)),
    ...loadedBy(item).flatMap((leaf) => judgeLeaf(leaf, item, around).map((one) => withWay(one, leaf))),
    ...remoteSources(item),
    ...sendingBuckets(item, around),
    ...peopleBy(item, around),
    ...namesBy(item, around),
    ...definedTraffic(leaves, around),
    ...beyondNetwork(item),
  ];
}

/** A type that lets in, or brings, what no template shows. */
function wholly({ type }: Item, whole: string, people = whole): Finding {
  const who = `people whom no template lists: ${people}`;
  return { why: `${type}: ${whole}`, who, way: [people, 'act with what it runs as, or reaches, in prod'] };
}

/** Types of others than AWS are told where transforms and the like are. */
function unreviewedType({ type }: Item): Finding[] {
  if (!type.startsWith('AWS::')) return [];
  return [
    {
      why: `what a resource of type ${type} can carry was not reviewed: a row of the reviewed table would settle it`,
      ...byUnreviewed(`a resource of type ${type}`),
    },
  ];
}

function isCustom(type: string): boolean {
  return type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource';
}

function custom(item: Item, around: Surroundings): Finding[] {
  const leaves = plainLeaves(item.properties);
  const token = leaves.filter((leaf) => leaf.path === 'ServiceToken');
  return [
    ...leaves.filter((leaf) => SOURCES.test(leaf.path)).flatMap((leaf) => copied(leaf, item, around)),
    ...token.flatMap((leaf) => calleesIn(leaf, around).map((one) => withWay(one, { ...leaf, kind: 'callee' }))),
    ...leaves
      .filter((leaf) => leaf.path !== 'ServiceToken')
      .flatMap((leaf) => foreignIn(leaf, item, around).map((one) => withWay(one, leaf))),
  ];
}

/** Buckets from which a custom resource copies what then runs, or is served, as prod's own. */
const SOURCES = /^Source(Bucket|BucketName)s?$/;

function copied(leaf: Leaf, item: Item, around: Surroundings): Finding[] {
  const found = contentsIn({ ...leaf, kind: 'bucket' }, item).flatMap((content) => judgeContent(content, item, around));
  return found.map((one) => withWay(one, { ...leaf, kind: 'bucket' }));
}

function judgeLeaf(leaf: Leaf, item: Item, around: Surroundings): Finding[] {
  switch (leaf.kind) {
    case 'principals':
      return principalsIn(leaf, around);
    case 'network':
      return networkIn(leaf, around);
    case 'callee':
      return [...calleesIn(leaf, around), ...trafficIn(leaf, around)];
    case 'policy':
    case 'out':
    case 'data':
    case 'role':
      return [];
    case undefined:
      return foreignIn(leaf, item, around);
    default:
      return [
        ...contentsIn(asBuilt(leaf, item, around), item).flatMap((content) => judgeContent(content, item, around)),
        ...(leaf.kind === 'origin' ? trafficIn(leaf, around) : []),
        ...(READ_WHOLE.has(leaf.kind) ? foreignIn(leaf, item, around) : []),
      ];
  }
}

/** What a build of tooling fetches is the committers' as all of it is: nothing after it trusts what it makes. */
function asBuilt(leaf: Leaf, item: Item, around: Surroundings): Leaf {
  const builds = item.type === 'AWS::CodeBuild::Project' && around.environment(item.account) === 'tooling';
  return builds && leaf.kind === 'commands' ? { ...leaf, kind: 'inline' } : leaf;
}

/** Kinds that may name others besides the content that was found in them. */
const READ_WHOLE: ReadonlySet<Kind> = new Set<Kind>([
  'inline',
  'commands',
  'arguments',
  'document',
  'definition',
  'volume',
  'origin',
]);

function judgeContent(
  { arn, of, why, who: chosen, serves, data }: Content,
  item: Item,
  around: Surroundings,
): Finding[] {
  if (why !== undefined) return [{ why, who: chosen }];
  // The template of a nested stack was found in the assembly, by exact bucket and key: it is read like any other.
  if (item.scope.children.has(item.id)) return [];
  const account = around.item(of)?.account ?? (arn === undefined ? undefined : holder(arn, item, around));
  const verb = serves ? 'serves' : 'runs';
  if (account === undefined && data) return [];
  const who = `whoever can write ${arn}`;
  if (account === undefined) return [{ why: `nothing describes ${arn}, which holds what it ${verb}`, who }];
  if (around.guarded(account)) return [];
  return [
    {
      why: `it ${verb} what ${arn} of account ${account} holds, which is not guarded`,
      who: `${who}: ${around.whoIn(account)}`,
    },
  ];
}

/** The account of a store: described, or one that the assembly itself publishes to. */
function holder(arn: string, item: Item, around: Surroundings): string | undefined {
  const known = around.accountOf(arn);
  if (known !== undefined) return known;
  const named = arn.split(':')[4];
  // A repository that nothing describes may admit anybody to push; a file system by its id may be anybody's.
  if (/^\d{12}$/.test(named))
    return around.guarded(named) && /:(ecr|elasticfilesystem|s3files):/.test(arn) ? undefined : named;
  const bucket = arn.slice(arn.lastIndexOf(':') + 1);
  return item.stack.artifact.assetBuckets.includes(bucket) ? item.account : undefined;
}

function told(leaves: readonly Leaf[], item: Item, { row }: Reviewed): Finding[] {
  const reasons = new Map(Object.entries(row.told ?? {}));
  const found = leaves.flatMap((leaf) => {
    const why = leaf.value === false ? undefined : within(reasons, leaf.path);
    return why === undefined ? [] : [{ leaf, why }];
  });
  return [...new Map(found.map((one) => [one.why, one])).values()].map(({ leaf, why }) => ({
    why: `${item.type}: ${why}`,
    who: `whoever is behind ${textsOf(leaf.value)[0]?.pattern ?? leaf.path}`,
    way: [why, 'it acts as the role, or on the data, that it has in prod'],
    property: leaf.path,
  }));
}

/** A policy where the review knows none: as an object, or as text. */
function hiddenPolicies(item: Item, leaves: readonly Leaf[]): Finding[] {
  const paths = leaves.filter(({ kind }) => kind === undefined).flatMap(policyAt);
  return [...new Set(paths)].map((path) => ({
    why: `the policy in ${path} of ${item.type} is not modelled`,
    theorems: WHO,
    who: `whoever the policy in ${path} admits`,
    way: ['ask as themselves for what the policy allows'],
    property: path,
  }));
}

const AS_OBJECT = /\.?Statement\.Effect$/;
const AS_TEXT = /"Statement"[\s\S]*"Effect"/;

function policyAt({ path, value }: Leaf): string[] {
  if (AS_OBJECT.test(path)) return [path.replace(AS_OBJECT, '')];
  return textsOf(value).some((text) => AS_TEXT.test(text.pattern)) ? [path] : [];
}
