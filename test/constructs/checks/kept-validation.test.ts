import { mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, CfnResource, CloudFormationValidatePlugin, Stack } from 'aws-cdk-lib';
import { FAIL_SYNTH_ON_VALIDATION_ERRORS_CONTEXT } from 'aws-cdk-lib/cx-api';
import { KeptValidation } from '../../../constructs/checks/kept-validation';
import { Kept, keepOn } from '../../../lib/kept';

const { validate } = CloudFormationValidatePlugin.prototype;
/** CDK's own validation, with an engine that starts once for all tests: that takes seconds. */
const engine = new CloudFormationValidatePlugin();
let cdk = jest.spyOn(CloudFormationValidatePlugin.prototype, 'validate');
afterEach(() => cdk.mockRestore());
beforeEach(() => {
  cdk = jest.spyOn(CloudFormationValidatePlugin.prototype, 'validate');
  cdk.mockImplementation((context) => validate.call(engine, context));
});
beforeAll(() => void (process.env.CDK_VALIDATION = 'true'));
afterAll(() => void (process.env.CDK_VALIDATION = 'false'));

/** For tests of what is looked at, not of what is found. */
const findsNothing = (): void => void cdk.mockReturnValue({ success: true, violations: [] });

/** Names of the templates that CDK looked at. */
const looked = (): string[] =>
  cdk.mock.calls.flatMap(([{ stackTemplates }]) =>
    stackTemplates.map(({ templatePath }) => templatePath.split('/').at(-1)!),
  );

/** The report of an app of two stacks, of which one has a bucket with a property that there is not. */
function report(folder: string | undefined, property: string, own = true, value = 'xyz'): string {
  const context = {
    '@aws-cdk/core:validateAgainstDefaultRules': true,
    [FAIL_SYNTH_ON_VALIDATION_ERRORS_CONTEXT]: false,
  };
  const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'kept-validation-')), autoSynth: false, context });
  if (own) KeptValidation.addTo(app);
  if (folder) keepOn(app, new Kept(folder, 'code'));
  const good = new Stack(app, 'Good', { env: { account: '111111111111', region: 'eu-west-2' } });
  new CfnResource(good, 'Topic', { type: 'AWS::SNS::Topic' });
  const bad = new Stack(app, 'Bad', { env: { account: '111111111111', region: 'eu-west-2' } });
  new CfnResource(bad, 'Bucket', { type: 'AWS::S3::Bucket', properties: { [property]: value } });
  const text = readFileSync(join(app.synth().directory, 'validation-report.json'), 'utf8');
  // Where this test called from is no part of what is found.
  return JSON.stringify(JSON.parse(text, (key, value: unknown) => (key === 'stackTraces' ? undefined : value)));
}

it('tells what CDK tells, the second time without looking again', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kept-'));
  const plain = report(undefined, 'Nonsense', false);
  expect(plain).toContain('"conclusion":"failure"');
  expect(plain).toContain('Nonsense');
  cdk.mockClear();
  expect(report(folder, 'Nonsense')).toBe(plain);
  expect(looked().sort()).toEqual(['Bad.template.json', 'Good.template.json']);
  cdk.mockClear();
  expect(report(folder, 'Nonsense')).toBe(plain);
  expect(looked()).toEqual([]);
});

it('looks again at what has changed, and there alone', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kept-'));
  expect(report(folder, 'BucketName')).not.toContain('"conclusion":"failure"');
  cdk.mockClear();
  const changed = report(folder, 'Nonsense');
  expect(looked()).toEqual(['Bad.template.json']);
  expect(changed).toContain('"conclusion":"failure"');
});

const [A, B] = ['a'.repeat(64), 'b'.repeat(64)];

const ID = 'FunctionCurrentVersion0123ABCD';

it.each([
  ['not again where another asset is in the place of the first', `${A}.zip`, `${B}.zip`, []],
  ['not again where a function has another current version', `${ID}${A.slice(32)}`, `${ID}${B.slice(32)}`, []],
  ['again where a digest changed that is no asset', A, B, ['Bad.template.json']],
  ['again where something else changed', `${A}.zip`, `${B}.txt`, ['Bad.template.json']],
])('looks %s', (_, before, after, again) => {
  findsNothing();
  const folder = mkdtempSync(join(tmpdir(), 'kept-'));
  report(folder, 'BucketName', true, before);
  cdk.mockClear();
  report(folder, 'BucketName', true, after);
  expect(looked()).toEqual(again);
});

it('keeps nothing that may quote the name of an asset', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kept-'));
  cdk.mockRestore();
  const quoting = jest.spyOn(CloudFormationValidatePlugin.prototype, 'validate').mockImplementation((context) => {
    const [bad] = context.stackTemplates.filter(({ templatePath }) => templatePath.endsWith('Bad.template.json'));
    const found = { resourceLogicalId: 'Bucket', templatePath: bad?.templatePath ?? '', locations: [] };
    return {
      success: true,
      violations: [{ ruleName: 'X1', severity: 'warning', description: `"${A}" is odd`, violatingResources: [found] }],
    };
  });
  report(folder, 'BucketName', true, `${A}.zip`);
  expect(readdirSync(folder)).toHaveLength(1);
  quoting.mockRestore();
});

it('looks each time where nothing is kept', () => {
  findsNothing();
  report(undefined, 'Nonsense');
  report(undefined, 'Nonsense');
  expect(looked()).toHaveLength(4);
});

it.each([
  [
    'is about no template',
    { success: false, violations: [{ severity: 'error', violatingResources: [{ locations: [] }] }] },
  ],
  ['names no resource', { success: false, violations: [{ severity: 'error', violatingResources: [] }] }],
  ['says nothing of why it fails', { success: false, violations: [] }],
])('keeps nothing of a report that %s, and passes it on', (_, { success, violations }) => {
  const told = violations.map((one) => ({ ruleName: 'X1', description: 'Something is wrong', ...one }));
  cdk.mockReturnValue({ success, violations: told } as never);
  const folder = mkdtempSync(join(tmpdir(), 'kept-'));
  expect(report(folder, 'BucketName')).toContain('"conclusion":"failure"');
  expect(readdirSync(folder)).toEqual([]);
  cdk.mockRestore();
});
