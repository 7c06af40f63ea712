import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, AssetHashType, NestedStack, Stack } from 'aws-cdk-lib';
import { Code, Function as Lambda, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Environment, EnvironmentKind, EnvironmentStage } from '../../../constructs/environment';
import { assemblyProblems, foldersOf } from '../../../lib/assembly';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- manifests are changed at any depth
type Json = Record<string, any>;

const folder = (name: string): string => mkdtempSync(join(tmpdir(), name));
const STAGE = 'assembly-orders-prod';

/** What teams have: code under a hash of their own choice, a hash of its source, a nested stack. */
function synthesized(): string {
  const code = folder('code-');
  writeFileSync(join(code, 'index.js'), 'exports.handler = async () => 1;\n');
  const app = new App({ outdir: folder('assembly-'), analyticsReporting: false });
  const environment = new Environment({
    ...{ application: 'orders', name: 'prod', kind: EnvironmentKind.DEV, account: '333333333333' },
    regions: ['eu-west-2'],
  });
  const stage = new EnvironmentStage(app, 'orders-prod', { environment, region: 'eu-west-2' });
  const stack = new Stack(stage, 'Orders');
  const run = { runtime: Runtime.NODEJS_22_X, handler: 'index.handler' };
  const custom = Code.fromAsset(code, { assetHashType: AssetHashType.CUSTOM, assetHash: 'always-the-same' });
  new Lambda(stack, 'Custom', { ...run, code: custom });
  new Lambda(new NestedStack(stack, 'Nested'), 'Plain', { ...run, code: Code.fromAsset(code) });
  new Topic(new NestedStack(stack, 'Other'), 'Topic');
  new Lambda(new Stack(stage, 'Second'), 'Plain', { ...run, code: Code.fromAsset(code) });
  return app.synth().directory;
}

const original = synthesized();

/** A copy, with one JSON file of it changed. */
function changed(file: string, change: (json: Json) => void): string {
  const copy = join(folder('changed-'), 'cdk.out');
  cpSync(original, copy, { recursive: true });
  const path = join(copy, file);
  const json = JSON.parse(readFileSync(path, 'utf8')) as Json;
  change(json);
  writeFileSync(path, JSON.stringify(json));
  return copy;
}

const nameOf = (ending: string): string =>
  Object.values((JSON.parse(readFileSync(join(original, STAGE, 'manifest.json'), 'utf8')) as Json).artifacts as Json)
    .map((one: Json) => String(one.properties?.file ?? one.properties?.templateFile))
    .find((name) => name.endsWith(ending))!;
const listed = (name: string): string[] =>
  Object.values((JSON.parse(readFileSync(join(original, STAGE, name), 'utf8')) as Json).files as Json).map(
    (one: Json) => String(one.source.path),
  );
const ASSETS = `${STAGE}/${nameOf('.assets.json')}`;
const TEMPLATE = nameOf('.template.json');
const stackOf = ({ artifacts }: Json): Json =>
  Object.values(artifacts as Json).find((one: Json) => one.type === 'aws:cloudformation:stack') as Json;
const zips = ({ files }: Json): Json[] =>
  Object.values(files as Json).filter((one: Json) => one.source.packaging === 'zip');
const template = ({ files }: Json): Json =>
  Object.values(files as Json).find((one: Json) => one.source.path === TEMPLATE) as Json;
const first = (asset: Json): Json => Object.values(asset.destinations as Json)[0] as Json;

test('assets of any hash, nested stacks included, are published under the digest of their content', () => {
  expect(assemblyProblems(original)).toEqual([]);
  expect(foldersOf(original).manifests.map((one) => one.folder)).toEqual(['', STAGE]);
  expect(
    readdirSync(join(original, STAGE))
      .filter((name) => name.endsWith('.assets.json'))
      .map((name) => listed(name).length),
  ).toEqual([4, 2]);
  expect(readFileSync(join(original, ASSETS), 'utf8')).not.toContain('always-the-same.zip');
});

test.each<[string, string, (json: Json) => void, RegExp]>([
  [
    'a look-up that was never made',
    `${STAGE}/manifest.json`,
    (json) => void (json.missing = [{ key: 'vpc-provider:account=333333333333', provider: 'vpc-provider' }]),
    /the look-up vpc-provider:account=333333333333 was never made: .*cdk\.context\.json/,
  ],
  [
    'a template under the key of other content',
    ASSETS,
    (json) => void (first(template(json)).objectKey = 'released-long-ago.json'),
    /"released-long-ago.json", which is not named by its content/,
  ],
  [
    'code under the key of other content',
    ASSETS,
    (json) => void (first(zips(json)[0]!).objectKey = `${'a'.repeat(64)}.zip`),
    /which is not named by its content/,
  ],
  [
    'a template asset that is another file',
    ASSETS,
    (json) =>
      void (template(json).source.path = template(json).source.path.replace(/^/, '../').replace(/.*/, '../cdk.out')),
    /is deployed from s3:.* where its assets put cdk.out; its template is/,
  ],
  [
    'a template that is not what the asset holds',
    `${STAGE}/manifest.json`,
    (json) => void (stackOf(json).properties.templateFile = 'manifest.json'),
    /its template is .*manifest.json/,
  ],
  [
    'a template from elsewhere',
    `${STAGE}/manifest.json`,
    (json) => void (stackOf(json).properties.stackTemplateAssetObjectUrl = 's3://acme-templates/a.json'),
    /from s3:\/\/acme-templates\/a.json, which none of its assets is published to/,
  ],
  [
    'assets that its deployment does not publish',
    `${STAGE}/manifest.json`,
    (json) => void (stackOf(json).dependencies = []),
    /which none of its assets is published to/,
  ],
  [
    'a bucket of somebody else',
    ASSETS,
    (json) => void zips(json).forEach((one) => (first(one).bucketName = 'acme-assets')),
    /goes to the bucket acme-assets, expected cdk-guarded-assets-333333333333-eu-west-2/,
  ],
  [
    'another region',
    ASSETS,
    (json) => void zips(json).forEach((one) => (first(one).region = 'eu-west-1')),
    /is published in eu-west-1, expected eu-west-2/,
  ],
  [
    'a role of somebody else',
    ASSETS,
    (json) => void zips(json).forEach((one) => (first(one).assumeRoleArn = 'arn:aws:iam::333333333333:role/x')),
    /is published as arn:aws:iam::333333333333:role\/x/,
  ],
  [
    'parameters that nobody passes',
    `${STAGE}/manifest.json`,
    (json) => void (stackOf(json).properties.parameters = { Flag: 'off' }),
    /gives parameters \(\{"Flag":"off"\}\), which the deployment never passes/,
  ],
  [
    'an artifact of no known type',
    `${STAGE}/manifest.json`,
    (json) => void (json.artifacts.Odd = { type: 'aws:cloudformation:stack-set' }),
    /of type "aws:cloudformation:stack-set", which nobody knows/,
  ],
  [
    'a folder named twice',
    'manifest.json',
    (json) => void (json.artifacts.Twice = json.artifacts[STAGE]),
    /names the folder assembly-orders-prod twice/,
  ],
  [
    'a folder that is not named',
    'manifest.json',
    (json) => void delete json.artifacts[STAGE],
    /assembly-orders-prod: is an assembly that no manifest names/,
  ],
  [
    'a folder further down',
    'manifest.json',
    (json) => void (json.artifacts[STAGE].properties.directoryName = `./${STAGE}`),
    /names the folder ".\/assembly-orders-prod", which is none beside the manifest/,
  ],
  [
    'a packaging that does not fit',
    ASSETS,
    (json) => void (zips(json)[0]!.source.packaging = 'file'),
    /packaging is "file", .* takes zip/,
  ],
  [
    'two contents under one key',
    ASSETS,
    (json) => void (json.files['0'.repeat(64)] = { ...zips(json)[0]!, source: { path: TEMPLATE, packaging: 'file' } }),
    /are both published to/,
  ],
])('%s is refused', (_what, file, change, message) => {
  expect(assemblyProblems(changed(file, change)).join('\n')).toMatch(message);
});

test('code or a template that was changed after synthesis is refused', () => {
  const copy = changed(`${STAGE}/${TEMPLATE}`, (json) => void (json.Description = 'Changed'));
  expect(assemblyProblems(copy).join('\n')).toMatch(/another name than its content has .*synthesize it again/);
  const other = changed('manifest.json', () => undefined);
  const { path } = zips(JSON.parse(readFileSync(join(other, ASSETS), 'utf8')) as Json)[0]!.source as { path: string };
  expect(existsSync(join(other, STAGE, path, 'index.js'))).toBe(true);
  writeFileSync(join(other, STAGE, path, 'index.js'), '// other');
  expect(assemblyProblems(other).join('\n')).toMatch(/another name than its content has .*GuardedStackSynthesizer/);
});

test('a folder is an assembly where its manifest lists artifacts: a web site has a manifest.json too', () => {
  const copy = changed('manifest.json', () => undefined);
  mkdirSync(join(copy, 'site'));
  writeFileSync(join(copy, 'site', 'manifest.json'), '{ "name": "Orders", "icons": [] }');
  expect(assemblyProblems(copy)).toEqual([]);
  writeFileSync(join(copy, 'site', 'manifest.json'), '{ "artifacts": {} }');
  expect(assemblyProblems(copy).join('\n')).toMatch(/^site: is an assembly that no manifest names/);
});

test('a link is refused', () => {
  const copy = changed('manifest.json', () => undefined);
  symlinkSync('/etc', join(copy, 'etc'));
  expect(() => assemblyProblems(copy)).toThrow('etc is neither a file nor a folder');
});
