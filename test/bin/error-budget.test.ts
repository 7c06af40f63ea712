/** From a platform.yaml to what the gate answers: nothing between them is played but Application Signals itself. */
import { mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { withObjectives } from '../../bin/app/objectives';
import { platformProps } from '../../bin/app/platform-props';
import { EnvironmentStage } from '../../constructs/environment';
import { GuardedPlatform } from '../../constructs/platform';
import { AvailabilityObjective } from '../../constructs/rollback';
import { checkBudget } from '../../lib/change/budget';
import type { ChangePolicy } from '../../lib/change/policy';
import { readPlatform } from '../../lib/config';
import { evaluate } from '../../lib/iam';
import { readBudget } from '../../lib/runtime/readings';
import { parsePolicy } from '../../lib/runtime/settings';
import { fakeRuntime, fakeWorld } from '../_helpers/fake-aws/world';
import { type Document, ResolvedStack, lacking, neededBy } from '../_helpers/role-policy';

process.env.CDK_VALIDATION = 'false';
const TOOLING = { account: '111111111111', region: 'eu-west-2' };
const OBJECTIVES = [
  'arn:aws:application-signals:eu-west-2:555555555555:slo/orders-one-box-eu-west-2-orders-availability',
  'arn:aws:application-signals:eu-west-2:666666666666:slo/orders-prod-eu-west-2-orders-availability',
  'arn:aws:application-signals:eu-west-1:666666666666:slo/orders-prod-eu-west-1-orders-availability',
];

const outdir = mkdtempSync(join(tmpdir(), 'error-budget-'));
const platform = synthesize();
const pipeline = templateOf('pipeline-orders');
const policy = policyOf('orders-gate');

/** The platform of the shipped file around a workload that measures its availability in prod. */
function synthesize(): GuardedPlatform {
  const file = readPlatform(join(__dirname, '../../platform.yaml'));
  const props = platformProps(file);
  const app = new App({ outdir });
  for (const environment of props.applications[0].environments.filter(({ isProd }) => isProd))
    for (const region of environment.regions) {
      const id = GuardedPlatform.stageName(environment, region);
      const stack = new Stack(new EnvironmentStage(app, id, { environment, region }), 'orders');
      const [requests, errors] = ['requests', 'errors'].map(
        (name) => new Metric({ namespace: 'orders', metricName: name }),
      );
      new AvailabilityObjective(stack, 'Availability', { name: stack.stackName, requests: requests!, errors: errors! });
    }
  return new GuardedPlatform(app, 'platform', withObjectives(app, file, props));
}

function templateOf(id: string) {
  return Template.fromStack(platform.node.findChild(id) as Stack).toJSON();
}

/** Folder of what is published under a key: assets are named by their content, folders by CDK. */
function sourceOf(key: string): string {
  const manifests = readdirSync(outdir).filter((file) => file.endsWith('.assets.json'));
  const files = manifests.flatMap((file) => {
    const { files: listed } = JSON.parse(readFileSync(join(outdir, file), 'utf8')) as {
      files: Record<string, { source: { path: string }; destinations: Record<string, { objectKey: string }> }>;
    };
    return Object.values(listed);
  });
  return files.find(({ destinations }) => Object.values(destinations).some(({ objectKey }) => objectKey === key))!
    .source.path;
}

/** policy.json as it travels in the archive of a function. */
function policyOf(functionName: string): ChangePolicy {
  const resources = Object.values<{
    Type: string;
    Properties: { readonly FunctionName?: string; readonly Code: { readonly S3Key: string } };
  }>(pipeline.Resources);
  const found = resources.find(({ Properties }) => Properties?.FunctionName === functionName)!;
  const asset = sourceOf(found.Properties.Code.S3Key);
  return parsePolicy(readFileSync(join(outdir, asset, 'policy.json'), 'utf8'), asset);
}

/** What the gate's check of the budget answers where Application Signals answers so. */
async function answer(status: string | Error, decidedBy: ChangePolicy = policy, more: object = {}) {
  const world = fakeWorld();
  if (status instanceof Error)
    world.fault = () => {
      throw status;
    };
  else world.budget = status;
  const readings = await readBudget(fakeRuntime(world, decidedBy));
  const facts = { availability: decidedBy.availability!.objective, readings, firstRelease: false, ...more };
  return { ...checkBudget(facts), sent: world.sent };
}

test('the policy of the gate names an objective in each account and region of prod', () => {
  expect(policy.availability).toEqual({ objective: 99.98, serviceLevelObjectives: OBJECTIVES });
});

test.each(['OK', 'WARNING'])('%s: a feature passes, and each objective was asked where it is', async (status) => {
  const { verdict, reason, sent } = await answer(status);
  expect([verdict, reason]).toEqual(['pass', 'Error budget is left (objective 99.98 %).']);
  expect(sent.map(({ input, through }) => [input.SloIds, through])).toEqual(
    OBJECTIVES.map((arn) => {
      const [, , , region, account] = arn.split(':');
      return [[arn], `arn:aws:iam::${account}:role/guarded/pipeline/cdk-guarded-lookup-role-${account}-${region}`];
    }),
  );
});

test.each([
  ['BREACHED', 'The error budget is spent'],
  ['INSUFFICIENT_DATA', 'The error budget cannot be read'],
])('%s: a feature waits, a fix for an incident does not', async (status, says) => {
  expect(await answer(status)).toMatchObject({ verdict: 'refuse', reason: expect.stringContaining(says) });
  expect(await answer(status, policy, { incident: 'INC-1' })).toMatchObject({ verdict: 'pass' });
});

test('an objective that the gate may not read counts as spent', async () => {
  const denied = Object.assign(new Error('AccessDenied'), { name: 'AccessDeniedException' });
  expect(await answer(denied)).toMatchObject({ verdict: 'refuse', reason: expect.stringContaining('cannot be read') });
});

test('without the names, the same release is refused: this is what they are for', async () => {
  const without = { ...policy, availability: { objective: 99.98, serviceLevelObjectives: [] } };
  expect(await answer('OK', without)).toMatchObject({
    verdict: 'refuse',
    reason: expect.stringContaining('no service level objective measures it'),
  });
});

describe('the right to read them', () => {
  it("lets the gate's role become the readers of exactly those places", async () => {
    const { sent } = await answer('OK');
    const stack = new ResolvedStack(pipeline.Resources, TOOLING);
    const documents = stack.policiesOf('orders-gate-function');
    const needed = sent.flatMap((call) => neededBy(call, TOOLING, stack.keyArn()));
    expect(needed).toHaveLength(3);
    expect(lacking(needed, documents)).toEqual([]);
    const elsewhere = 'arn:aws:iam::444444444444:role/guarded/pipeline/cdk-guarded-lookup-role-444444444444-eu-west-2';
    expect(lacking([{ action: 'sts:AssumeRole', resource: elsewhere }], documents)).toHaveLength(1);
  });

  it.each(OBJECTIVES)('lets the reader read %s, trusts the gate, and writes nothing there', (arn) => {
    const [, , , region, account] = arn.split(':');
    const name = account === '555555555555' ? 'one-box' : 'prod';
    const { LookupRole } = templateOf(`bootstrap-orders-${name}-${region}`).Resources;
    const documents: Document[] = LookupRole.Properties.Policies.map(
      (one: { PolicyDocument: Document }) => one.PolicyDocument,
    );
    const may = (action: string) => evaluate({ action, resource: arn, context: {} }, documents).decision;
    expect(may('application-signals:BatchGetServiceLevelObjectiveBudgetReport')).toBe('allowed');
    for (const write of ['Update', 'Delete', 'Create'])
      expect(may(`application-signals:${write}ServiceLevelObjective`)).not.toBe('allowed');
    const [exact] = LookupRole.Properties.AssumeRolePolicyDocument.Statement;
    expect(exact.Condition.ArnEquals['aws:PrincipalArn']).toContain(
      'arn:aws:iam::111111111111:role/guarded/pipeline/orders-gate-function',
    );
  });
});
