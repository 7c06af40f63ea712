import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readPlatform } from '../../../lib/config';
import { lookAtAssembly, setupPlatform } from '../../../lib/setup';
import { templateDigest } from '../../../lib/setup/assembly-file';

const root = mkdtempSync(join(tmpdir(), 'guarded-setup-'));
afterAll(() => rmSync(root, { recursive: true }));

const platform = setupPlatform(readPlatform(join(__dirname, '../../../platform.yaml')).config);
const folder = join(root, 'cdk.out');
const file = join(root, 'platform.yaml');
const manifest = join(folder, 'manifest.json');

const stack = (name: string, displayName: string) => ({
  type: 'aws:cloudformation:stack',
  environment: `aws://${name === 'guarded-organization' ? '100000000000' : '333333333333'}/eu-west-2`,
  properties: { stackName: name, templateFile: 'organization.template.json' },
  displayName,
});

const artifacts = {
  organization: stack('guarded-organization', 'platform/organization'),
  baseline: stack('guarded-baseline', 'platform/baseline-orders-dev'),
};

beforeEach(() => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, '');
  writeFileSync(manifest, JSON.stringify({ artifacts }));
  writeFileSync(join(folder, 'organization.template.json'), '{"Resources": {"A": {"Type": "T"}}}');
  utimesSync(file, 1000, 1000);
});

const look = () => lookAtAssembly(folder, [file], platform);

it('names the stacks as the command line does, and the organization by what its template says', () => {
  expect(look()).toEqual({
    stacks: {
      '100000000000 eu-west-2 guarded-organization': 'platform/organization',
      '333333333333 eu-west-2 guarded-baseline': 'platform/baseline-orders-dev',
    },
    organization: templateDigest('{ "Resources" : { "A" : { "Type":"T" } } }'),
  });
  expect(templateDigest('{"Resources":{"A":{"Type":"U"}}}')).not.toBe(look().organization);
});

it('is of no use where the file is newer, where there is none, and where it cannot be read', () => {
  const later = Date.now() / 1000 + 60;
  utimesSync(file, later, later);
  expect(look().problem).toBe(`${file} was changed since ${folder} was made of it`);
  writeFileSync(manifest, '{');
  expect(look()).toEqual({ problem: expect.stringContaining('is no JSON') as string, stacks: {} });
  rmSync(folder, { recursive: true });
  expect(look()).toEqual({ problem: `there is no ${folder} yet`, stacks: {} });
});
