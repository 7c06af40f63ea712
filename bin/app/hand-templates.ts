import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';

/** Bytes of a template that CloudFormation takes without a bucket: 'AWS CloudFormation quotas', template body size in a request. */
const LARGEST = 51_200;

interface Manifest {
  readonly artifacts?: Readonly<
    Record<
      string,
      {
        readonly type: string;
        readonly displayName?: string;
        readonly properties?: { readonly templateFile?: string; readonly stackTemplateAssetObjectUrl?: string };
      }
    >
  >;
}

/** Templates that nobody could deploy, since they go through no bucket and are too large to go without one. */
export function handTemplates(assembly: string, largest = LARGEST): string[] {
  const { artifacts = {} } = JSON.parse(readFileSync(join(assembly, 'manifest.json'), 'utf8')) as Manifest;
  return Object.entries(artifacts).flatMap(([id, { type, displayName = id, properties = {} }]) => {
    const { templateFile, stackTemplateAssetObjectUrl } = properties;
    if (type !== 'aws:cloudformation:stack' || !templateFile || stackTemplateAssetObjectUrl) return [];
    const size = sizeOf(join(assembly, templateFile), largest);
    return size > largest
      ? [
          `${displayName} comes to ${size} bytes as the command line writes it, and goes through no bucket: CloudFormation takes ${largest} so; give it a templateBucket, or let it trust fewer`,
        ]
      : [];
  });
}

/** The command line writes YAML, which is at most three times as long as the JSON that it is made of. */
function sizeOf(file: string, largest: number): number {
  if (statSync(file).size * 3 <= largest) return 0;
  const template: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return Buffer.byteLength(stringify(template, { schema: 'yaml-1.1', lineWidth: 0 }));
}
