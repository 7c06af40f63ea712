import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { ArtifactManifest } from 'aws-cdk-lib/cloud-assembly-schema';
import type { IConstruct } from 'constructs';
import { platformProps } from '../../../bin/app/platform-props';
import { TrustedServiceRoles } from '../../../constructs/guardrail';
import { GuardedPlatform } from '../../../constructs/platform';
import { reachedBy } from '../../../constructs/platform/limits';
import { pipelineProps } from '../../../constructs/platform/pipeline-props';
import { readPlatform } from '../../../lib/config';
import { readRollbackAlarms } from '../../../lib/rollback';
import { EXCEPTIONS_METADATA, ORGANIZATION_METADATA } from '../../../lib/names';
import { snapshotSchema } from '../../../lib/prover';

const file = readPlatform(join(__dirname, '../../../platform.yaml'));
const { context } = JSON.parse(readFileSync(join(__dirname, '../../../cdk.json'), 'utf8'));
// What CloudFormation validation finds is the synthesis test's business; here it would only take its time.
process.env.CDK_VALIDATION = 'false';
const app = new App({ context });
// Nothing measures the objective here: the workload is not beside it. test/bin/error-budget.test.ts is about that.
jest.spyOn(console, 'error').mockImplementation(() => undefined);
const platform = new GuardedPlatform(app, 'platform', platformProps(file));

const stacks = platform.node.findAll().filter((node: IConstruct): node is Stack => Stack.isStack(node));
const stackAt = (id: string) => platform.node.findChild(id) as Stack;
const templateOf = (id: string) => Template.fromStack(stackAt(id));
const PROD = ['555555555555', '666666666666'];

/** A wave as the gate's policy has it. */
interface Wave {
  readonly name: string;
  readonly targets: readonly { readonly alarms: readonly string[] }[];
}

interface Kept {
  readonly DeletionPolicy?: string;
  readonly Properties?: object;
}

interface Retained {
  readonly Type: string;
  readonly UpdateReplacePolicy?: string;
  readonly Properties?: object;
}

/** Names that CloudFormation changes by making the resource anew. */
function fixedNames(properties: object): string[] {
  const named = Object.entries(properties).filter(([key]) =>
    /^(Bucket|Table|Topic|Queue|Repository|Trail|Alias)?Name$/.test(key),
  );
  return named.map(([key, value]) => `${key}=${JSON.stringify(value)}`);
}

const stackTemplateUrl = (artifact?: ArtifactManifest): string | undefined =>
  (artifact?.properties as { stackTemplateAssetObjectUrl?: string } | undefined)?.stackTemplateAssetObjectUrl;

test('every stack has a place and a fixed name that the guardrails know', () => {
  for (const stack of stacks) {
    expect(stack.account).toMatch(/^\d{12}$/);
    expect(stack.region).toMatch(/^[a-z]+-[a-z]+-\d$/);
    expect(stack.stackName).toMatch(/^guarded-/);
  }
  const places = stacks.map((stack) => `${stack.account} ${stack.region} ${stack.stackName}`);
  expect(new Set(places).size).toBe(places.length);
});

test('a stack whose first creation failed can be deployed again: nothing keeps it, and no name of it stays taken', () => {
  const NAMES = ['BucketName', 'LogGroupName', 'Name', 'RepositoryName', 'TableName', 'TopicName', 'TrailName'];
  const named = (properties: object): boolean => NAMES.some((name) => name in properties);
  const left = stacks.flatMap((stack) => {
    const { Resources } = Template.fromStack(stack).toJSON() as { Resources: Record<string, Kept> };
    const all = Object.entries(Resources).filter(([, { Properties = {} }]) => named(Properties));
    return all
      .filter(([, { DeletionPolicy }]) => DeletionPolicy === 'Retain')
      .map(([id]) => `${stack.node.path} ${id}`);
  });
  expect(left).toEqual([]);
  expect(stacks.filter((stack) => stack.terminationProtection)).toEqual([]);
});

test('what Organizations and Identity Center throttle is made a few at a time', () => {
  const { Resources } = templateOf('organization').toJSON() as {
    Resources: Record<string, { Type: string; DependsOn?: string[] }>;
  };
  for (const type of ['AWS::Organizations::Policy', 'AWS::SSO::Assignment', 'AWS::SSO::PermissionSet']) {
    const all = Object.values(Resources).filter(({ Type }) => Type === type);
    expect([type, all.filter(({ DependsOn }) => !DependsOn).length]).toEqual([type, 5]);
  }
});

test('the stacks of an account need credentials of no other account', () => {
  for (const stack of stacks)
    for (const other of stack.dependencies)
      expect([stack.node.path, other.account]).toEqual([stack.node.path, stack.account]);
});

test('a stack of an account without bootstrap goes through a bucket, or is small enough to go without', () => {
  const manifest = app.synth().manifest.artifacts ?? {};
  const bare = stacks.filter(({ artifactId }) => !stackTemplateUrl(manifest[artifactId]));
  expect(bare.map(({ node }) => node.path)).not.toContain('platform/organization');
  for (const stack of bare) {
    const text = JSON.stringify(Template.fromStack(stack).toJSON(), undefined, 1);
    expect([stack.node.path, Buffer.byteLength(text) < 51_200]).toEqual([stack.node.path, true]);
  }
});

test('every account but management has a baseline and, in each of its regions, a bootstrap', () => {
  const bootstraps = stacks.filter((stack) => stack.stackName === 'guarded-bootstrap');
  const baselines = stacks.filter((stack) => stack.stackName === 'guarded-baseline');
  expect(bootstraps.map((stack) => `${stack.account} ${stack.region}`).sort()).toEqual([
    '111111111111 eu-west-2',
    '222222222222 eu-west-2',
    '333333333333 eu-west-2',
    '444444444444 eu-west-2',
    '555555555555 eu-west-2',
    '666666666666 eu-west-1',
    '666666666666 eu-west-2',
  ]);
  expect(new Set(baselines.map((stack) => stack.account)).size).toBe(6);
});

test('every guarded account is watched in its regions and where IAM speaks', () => {
  const watched = stacks.filter((stack) => stack.stackName.includes('monitor')).map((s) => `${s.account} ${s.region}`);
  for (const account of [...PROD, '111111111111', '222222222222']) expect(watched).toContain(`${account} us-east-1`);
  expect(watched).toContain('666666666666 eu-west-1');
  expect(watched.some((place) => place.startsWith('333333333333'))).toBe(false);
});

test('the organization tells the prover every account with what it is for and where it is', () => {
  const metadata = templateOf('organization').toJSON().Metadata;
  const { accounts } = metadata[ORGANIZATION_METADATA];
  expect(accounts).toContainEqual({
    id: '666666666666',
    name: 'orders-prod',
    environment: 'prod',
    ous: ['r-ab12', 'ou-ab12-prod0000'],
  });
  expect(accounts.map((account: { environment: string }) => account.environment).sort()).toEqual(
    ['audit', 'dev', 'management', 'prod', 'prod', 'test', 'tooling'].sort(),
  );
  const ids = metadata[EXCEPTIONS_METADATA].map((exception: { id: string }) => exception.id);
  expect(ids).toEqual(expect.arrayContaining(['approve-orders-ReleaseManager', 'approve-platform-ReleaseManager']));
  expect(new Set(ids).size).toBe(ids.length);
});

test('its organization and exceptions are a snapshot that can be read', () => {
  const metadata = templateOf('organization').toJSON().Metadata;
  const parsed = snapshotSchema.safeParse({
    version: 1,
    organization: metadata[ORGANIZATION_METADATA],
    // The format knows no conditions; the assembly's reader does.
    exceptions: metadata[EXCEPTIONS_METADATA].map(({ condition: _, ...plain }: { condition?: unknown }) => plain),
    accounts: {},
  });
  expect(parsed.error?.issues ?? []).toEqual([]);
});

test('the fence is attached to the three guarded units and the machine roles are known by what they are for', () => {
  const policies = templateOf('organization').findResources('AWS::Organizations::Policy');
  const targets = Object.values(policies).flatMap((policy) => policy.Properties.TargetIds);
  for (const unit of ['ou-ab12-prod0000', 'ou-ab12-tooling0', 'ou-ab12-audit000']) expect(targets).toContain(unit);
  const text = JSON.stringify(policies);
  expect(text).toContain('arn:aws:iam::111111111111:role/guarded/pipeline/*-deploy-*');
  expect(text).not.toContain('orders');
});

test('what services are trusted with stands in control policies, exceptions and monitors, and nowhere else', () => {
  const props = platformProps(file);
  const trusted = TrustedServiceRoles.controlTower('100000000000');
  const organization = { ...props.organization, trustedServiceRoles: trusted };
  const other = new GuardedPlatform(new App({ context }), 'platform', { ...props, organization });
  const text = (id: string) => JSON.stringify(Template.fromStack(other.node.findChild(id) as Stack).toJSON());
  expect(text('organization')).toContain('arn:*:iam::*:role/AWSControlTowerExecution');
  expect(text('monitor-orders-prod-eu-west-2')).toContain(':role/AWSControlTowerExecution');
  expect(JSON.stringify(templateOf('organization'))).not.toContain('AWSControlTower');
  const stack = other.node.findChild('organization') as Stack;
  const all = stack.templateOptions.metadata![EXCEPTIONS_METADATA] as { principals: string[]; service?: string }[];
  const principals = new Set(all.filter(({ service }) => service).flatMap((one) => one.principals));
  for (const account of [...PROD, '111111111111', '222222222222'])
    expect(principals).toContain(`arn:aws:iam::${account}:role/AWSControlTowerExecution`);
});

test('no application takes one of the ten policies of logs that a region has', () => {
  const policies = stacks.filter((stack) => stack.account === '111111111111' || stack.account === '222222222222');
  for (const stack of policies) Template.fromStack(stack).resourceCountIs('AWS::Logs::ResourcePolicy', 0);
});

test('what a platform brings to each account is counted, by region where AWS counts so', () => {
  const counts = reachedBy(platform, []).map(({ limit, place, count }) => [limit.type, place, count]);
  expect(counts).toContainEqual(['AWS::CodePipeline::Pipeline', 'account 111111111111, eu-west-2', 2]);
  expect(counts).toContainEqual(['AWS::SSO::PermissionSet', 'account 100000000000', 8]);
  // DeveloperInProd, OnCall, ReleaseManager, BusinessOwner, Operator, Auditor
  expect(counts).toContainEqual(['AWS::SSO::Assignment', 'account 111111111111', 6]);
});

test('developers are assigned nothing that writes in a guarded account', () => {
  const template = templateOf('organization');
  const [[developer]] = Object.entries(
    template.findResources('AWS::SSO::PermissionSet', { Properties: { Name: 'Developer' } }),
  );
  const assigned = Object.values(template.findResources('AWS::SSO::Assignment'))
    .filter((assignment) => assignment.Properties.PermissionSetArn['Fn::GetAtt'][0] === developer)
    .map((assignment) => assignment.Properties.TargetId);
  expect(assigned).toEqual(['333333333333']);
});

test('a bootstrap trusts the exact role that deploys its environment, and no other', () => {
  const roles = templateOf('bootstrap-orders-prod-eu-west-2').findResources('AWS::IAM::Role');
  const trusts = Object.entries(roles).flatMap(([id, role]) =>
    role.Properties.AssumeRolePolicyDocument.Statement.filter(
      (statement: { Principal: { AWS?: unknown } }) => statement.Principal.AWS,
    ).map((statement: { Condition: { ArnEquals: Record<string, string[]> } }) => [
      id,
      statement.Condition.ArnEquals['aws:PrincipalArn'],
    ]),
  );
  const deploy = ['arn:aws:iam::111111111111:role/guarded/pipeline/orders-deploy-prod'];
  expect(trusts).toContainEqual(['DeploymentActionRole', deploy]);
  for (const [id, arns] of trusts.filter(([id]) => id !== 'LookupRole')) expect([id, arns]).toEqual([id, deploy]);
});

test('people beyond reading do what the exceptions name, each once, in the units that they are for', () => {
  const exceptions: { id: string; principals: string[] }[] =
    templateOf('organization').toJSON().Metadata[EXCEPTIONS_METADATA];
  const policy = (name: string) =>
    JSON.stringify(
      templateOf('organization').findResources('AWS::Organizations::Policy', { Properties: { Name: name } }),
    );
  expect(exceptions.map(({ id }) => id)).toEqual(
    expect.arrayContaining(['freeze-orders', 'freeze-platform', 'read-changes-orders', 'runbook-orders-redrive']),
  );
  expect(policy('guarded-tooling-sanctioned')).toContain('function:*-freeze');
  expect(policy('guarded-tooling-sanctioned')).not.toContain('ssm:');
  expect(policy('guarded-prod-sanctioned')).toContain('document/*');
  expect(policy('guarded-prod-sanctioned')).not.toContain('freeze');
  expect(policy('guarded-audit-sanctioned')).toContain('kms:Decrypt');
  expect(policy('guarded-audit-sanctioned')).not.toContain('lambda:');
});

test('an organization without runbooks sanctions none in prod', () => {
  const props = platformProps(file);
  const without = { ...props, applications: props.applications.map((each) => ({ ...each, runbooks: [] })) };
  const bare = new GuardedPlatform(new App({ context }), 'platform', without);
  const organization = Template.fromStack(bare.node.findChild('organization') as Stack);
  // Control policies are the same for every platform; who may start something, permission sets and exceptions say.
  expect(JSON.stringify(organization.findResources('AWS::SSO::PermissionSet'))).not.toContain('StartAutomation');
  expect(JSON.stringify(organization.toJSON().Metadata[EXCEPTIONS_METADATA])).not.toContain('StartAutomation');
});

test('the gate is told which alarms guard a target', () => {
  const props = platformProps(file);
  const alarms = { 'orders-prod-eu-west-2': ['orders-rollback-errors'] };
  const [{ targets }] = pipelineProps({ ...props.applications[0], rollbackAlarms: alarms }, 'x').waves.slice(1);
  expect(targets[0].alarms).toEqual(['orders-rollback-errors']);
});

test('releases of the platform itself have alarms in every wave, and the gate is told of those that the stacks make', () => {
  const policies = readdirSync(app.outdir)
    .map((name) => join(app.outdir, name, 'policy.json'))
    .filter((name) => existsSync(name))
    .map((name) => JSON.parse(readFileSync(name, 'utf8')) as { waves?: Wave[] });
  const { waves = [] } = policies.find((each) => each.waves?.[0]?.name === 'audit')!;
  const made = (id: string): string[] => {
    const { metadata } = stackAt(id).templateOptions;
    return readRollbackAlarms({ Metadata: metadata })?.alarms.map(({ name }) => name) ?? [];
  };
  const tooling = ['pipeline-orders', 'pipeline-platform'].flatMap(made);
  expect([made('audit').length, tooling.length]).toEqual([1, 4]);
  const told = waves.map(({ targets }) => targets.flatMap(({ alarms }) => alarms.map((arn) => arn.split(':').at(-1))));
  expect(told).toEqual([made('audit'), tooling]);
});

test('the pipeline of the platform names no application, so that one that comes does not end the release that brings it', () => {
  const [pipeline] = Object.values(templateOf('pipeline-platform').findResources('AWS::CodePipeline::Pipeline'));
  const stages = JSON.stringify(pipeline!.Properties.Stages);
  expect(stages).toContain('platform/pipeline-*');
  expect(stages).not.toContain('orders');
});

test('a platform whose audit account nothing watches is refused: its gate would stay shut from the second release on', () => {
  const props = { ...platformProps(file), continuousProof: { enabled: false } };
  expect(() => new GuardedPlatform(new App({ context }), 'platform', props)).toThrow(/continuousProof is off/);
  expect(() => new GuardedPlatform(new App({ context }), 'platform', { ...props, pipeline: undefined })).not.toThrow();
});

test('the trail writes to the bucket that accepts it', () => {
  const bucket = 'guarded-evidence-222222222222-eu-west-2';
  templateOf('organization').hasResourceProperties('AWS::CloudTrail::Trail', {
    S3BucketName: bucket,
    KMSKeyId: 'arn:aws:kms:eu-west-2:222222222222:alias/guarded-evidence',
  });
  templateOf('audit').hasResourceProperties('AWS::S3::Bucket', { BucketName: bucket, ObjectLockEnabled: true });
  templateOf('audit').hasResourceProperties('AWS::KMS::Alias', { AliasName: 'alias/guarded-evidence' });
});

test('logical ids of what holds data stay', () => {
  const ids = (id: string, type: string) => Object.keys(templateOf(id).findResources(type)).sort();
  expect(ids('audit', 'AWS::S3::Bucket')).toMatchInlineSnapshot(`
   [
     "evidenceAccessLogs189B2051",
     "evidenceBucket17853E9C",
   ]
  `);
  expect(ids('audit', 'AWS::KMS::Key')).toMatchInlineSnapshot(`
   [
     "evidenceKey5FD72632",
     "proofEncryptionKeyC73C94E6",
     "proofPackKey9A11E166",
   ]
  `);
});

test('what keeps its data when it is replaced is never replaced by a newer version: same logical ids, same fixed names', () => {
  const found = stacks.flatMap((stack) => {
    const { Resources } = Template.fromStack(stack).toJSON() as { Resources: Record<string, Retained> };
    return Object.entries(Resources)
      .filter(([, { UpdateReplacePolicy, Type }]) => UpdateReplacePolicy === 'Retain' && Type !== 'AWS::Logs::LogGroup')
      .map(([id, { Type, Properties = {} }]) => [stack.node.id, Type, id, ...fixedNames(Properties)].join(' '));
  });
  const pinned = readFileSync(join(__dirname, '../../fixtures/platform/kept.txt'), 'utf8');
  expect(`${found.sort().join('\n')}\n`).toBe(pinned);
});

test('objectives are named to the gate where a wave deploys, and nowhere else', () => {
  const [orders] = platformProps(file).applications;
  const serviceLevelObjectives = {
    'orders-prod-eu-west-1': ['orders-availability', 'orders checkout'],
    'orders-test-eu-west-2': ['orders-test'],
  };
  expect(pipelineProps({ ...orders, serviceLevelObjectives }, 'x').serviceLevelObjectives).toEqual([
    'arn:aws:application-signals:eu-west-1:666666666666:slo/orders-availability',
    'arn:aws:application-signals:eu-west-1:666666666666:slo/orders checkout',
  ]);
});

test('a wave for an environment that is not prod is refused with what would be right', () => {
  const props = platformProps(file);
  const [application] = props.applications;
  const wrong = { ...application, waves: [{ name: 'first', environment: 'test' }] };
  expect(() => new GuardedPlatform(new App({ context }), 'p', { ...props, applications: [wrong] })).toThrow(
    "application orders, wave first: environment is 'test', expected one of one-box, prod",
  );
});
