import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readPlatform } from '../../../lib/config';
import { PLAIN, renderSummary, summarize } from '../../../lib/summary';

const { config } = readPlatform(join(__dirname, '../../../platform.yaml'));
const assembly = mkdtempSync(join(tmpdir(), 'summary-'));
afterAll(() => rmSync(assembly, { recursive: true }));

function write(file: string, value: unknown): void {
  writeFileSync(join(assembly, file), JSON.stringify(value));
}

const stack = (templateFile: string, account: string, stackName: string) => ({
  type: 'aws:cloudformation:stack',
  environment: `aws://${account}/eu-west-2`,
  properties: { templateFile, stackName },
});

const suppressed = (reason: string) => ({
  ruleName: 'AwsSolutions-S1',
  acknowledgedId: 'AwsSolutions::AwsSolutions-S1',
  reason,
});

const objectives = ['arn:aws:application-signals:eu-west-2:666666666666:slo/orders-availability'];

beforeAll(() => {
  mkdirSync(join(assembly, 'assembly-orders-prod-eu-west-2'));
  write('manifest.json', {
    artifacts: {
      Organization: stack('organization.json', '100000000000', 'guarded-organization'),
      Pipeline: stack('pipeline.json', '111111111111', 'guarded-pipeline-orders'),
      Chat: stack('chat.json', '111111111111', 'guarded-chat'),
      'assembly-orders-prod-eu-west-2': {
        type: 'cdk:cloud-assembly',
        properties: { directoryName: 'assembly-orders-prod-eu-west-2' },
      },
      Tree: { type: 'cdk:tree' },
    },
  });
  write('assembly-orders-prod-eu-west-2/manifest.json', {
    artifacts: { Orders: stack('orders.json', '666666666666', 'orders') },
  });
  write('assembly-orders-prod-eu-west-2/orders.json', {
    Metadata: {
      'GuardedEnvironments::RollbackAlarms': {
        version: 1,
        bakeMinutes: 15,
        alarms: [{ name: 'orders-rollback-errors', logicalId: 'Errors' }],
      },
    },
  });
  write('organization.json', {
    Metadata: { 'GuardedEnvironments::Organization': { accounts: [{ id: '333333333333', name: 'orders-dev' }] } },
    Resources: {
      Set: {
        Type: 'AWS::SSO::PermissionSet',
        Properties: { Name: 'Developer', Description: 'Writes dev', SessionDuration: 'PT8H' },
      },
      Assignment: {
        Type: 'AWS::SSO::Assignment',
        Properties: { PermissionSetArn: { 'Fn::GetAtt': ['Set', 'PermissionSetArn'] }, TargetId: '333333333333' },
      },
    },
  });
  write('chat.json', {
    Resources: {
      Channel: {
        Type: 'AWS::Chatbot::SlackChannelConfiguration',
        Properties: { SlackChannelId: 'C0123ABCD', SnsTopicArns: [{ 'Fn::Join': ['', ['arn:', ':orders-changes']] }] },
      },
    },
  });
  write('pipeline.json', {
    Resources: {
      Gate: {
        Type: 'AWS::Lambda::Function',
        Metadata: {
          'GuardedEnvironments::ErrorBudget': {
            version: 1,
            objectivePercent: 99.98,
            serviceLevelObjectives: objectives,
          },
        },
      },
      Pipeline: {
        Type: 'AWS::CodePipeline::Pipeline',
        Properties: {
          Name: 'orders',
          Stages: [
            { Name: 'Source', Actions: [{ Name: 'Repository', ActionTypeId: { Category: 'Source' } }] },
            { Name: 'Approve', Actions: [{ Name: 'ReleaseManager', ActionTypeId: { Category: 'Approval' } }] },
            { Name: 'Prod-one-box', Actions: [{ Name: 'Deploy' }], OnFailure: { Result: 'ROLLBACK' } },
          ],
        },
      },
    },
  });
  write('validation-report.json', {
    pluginReports: [
      { pluginName: 'AwsSolutions', violations: [], suppressedViolations: [suppressed('one'), suppressed('two')] },
      { pluginName: 'NIST.800.53.R5', violations: [{ ruleName: 'x' }] },
    ],
  });
});

test('in a shared account the stacks of an environment are those of its stage', () => {
  const shared = (name: string) => {
    const [orders] = config.applications;
    const [first] = orders!.environments.filter((each) => each.name === 'prod');
    const environments = [{ ...first!, name, shared: true }];
    return summarize({ ...config, applications: [{ ...orders!, environments }] }, assembly).environments[0]?.stacks;
  };
  expect([shared('prod'), shared('live')]).toEqual([1, 0]);
});

test('it tells environments, people, pipelines, alarms and findings from what was synthesized', () => {
  const summary = summarize(config, assembly);
  expect(summary.environments.find(({ name }) => name === 'prod')).toMatchObject({ kind: 'prod', stacks: 1 });
  expect(summary.people[0]).toEqual({
    persona: 'Developer',
    groups: ['developers'],
    rights: [{ accounts: ['orders-dev'], permissionSet: 'Developer', what: 'Writes dev', session: '8 h' }],
  });
  expect(summary.pipelines[0].stages).toEqual([
    { name: 'Source', actions: ['Repository'], approvers: [] },
    { name: 'Approve', actions: ['ReleaseManager'], approvers: ['ReleaseManager'] },
    { name: 'Prod-one-box', actions: ['Deploy'], approvers: [], onFailure: 'ROLLBACK' },
  ]);
  expect(summary.alarms).toEqual([{ environment: 'orders-prod-eu-west-2', alarms: ['orders-rollback-errors'] }]);
  expect(summary.checks[0].acknowledged).toEqual([
    { id: 'AwsSolutions::AwsSolutions-S1', count: 2, reasons: ['one', 'two'] },
  ]);
});

const words = (text: string): string => text.replace(/\s+/g, ' ');

test('people read it', () => {
  const text = renderSummary(summarize(config, assembly));
  expect(text).toContain('Source → Approve (ReleaseManager) → Prod-one-box (↺)');
  expect(text).toContain('Mon–Thu 09:00–16:00, Fri 09:00–12:00 Europe/London, not on 3 holidays');
  expect(text).toContain('AwsSolutions: no finding, 2 acknowledged under 1 id\n');
  expect(text).toContain('NIST.800.53.R5: 1 finding\n');
  expect(text).toMatch(/orders prod {5}prod, guarded {2}666666666666 {2}eu-west-2, eu-west-1 {2}1 stack/);
  expect(text).toContain('    Writes dev: orders-dev (sessions of 8 h)');
});

test('it lists what may be started in prod, by whom and where', () => {
  const summary = summarize(config, assembly);
  expect(summary.runbooks).toEqual([
    {
      application: 'orders',
      document: 'orders-redrive',
      functions: ['orders-redrive'],
      personas: ['OnCall', 'Operator'],
      environments: ['one-box', 'prod'],
    },
  ]);
  expect(words(renderSummary(summary))).toContain(
    'orders-redrive of orders, which calls orders-redrive started by OnCall, Operator in one-box, prod',
  );
  const none = renderSummary({ ...summary, runbooks: [] });
  expect(none).not.toContain('Runbooks');
});

test('a persona without rights, a rollback that is missing and findings are seen', () => {
  const summary = summarize(config, assembly);
  const text = renderSummary(summary, { heading: (one) => one, bad: (one) => `!${one}!` });
  expect(text).toContain('NIST.800.53.R5: !1 finding!');
  expect(words(text)).toMatch(/Auditor \(auditors\) nothing/);
  const stages = summary.pipelines[0].stages.map((stage) => ({ ...stage, onFailure: undefined }));
  const unarmed = renderSummary({ ...summary, pipelines: [{ ...summary.pipelines[0], stages }] });
  expect(unarmed).not.toContain('↺');
});

test.each([80, 100])('it fits into %i columns without losing a word', (width) => {
  const summary = summarize(config, assembly);
  const text = renderSummary(summary, { ...PLAIN, width });
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(width);
  expect(words(text)).toBe(words(renderSummary(summary, { ...PLAIN, width: 10_000 })));
});

test('without an assembly it says how to get one', () => {
  expect(() => summarize(config, join(assembly, 'none'))).toThrow(/run `npx cdk synth` first/);
});
