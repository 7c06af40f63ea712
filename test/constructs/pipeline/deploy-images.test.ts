/** The deploy script puts images into the environment's repository as they were approved, and nothing else. */
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { imageFolder } from '../../../lib/assembly';
import { layOutImage } from '../../../lib/assembly/saved-image';
import { ACCOUNT, assembly, deploy, withSupport } from './deploy-stand-in';

const LARGE = Buffer.alloc(11 * 1024 * 1024, 'a');

/** An assembly whose stack runs an image that lies in it. */
function withImage(
  root = assembly(),
  layers: readonly (string | Buffer)[] = ['layer'],
): { root: string; digest: string } {
  const saved = mkdtempSync(join(tmpdir(), 'saved-'));
  writeFileSync(join(saved, 'config.json'), '{"os":"linux"}');
  layers.forEach((layer, at) => writeFileSync(join(saved, `${at}.gz`), layer));
  const image = { Config: 'config.json', Layers: layers.map((_, at) => `${at}.gz`) };
  writeFileSync(join(saved, 'manifest.json'), JSON.stringify([image]));
  const digest = layOutImage(saved, root);
  runs(root, `@sha256:${digest}`);
  return { root, digest };
}

/** Lets the stack run an image of the bootstrap's repository. */
function runs(root: string, image: string, { account = ACCOUNT, region = 'eu-west-2', stack = 'orders' } = {}): string {
  const file = join(root, 'assembly-prod', `${stack}.template.json`);
  const template = JSON.parse(readFileSync(file, 'utf8')) as object;
  const uri = `${account}.dkr.ecr.${region}.\${AWS::URLSuffix}/cdk-guarded-container-assets-${account}-${region}${image}`;
  const Resources = {
    Function: { Type: 'AWS::Lambda::Function', Properties: { Code: { ImageUri: { 'Fn::Sub': uri } } } },
  };
  writeFileSync(file, JSON.stringify({ ...template, Resources }));
  return root;
}

const ecr = (calls: readonly string[][]): string[][] =>
  calls.filter(([, service]) => service === 'ecr').map(([, , ...words]) => words);

test('layers and configuration are uploaded, then the image under its digest, before anything is deployed', () => {
  const { root, digest } = withImage();
  const { status, stderr, stdout, calls } = deploy(root, { pushed: digest });
  expect([status, stderr]).toEqual([0, '']);
  const order = calls.map(([program, , operation]) => (program!.endsWith('/cdk') ? 'cdk deploy' : operation));
  expect(order.slice(order.indexOf('batch-get-image'), order.indexOf('cdk deploy') + 1)).toEqual([
    'batch-get-image',
    'batch-check-layer-availability',
    ...['initiate-layer-upload', 'upload-layer-part', 'complete-layer-upload'],
    ...['initiate-layer-upload', 'upload-layer-part', 'complete-layer-upload'],
    'put-image',
    'list-stacks',
    'describe-alarms',
    'cdk deploy',
  ]);
  const put = ecr(calls).find(([operation]) => operation === 'put-image')!;
  expect(put.join(' ')).toContain('--repository-name cdk-guarded-container-assets-333333333333-eu-west-2');
  expect(put.join(' ')).toContain(`--image-tag ${digest} --image-digest sha256:${digest}`);
  expect(put[put.indexOf('--image-manifest') + 1]).toBe(
    readFileSync(join(root, imageFolder(digest), 'image-manifest.json'), 'utf8'),
  );
  expect(stdout).toContain(`cdk-guarded-container-assets-333333333333-eu-west-2 holds sha256:${digest}.`);
  const role = calls.find((call) => call.join(' ').includes('image-publishing'))!;
  expect(role.join(' ')).toContain('cdk-guarded-image-publishing-role-333333333333-eu-west-2');
});

test('a layer is uploaded in parts', () => {
  const { root, digest } = withImage(assembly(), [Buffer.concat([Buffer.from('1f8b', 'hex'), LARGE])]);
  const { calls } = deploy(root, { pushed: digest });
  const ranges = ecr(calls)
    .filter(([operation]) => operation === 'upload-layer-part')
    .map((words) => [words[words.indexOf('--part-first-byte') + 1], words[words.indexOf('--part-last-byte') + 1]]);
  expect(ranges.slice(-2)).toEqual([
    ['0', '10485759'],
    ['10485760', String(LARGE.length + 1)],
  ]);
});

test('an image that is there already is left alone: a rollback, a second wave', () => {
  const { root, digest } = withImage();
  const { calls } = deploy(root, { there: digest });
  expect(ecr(calls).map(([operation]) => operation)).toEqual(['batch-get-image']);
});

test('a repository that calls it otherwise stops everything', () => {
  const { root } = withImage();
  const { status, stderr, cdk } = deploy(root, { pushed: 'f'.repeat(64) });
  expect([status, cdk]).toEqual([1, []]);
  expect(stderr).toMatch(/calls the image sha256:f+, approved was sha256:/);
});

test('a support stack has its images in its own region', () => {
  const { root, digest } = withImage(withSupport(assembly()));
  runs(root, `@sha256:${digest}`, { region: 'us-east-1', stack: 'certificate' });
  const { calls } = deploy(root, { pushed: digest, told: { GLOBAL_REGION: 'us-east-1' } });
  const places = ecr(calls)
    .filter(([operation]) => operation === 'put-image')
    .map((words) => words[words.indexOf('--repository-name') + 1]);
  expect(places.sort()).toEqual([
    'cdk-guarded-container-assets-333333333333-eu-west-2',
    'cdk-guarded-container-assets-333333333333-us-east-1',
  ]);
});

test.each<[string, () => string, RegExp]>([
  ['one that was not built', () => runs(assembly(), `@sha256:${'a'.repeat(64)}`), /image a+ was not built/],
  ['one by a tag', () => runs(assembly(), ':latest'), /is named by the tag latest, expected its digest/],
  [
    'one of another account',
    () => {
      const { root, digest } = withImage();
      return runs(root, `@sha256:${digest}`, { account: '111111111111' });
    },
    /lies in 111111111111 eu-west-2, expected the stack's own 333333333333 eu-west-2/,
  ],
  [
    'one that was changed',
    () => {
      const { root, digest } = withImage();
      writeFileSync(join(root, imageFolder(digest), 'more'), '');
      return root;
    },
    /more is none of its parts/,
  ],
  [
    'one under another name',
    () => {
      const { root, digest } = withImage();
      renameSync(join(root, imageFolder(digest)), join(root, imageFolder('b'.repeat(64))));
      return runs(root, `@sha256:${'b'.repeat(64)}`);
    },
    /image-manifest.json has digest/,
  ],
])('%s is refused', (_, make, message) => {
  const root = make();
  const { status, stderr, cdk, calls } = deploy(root);
  expect([status, cdk, ecr(calls)]).toEqual([1, [], []]);
  expect(stderr).toMatch(message);
  rmSync(root, { recursive: true });
});
