/** Ordinary code passes the rule packs; what must not be built stops them; everything is told. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Code, Function as Lambda, Runtime } from 'aws-cdk-lib/aws-lambda';
import { BlockPublicAccess, Bucket } from 'aws-cdk-lib/aws-s3';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { GuardedChecks } from '../../../constructs/checks';
import { TunedPack } from '../../../constructs/checks/tuned-pack';
import { EnvironmentKind, stage } from '../environment/stages';

interface Told {
  readonly rule: string;
  readonly severity?: string;
}

interface Answer {
  readonly passed: boolean;
  readonly findings: readonly Told[];
  readonly texts: readonly string[];
}

/** What the packs say of a workload in a stage, and whether the synthesis passed. */
function told(kind: EnvironmentKind, fill: (stack: Stack) => void, props = {}): Answer {
  const app = new App();
  GuardedChecks.addTo(app, props);
  fill(new Stack(stage(kind, app), 'S'));
  let passed = true;
  jest.spyOn(console, 'error').mockImplementation();
  try {
    app.synth();
  } catch {
    passed = false;
  }
  const report = JSON.parse(readFileSync(join(app.outdir, 'validation-report.json'), 'utf8')) as {
    pluginReports: { violations?: { ruleName: string; description: string; severity?: string }[] }[];
  };
  const violations = report.pluginReports.flatMap((one) => one.violations ?? []);
  const findings = violations.map(({ ruleName, severity }) => ({ rule: ruleName, severity }));
  return { passed, findings, texts: violations.map(({ description }) => description) };
}

function ordinary(stack: Stack): void {
  const runtime = Runtime.NODEJS_22_X;
  const code = Code.fromInline('exports.handler = async () => 1');
  const handler = new Lambda(stack, 'F', { runtime, handler: 'index.handler', code });
  new Bucket(stack, 'B').grantReadWrite(handler);
  new Queue(stack, 'Q').grantSendMessages(handler);
  new Topic(stack, 'T').grantPublish(handler);
}

const openBucket = (scope: Construct) =>
  new Bucket(scope, 'B', { blockPublicAccess: BlockPublicAccess.BLOCK_ACLS_ONLY, publicReadAccess: true });

test.each([EnvironmentKind.DEV, EnvironmentKind.PROD])(
  'ordinary code passes in %s, and its findings are told',
  (kind) => {
    const { passed, findings } = told(kind, ordinary);
    expect(findings.filter(({ severity }) => severity !== 'info')).toEqual([]);
    expect(passed).toBe(true);
    expect(findings.map(({ rule }) => rule)).toContain('NIST.800.53.R5-LambdaInsideVPC');
    for (const set of ['AwsSolutions-S2', 'AwsSolutions-S10', 'AwsSolutions-SQS4'])
      expect(findings.map(({ rule }) => rule)).not.toContain(set);
  },
);

test.each([EnvironmentKind.DEV, EnvironmentKind.PROD])('a bucket that is opened to everybody stops %s', (kind) => {
  const { passed, findings } = told(kind, openBucket);
  expect(passed).toBe(false);
  expect(findings).toContainEqual({ rule: 'NIST.800.53.R5-S3BucketLevelPublicAccessProhibited', severity: 'error' });
});

test('a level of platform.yaml stops what is only told without it, and the other way round', () => {
  expect(told(EnvironmentKind.DEV, ordinary, { levels: { 'NIST.800.53.R5-LambdaInsideVPC': 'block' } }).passed).toBe(
    false,
  );
  const levels = { 'NIST.800.53.R5-S3BucketLevelPublicAccessProhibited': 'report' };
  expect(told(EnvironmentKind.DEV, openBucket, { levels }).passed).toBe(true);
});

test('what only one rule says of many constructs is told once and names them all', () => {
  const { findings, texts } = told(EnvironmentKind.DEV, (stack) =>
    ['A', 'B', 'C'].forEach((id) => new Bucket(stack, id)),
  );
  expect(findings.filter(({ rule }) => rule === 'AwsSolutions-S1')).toHaveLength(1);
  expect(texts.find((text) => text.includes('Also at'))).toMatch(/Stage\/S\/B\/Resource, Stage\/S\/C\/Resource\./);
});

test('packs are chosen by name', () => {
  const { findings } = told(EnvironmentKind.DEV, ordinary, { packs: ['Serverless'] });
  expect(findings.map(({ rule }) => rule)).toContain('Serverless-LambdaDLQ');
  expect(findings.filter(({ rule }) => rule.startsWith('NIST'))).toEqual([]);
});

test.each([
  [{ packs: ['CIS'] }, "packs: there is no rule pack 'CIS', expected AwsSolutions"],
  [{ levels: { 'AwsSolutions-S1': 'warn' } }, "levels: AwsSolutions-S1 is 'warn', expected block or report"],
  [{ levels: { 'AwsSolutions-S11': 'block' } }, "levels: 'AwsSolutions-S11' is no rule of"],
])('%j is told', (props, message) => {
  expect(() => GuardedChecks.addTo(new App(), props)).toThrow(message);
});

/** A construct of a library, as the Construct Hub marks its classes. */
class Foreign extends Construct {}
Object.assign(Foreign, { [Symbol.for('jsii.rtti')]: { fqn: 'their-library.Foreign', version: '1.0.0' } });

test('what a library made is told where its user could not mend it, and stops where nobody may build it', () => {
  const unsafe = (scope: Construct) => void new Bucket(scope, 'B', { versioned: false });
  const levels = (fill: (stack: Stack) => void) =>
    told(EnvironmentKind.PROD, fill).findings.filter(({ severity }) => severity === 'error');
  const openFinding = { rule: 'NIST.800.53.R5-S3BucketLevelPublicAccessProhibited', severity: 'error' };
  expect(levels((stack) => void openBucket(new Foreign(stack, 'L')))).toContainEqual(openFinding);
  expect(levels((stack) => unsafe(new Foreign(stack, 'L')))).toEqual([]);
});

test.each([
  ['without a finding', []],
  ['at no place', [{ ruleName: 'AwsSolutions-S1', description: 'x', violatingResources: [] }]],
])('a pack that fails %s fails the synthesis', (_, violations) => {
  const pack = { name: 'AwsSolutions', validate: () => ({ success: false, violations }) };
  const app = new App();
  const context = { appConstruct: app, templatePaths: [], stackTemplates: [] };
  expect(new TunedPack(pack, 'AwsSolutions', {}).validate(context).success).toBe(false);
});

test('a finding at a place that there is not is judged as the platform’s own', () => {
  const violatingResources = [{ constructPath: 'nowhere/at/all', locations: [] }];
  const violations = [{ ruleName: 'AwsSolutions-S1', description: 'x', violatingResources }];
  const pack = { name: 'AwsSolutions', validate: () => ({ success: false, violations }) };
  const context = { appConstruct: new App(), templatePaths: [], stackTemplates: [] };
  expect(new TunedPack(pack, 'AwsSolutions', {}).validate(context).success).toBe(false);
});
