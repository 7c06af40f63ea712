import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { handTemplates } from '../../bin/app/hand-templates';

const folder = mkdtempSync(join(tmpdir(), 'hand-templates-'));
const URL = 's3://bucket/template.json';

function stack(name: string, size: number, stackTemplateAssetObjectUrl?: string): readonly [string, object] {
  const templateFile = `${name}.template.json`;
  writeFileSync(join(folder, templateFile), JSON.stringify({ Description: 'x'.repeat(size) }));
  const properties = { templateFile, stackTemplateAssetObjectUrl };
  return [name, { type: 'aws:cloudformation:stack', displayName: `platform/${name}`, properties }];
}

writeFileSync(
  join(folder, 'manifest.json'),
  JSON.stringify({
    artifacts: Object.fromEntries([
      stack('large', 51_200),
      stack('through-a-bucket', 51_200, URL),
      stack('small', 51_000),
      ['tree', { type: 'cdk:tree', properties: { file: 'tree.json' } }],
    ]),
  }),
);

test('a template that nobody could deploy by hand is told, with its size, the limit and the way out', () => {
  expect(handTemplates(folder)).toEqual([
    'platform/large comes to 51214 bytes as the command line writes it, and goes through no bucket: CloudFormation takes 51200 so; give it a templateBucket, or let it trust fewer',
  ]);
  expect(handTemplates(folder, 51_214)).toEqual([]);
});
