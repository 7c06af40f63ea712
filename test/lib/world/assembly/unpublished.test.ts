import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Unknown } from '../../../../lib/world/model';
import { readAssembly } from '../../../../lib/world/assembly';
import { ACCOUNTS, assemblyFolder, organizationMetadata } from '../../../_helpers/assembly-folder';

const { management, prod } = ACCOUNTS;
const BUCKET = `cdk-guarded-assets-${prod}-eu-west-2`;
/** Stands for the code: an asset of the stack. */
const CONTENT = { Resources: {} };
const PUBLISHED = `${createHash('sha256').update(JSON.stringify(CONTENT)).digest('hex')}.json`;

const code = (S3Bucket: string, S3Key: unknown) => ({
  Type: 'AWS::Lambda::Function',
  Properties: { Runtime: 'nodejs22.x', Handler: 'index.handler', Role: 'x', Code: { S3Bucket, S3Key } },
});
const job = (key: string) => ({
  Type: 'AWS::Glue::Job',
  Properties: { Role: 'x', Command: { Name: 'glueetl', ScriptLocation: `s3://${BUCKET}/${key}` } },
});

/** What is not known of a stack of prod with this resource and one asset. */
function unknownsOf(resource: unknown): readonly Unknown[] {
  const folder = assemblyFolder([
    {
      name: 'Organization',
      account: management,
      template: { Metadata: organizationMetadata({}, ['management', 'prod']), Resources: {} },
    },
    { name: 'Stack', account: prod, template: { Resources: { Runs: resource } }, nested: { Code: CONTENT } },
  ]);
  const file = join(folder, 'manifest.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as {
    artifacts: Record<string, { properties: Record<string, unknown> }>;
  };
  manifest.artifacts.Stack.properties.stackTemplateAssetObjectUrl = `s3://${BUCKET}/template.json`;
  writeFileSync(file, JSON.stringify(manifest));
  return readAssembly(folder).unknowns;
}

function told(resource: unknown): string {
  return unknownsOf(resource)
    .map(({ why }) => why)
    .join('\n');
}

const NOWHERE = /to which no asset of the assembly is published under that key/;

test.each([
  ['code', code(BUCKET, 'released-long-ago.zip')],
  ['code whose key is open', code(BUCKET, { 'Fn::ImportValue': 'key' })],
  ['a script by its address', job('released-long-ago.py')],
])('%s of the bucket that is published to, and of no asset, is unknown', (_, resource) => {
  expect(told(resource)).toMatch(NOWHERE);
});

test.each([
  [code(BUCKET, 'released-long-ago.zip'), /, Code\.S3Key$/],
  [job('released-long-ago.py'), /, Command\.ScriptLocation$/],
])('it is told with who put it there, how, and the property to change', (resource, change) => {
  const [unknown] = unknownsOf(resource).filter(({ why }) => NOWHERE.test(why));
  expect(unknown.who).toMatch(/^whoever can get a commit merged/);
  expect(unknown.way).toHaveLength(3);
  expect(unknown.change).toMatch(change);
});

test.each([
  ['code of an asset', code(BUCKET, PUBLISHED)],
  ['a script of an asset', job(PUBLISHED)],
])('%s is not', (_, resource) => {
  expect(told(resource)).not.toMatch(NOWHERE);
});
