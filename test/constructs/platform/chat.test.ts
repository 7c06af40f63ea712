import { cpSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Stack } from 'aws-cdk-lib';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { ChatTargets } from '../../../constructs/change';
import { Environment, EnvironmentKind } from '../../../constructs/environment';
import { PipelineSource } from '../../../constructs/pipeline';
import { type ApplicationProps, GuardedPlatform } from '../../../constructs/platform';
import { renderHere } from '../../../constructs/platform/render-here';
import { describeAssembly, prove, readAssembly } from '../../../lib/prover';
import { proveOnly } from '../../../lib/prover/prove';

process.env.CDK_VALIDATION = 'false';

const SLACK = { slack: [{ workspaceId: 'T0123ABCD', channelId: 'C0123ABCD' }] };
const window = { timeZone: 'UTC', open: [{ days: ['Mon'], opens: '09:00', closes: '16:00' }] };
const source = PipelineSource.codeConnections({
  connectionArn: 'arn:aws:codeconnections:eu-west-2:111111111111:connection/12345678-1234-1234-1234-123456789012',
  repository: 'example/orders',
});

function application(name: string, accounts: [string, string], chat?: ChatTargets): ApplicationProps {
  const regions = ['eu-west-2'];
  const [test, prod] = accounts;
  return {
    name,
    source,
    environments: [
      new Environment({ application: name, name: 'test', kind: EnvironmentKind.TEST, account: test, regions }),
      new Environment({ application: name, name: 'prod', kind: EnvironmentKind.PROD, account: prod, regions }),
    ],
    waves: [{ name: 'all', environment: 'prod' }],
    approvers: ['ReleaseManager'],
    window,
    serviceLevelObjectives: { [`${name}-prod-eu-west-2`]: [`${name}-availability`] },
    chat,
  };
}

function platform(applications: ApplicationProps[], chat?: ChatTargets): GuardedPlatform {
  const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'chat-')) });
  return new GuardedPlatform(app, 'platform', {
    organization: {
      id: 'o-abc123defg',
      rootId: 'r-ab12',
      region: 'eu-west-2',
      managementAccount: '100000000000',
      toolingAccount: '111111111111',
      auditAccount: '222222222222',
      units: {
        prod: 'ou-ab12-prod0000',
        tooling: 'ou-ab12-tooling0',
        audit: 'ou-ab12-audit000',
        dev: 'ou-ab12-dev00000',
        test: 'ou-ab12-test0000',
      },
      identityCenterArn: 'arn:aws:sso:::instance/ssoins-1234567890abcdef',
    },
    people: {
      developers: ['11111111-1111-1111-1111-111111111111'],
      releaseManagers: ['33333333-3333-3333-3333-333333333333'],
    },
    applications,
    pipeline: { source, approvers: ['ReleaseManager'], window, chat },
  });
}

const orders = (chat?: ChatTargets) => application('orders', ['444444444444', '666666666666'], chat);
const bills = (chat?: ChatTargets) => application('bills', ['444444444445', '666666666667'], chat);

test('without chat there is no stack for it', () => {
  expect(platform([orders()]).node.tryFindChild('chat')).toBeUndefined();
});

describe('a channel that two applications and the platform tell', () => {
  const told = platform([orders(SLACK), bills(SLACK)], SLACK);
  const stack = told.node.findChild('chat') as Stack;
  const { directory } = (told.node.root as App).synth();

  it('has one configuration, in tooling, with the topics of all', () => {
    expect([stack.stackName, stack.account, stack.region]).toEqual(['guarded-chat', '111111111111', 'eu-west-2']);
    const [only, ...more] = Object.values(
      Template.fromStack(stack).findResources('AWS::Chatbot::SlackChannelConfiguration'),
    );
    expect(more).toEqual([]);
    const topics = only!.Properties.SnsTopicArns.map((arn: unknown) => /(\w+)-changes/.exec(JSON.stringify(arn))?.[1]);
    expect(topics).toEqual(['orders', 'bills', 'platform']);
  });

  it('is deployed after the pipelines whose topics it names, by the pipeline of the platform', () => {
    expect(stack.dependencies.map((each) => each.stackName).sort()).toEqual([
      'guarded-pipeline-bills',
      'guarded-pipeline-orders',
    ]);
    const own = readFileSync(join(directory, fileOf(directory, 'pipelineplatform')), 'utf8');
    expect(own).toContain('platform/chat');
  });

  it('lets its members do nothing: all theorems are proved, with them among the people', () => {
    const { verdict, theorems } = prove(readAssembly(directory, undefined, renderHere));
    expect([verdict, theorems.filter((one) => one.verdict !== 'proved')]).toEqual(['proved', []]);
  });

  it('holds by the guardrails where the role got a right and lost its boundary', () => {
    expect(noHumanWrites(opened(directory, giveRight))).toMatchObject({ verdict: 'proved' });
  });

  it('is a way for people into tooling where the guardrails are gone as well', () => {
    const { verdict, counterexamples } = noHumanWrites(opened(directory, giveRight, takeGuardrails));
    expect(verdict).toBe('refuted');
    expect(JSON.stringify(counterexamples)).toContain('role/guarded/pipeline/platform-chat');
  });
});

function fileOf(directory: string, part: string): string {
  return readdirSync(directory).find((name) => name.includes(part) && name.endsWith('.template.json'))!;
}

function noHumanWrites(directory: string) {
  return proveOnly(describeAssembly(directory), 'no-human-write-to-prod');
}

type Resource = { Type: string; Properties: Record<string, unknown> };

/** The same assembly with the template of chat edited, as no synthesis would let it pass. */
function opened(directory: string, ...edits: ((resource: Resource) => void)[]): string {
  const copy = mkdtempSync(join(tmpdir(), 'opened-'));
  cpSync(directory, copy, { recursive: true });
  const file = join(copy, fileOf(copy, 'platformchat'));
  const template = JSON.parse(readFileSync(file, 'utf8'));
  for (const edit of edits) Object.values<Resource>(template.Resources).forEach(edit);
  writeFileSync(file, JSON.stringify(template));
  return copy;
}

function giveRight({ Type, Properties }: Resource): void {
  if (Type !== 'AWS::IAM::Role') return;
  delete Properties.PermissionsBoundary;
  const Statement = [{ Effect: 'Allow', Action: 'sns:Publish', Resource: '*' }];
  Properties.Policies = [{ PolicyName: 'more', PolicyDocument: { Version: '2012-10-17', Statement } }];
}

function takeGuardrails({ Type, Properties }: Resource): void {
  if (Type.startsWith('AWS::Chatbot::')) delete Properties.GuardrailPolicies;
}
