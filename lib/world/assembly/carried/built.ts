import type { Item } from '../stacks';
import { exactText, possibleEntries, property, textsOf, type Value } from '../value';
import { bucketArn, chooser, type Content } from './content';

/** Buckets from which a build or a pipeline takes its sources, where a word beside the name says that it is a bucket. */
export function builtFrom(item: Item): readonly Content[] {
  return (SOURCES[item.type]?.(item) ?? []).flatMap(({ path, value }) =>
    possibleEntries(value)
      .flatMap(textsOf)
      .map((text): Content =>
        text.open && text.of === undefined
          ? { path, why: `the bucket of its source is not known before deployment: ${text.why}`, who: chooser(text) }
          : { path, arn: bucketArn(text.pattern, item), of: text.of },
      ),
  );
}

interface Source {
  readonly path: string;
  readonly value: Value | undefined;
}

const SOURCES: Readonly<Record<string, (item: Item) => readonly Source[]>> = {
  'AWS::CodeBuild::Project': ({ properties }) =>
    ['Source', 'SecondarySources'].flatMap((name) =>
      possibleEntries(properties[name])
        .filter((source) => is(property(source, 'Type'), 'S3'))
        .map((source) => ({ path: `${name}.Location`, value: property(source, 'Location') })),
    ),
  'AWS::CodePipeline::Pipeline': ({ properties }) =>
    possibleEntries(properties.Stages)
      .flatMap((stage) => possibleEntries(property(stage, 'Actions')))
      .filter((action) => is(property(action, 'ActionTypeId', 'Category'), 'Source'))
      .filter((action) => is(property(action, 'ActionTypeId', 'Provider'), 'S3'))
      .map((action) => ({
        path: 'Stages.Actions.Configuration.S3Bucket',
        value: property(action, 'Configuration', 'S3Bucket'),
      })),
};

/** Whether a value is this word, or may be. */
function is(value: Value | undefined, word: string): boolean {
  const entries = possibleEntries(value);
  return entries.some((one) => [undefined, word].includes(exactText(one)));
}
