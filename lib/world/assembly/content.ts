import { contentsIn, type Content } from './carried/content';
import { leavesOf } from './carried/leaves';
import type { Meanings } from '../meaning/table';
import { functionArn } from './resource-policies';
import type { Item } from './stacks';
import { possibleEntries, property, textsOf, type Text, type Value } from './value';

/** ARNs of what a resource executes or deploys: who can write those decides what it does. */
export function contentOf(item: Item, meanings: Meanings): string[] {
  const arns = [...carried(item, meanings).map((one) => one.arn ?? ''), ...(BESIDES[item.type]?.(item) ?? [])];
  return [...new Set(arns)].filter((arn) => /^arn:[^:]+:[^:]*:[^:]*:[^:]*:.+/s.test(arn));
}

/** What the properties bring by the reviewed table. */
function carried(item: Item, meanings: Meanings): Content[] {
  const reviewed = meanings.of(item.type);
  return reviewed ? leavesOf(item.properties, reviewed).leaves.flatMap((leaf) => contentsIn(leaf, item)) : [];
}

/** ARNs of the buckets whose content something in the assembly runs: they are kept, so that their owners are known. */
export function storesOf(items: readonly Item[], meanings: Meanings): ReadonlySet<string> {
  return new Set(items.flatMap((item) => contentOf(item, meanings)).filter((arn) => arn.includes(':s3:::')));
}

function texts(value: Value | undefined): Text[] {
  return possibleEntries(value).flatMap(textsOf);
}

function bucket(item: Item, text: Text): string {
  return text.pattern.startsWith('arn:')
    ? text.pattern
    : `arn:${item.scope.environment.partition}:s3:::${text.pattern}`;
}

function regional(item: Item, service: string, resource: string): string {
  const { partition, region, account } = item.scope.environment;
  return `arn:${partition}:${service}:${region}:${account}:${resource}`;
}

/** Types whose content hangs on more than one property. */
const BESIDES: Readonly<Record<string, (item: Item) => string[]>> = {
  'AWS::CodeBuild::Project': (item) => [
    ...sources(item, property(item.properties, 'Source')),
    ...possibleEntries(property(item.properties, 'SecondarySources')).flatMap((source) => sources(item, source)),
  ],
  'AWS::CodePipeline::Pipeline': pipelineContent,
  'AWS::CloudFormation::Stack': (item) =>
    item.stack.artifact.assetBuckets.map((name) => `arn:${item.scope.environment.partition}:s3:::${name}`),
};

function sources(item: Item, source: Value | undefined): string[] {
  const [type] = texts(property(source, 'Type'));
  return texts(property(source, 'Location')).flatMap((location) => {
    if (type?.pattern === 'S3') return [bucketOfLocation(item, location)];
    const repository = /codecommit\.[^/]+\/v1\/repos\/(.+)$/.exec(location.pattern)?.[1];
    return repository ? [regional(item, 'codecommit', repository)] : [];
  });
}

function bucketOfLocation(item: Item, location: Text): string {
  if (location.pattern.startsWith('arn:')) return location.pattern;
  return `arn:${item.scope.environment.partition}:s3:::${location.pattern.split('/')[0]}`;
}

/** Whatever the actions name: projects, functions, source buckets and repositories. */
function pipelineContent(item: Item): string[] {
  const actions = possibleEntries(property(item.properties, 'Stages')).flatMap((stage) =>
    possibleEntries(property(stage, 'Actions')),
  );
  return actions.flatMap((action) => actionContent(item, property(action, 'Configuration')));
}

function actionContent(item: Item, configuration: Value | undefined): string[] {
  const named = (key: string): Text[] => texts(property(configuration, key));
  return [
    ...named('ProjectName').map((text) => regional(item, 'codebuild', `project/${text.pattern}`)),
    ...named('FunctionName').map((text) => functionArn(text, item.scope).pattern),
    ...named('S3Bucket').map((text) => bucket(item, text)),
    ...named('RepositoryName').map((text) => regional(item, 'codecommit', text.pattern)),
    ...named('StateMachineArn').map((text) => text.pattern),
  ];
}
