import { functionArn } from './resource-policies';
import type { Item } from './stacks';
import { possibleEntries, property, textsOf, type Text, type Value } from './value';

/** ARNs of what a resource executes or deploys: who can write those decides what it does. */
export function contentOf(item: Item): string[] {
  const found = (CONTENT[item.type]?.(item) ?? []).concat(scripts(item));
  return [...new Set(found)].filter((arn) => /^arn:[^:]+:[^:]*:[^:]*:[^:]*:.+/s.test(arn));
}

function texts(value: Value | undefined): Text[] {
  return possibleEntries(value).flatMap(textsOf);
}

function all(item: Item, ...path: string[]): Text[] {
  return texts(property(item.properties, ...path));
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

/** `123456789012.dkr.ecr.eu-west-2.amazonaws.com/name:tag` */
function repositories(item: Item, images: readonly Text[]): string[] {
  return images.flatMap((image) => {
    const match = /^([^.]+)\.dkr\.ecr\.([^.]+)\.[^/]+\/([^:@]+)/.exec(image.pattern);
    return match ? [`arn:${item.scope.environment.partition}:ecr:${match[2]}:${match[1]}:repository/${match[3]}`] : [];
  });
}

const CONTENT: Readonly<Record<string, (item: Item) => string[]>> = {
  'AWS::Lambda::Function': (item) => [
    ...all(item, 'Code', 'S3Bucket').map((text) => bucket(item, text)),
    ...repositories(item, all(item, 'Code', 'ImageUri')),
    ...all(item, 'Layers').map((text) => text.pattern),
  ],
  'AWS::Lambda::LayerVersion': (item) => all(item, 'Content', 'S3Bucket').map((text) => bucket(item, text)),
  'AWS::ECS::TaskDefinition': (item) =>
    repositories(
      item,
      possibleEntries(property(item.properties, 'ContainerDefinitions')).flatMap((one) =>
        texts(property(one, 'Image')),
      ),
    ),
  'AWS::CodeBuild::Project': (item) => [
    ...repositories(item, all(item, 'Environment', 'Image')),
    ...sources(item, property(item.properties, 'Source')),
    ...possibleEntries(property(item.properties, 'SecondarySources')).flatMap((source) => sources(item, source)),
  ],
  'AWS::CodePipeline::Pipeline': pipelineContent,
  'AWS::CloudFormation::Stack': (item) =>
    item.stack.artifact.assetBuckets.map((name) => `arn:${item.scope.environment.partition}:s3:::${name}`),
  'AWS::AppRunner::Service': (item) =>
    repositories(item, all(item, 'SourceConfiguration', 'ImageRepository', 'ImageIdentifier')),
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

/** Artifact stores, and whatever the actions name: projects, functions, source buckets and repositories. */
function pipelineContent(item: Item): string[] {
  const stores = [
    ...all(item, 'ArtifactStore', 'Location'),
    ...possibleEntries(property(item.properties, 'ArtifactStores')).flatMap((store) =>
      texts(property(store, 'ArtifactStore', 'Location')),
    ),
  ].map((text) => bucket(item, text));
  const actions = possibleEntries(property(item.properties, 'Stages')).flatMap((stage) =>
    possibleEntries(property(stage, 'Actions')),
  );
  return [...stores, ...actions.flatMap((action) => actionContent(item, property(action, 'Configuration')))];
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

/** Scripts named by S3 URL, wherever they stand (Glue, EMR, SageMaker …). */
function scripts(item: Item): string[] {
  const found: string[] = [];
  const walk = (value: Value | undefined): void => {
    for (const entry of possibleEntries(value)) {
      for (const text of textsOf(entry)) {
        const name = /^s3:\/\/([^/]+)/.exec(text.pattern)?.[1];
        if (name) found.push(`arn:${item.scope.environment.partition}:s3:::${name}`);
      }
    }
  };
  walk(property(item.properties, 'Command', 'ScriptLocation'));
  walk(property(item.properties, 'ScriptLocation'));
  return found;
}
