import { folderOf } from '../../diff/_look-alike';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { proveOnly } from '../../../../lib/prover/prove';
import type { Unknown } from '../../../../lib/world/model';
import { at, push, put, synthesizePlatform, told, toldOf, worldOf, type Copy, type Json } from './_planted';
import { PLANTED_PROOF, reader, trustOf } from './_planted-proof';

const platform = synthesizePlatform();

const ORDERS = 'pipeline-orders';
const pipeline = (copy: Copy): Json => copy.one(ORDERS, 'AWS::CodePipeline::Pipeline');
const handler = (copy: Copy, name: string): Json =>
  copy.one(ORDERS, 'AWS::Lambda::Function', `"FunctionName":"orders-${name}"`);
const project = (copy: Copy, name: string): Json =>
  copy.one(ORDERS, 'AWS::CodeBuild::Project', `"Name":"orders-${name}"`);
const role = (copy: Copy, name: string): Json => copy.one(ORDERS, 'AWS::IAM::Role', `"RoleName":"orders-${name}"`);
const ENVIRONMENT = 'Properties.Environment';

function named(list: unknown, name: string): Json {
  return (list as Json[]).find((each) => String(each.Name).startsWith(name))!;
}

const stage = (copy: Copy, name: string): Json => named(at(pipeline(copy), 'Properties.Stages'), name);

function codeOf(copy: Copy, name: string, file: string): string {
  const key = String(at(handler(copy, name), 'Properties.Code.S3Key'));
  return join(copy.folder, folderOf(copy.folder, key.replace('.zip', '')), file);
}

/** What is told (`place: why`), and what somebody plants that it is told of; all of it into one copy. */
const PLANTED: readonly (readonly [tells: RegExp, plant: (copy: Copy) => void])[] = [
  [
    /pipelineorders\w+\.assets: assets\.\w+\.source\.contents/,
    (copy) => appendFileSync(codeOf(copy, 'gate', 'index.js'), ';'),
  ],
  [
    /Admit\/Function.*Handler is "other.handler"/,
    (copy) => put(handler(copy, 'admit'), 'Properties.Handler', 'other.handler'),
  ],
  [/Gate\/Function.*Runtime is "provided"/, (copy) => put(handler(copy, 'gate'), 'Properties.Runtime', 'provided')],
  [/Bake\/Function.*Layers is \["x"\].*nothing/, (copy) => put(handler(copy, 'bake'), 'Properties.Layers', ['x'])],
  [/Bake\/Function.*NODE_OPTIONS/, (copy) => put(handler(copy, 'bake'), `${ENVIRONMENT}.Variables.NODE_OPTIONS`, 'x')],
  [/Unwind\/Function.*Role is "x"/, (copy) => put(handler(copy, 'unwind'), 'Properties.Role', 'x')],
  [/Record\/Function.*Condition is "Maybe"/, (copy) => put(handler(copy, 'record'), 'Condition', 'Maybe')],
  [/pipeline\/Pipeline.*OnFailure/, (copy) => put(stage(copy, 'Gate'), 'OnFailure', { Result: 'SKIP' })],
  [
    /pipeline\/Pipeline.*ExecutionMode is "PARALLEL"/,
    (copy) => put(pipeline(copy), 'Properties.ExecutionMode', 'PARALLEL'),
  ],
  [
    /pipeline\/Pipeline.*FullRepositoryId is "x\/y"/,
    (copy) => put(named(stage(copy, 'Source').Actions, 'Source'), 'Configuration.FullRepositoryId', 'x/y'),
  ],
  [
    /pipeline-platform\/pipeline\/Pipeline.*Stages/,
    (copy) =>
      (at(copy.one('pipeline-platform', 'AWS::CodePipeline::Pipeline'), 'Properties.Stages') as unknown[]).pop(),
  ],
  [/Deploy-prod\/Project.*Image is "x"/, (copy) => put(project(copy, 'deploy-prod'), `${ENVIRONMENT}.Image`, 'x')],
  [
    /Verify\/Project.*TAR_OPTIONS/,
    (copy) => push(project(copy, 'verify'), `${ENVIRONMENT}.EnvironmentVariables`, { Name: 'TAR_OPTIONS' }),
  ],
  [
    /Deploy-prod\/Project.*Triggers/,
    (copy) => put(project(copy, 'deploy-prod'), 'Properties.Triggers', { Webhook: true }),
  ],
  [
    /Verify\/Project.*FileSystemLocations/,
    (copy) => put(project(copy, 'verify'), 'Properties.FileSystemLocations', [{}]),
  ],
  [/Build\/Project.*Fleet/, (copy) => put(project(copy, 'build'), `${ENVIRONMENT}.Fleet`, { FleetArn: 'x' })],
  [
    /Build\/Role.*AssumeRolePolicyDocument/,
    (copy) => push(role(copy, 'build'), 'Properties.AssumeRolePolicyDocument.Statement', {}),
  ],
  [/Verify\/Role.*ManagedPolicyArns/, (copy) => put(role(copy, 'verify'), 'Properties.ManagedPolicyArns', ['x'])],
  [
    /bootstrap-orders-prod-eu-west-2.*PermissionsBoundary is nothing/,
    (copy) =>
      put(
        copy.one('bootstrap-orders-prod-eu-west-2', 'AWS::IAM::Role', 'CloudFormationExecutionRole'),
        'Properties.PermissionsBoundary',
        undefined,
      ),
  ],
  [
    /audit\/evidence\/Bucket.*ObjectLockConfiguration/,
    (copy) => put(copy.one('audit', 'AWS::S3::Bucket', 'ObjectLock'), 'Properties.ObjectLockConfiguration', undefined),
  ],
  [/baseline-tooling.*is missing/, (copy) => put(copy.template('baseline-tooling'), 'Resources', {})],
  [/pipelineorders.*template\.json.*Transform/, (copy) => put(copy.template(ORDERS), 'Transform', 'AWS::Include')],
  [
    /manifest\.json: artifacts\.platformpipelineorders.*cloudFormationExecutionRoleArn is "x"/,
    (copy) => put(copy.artifact(ORDERS), 'properties.cloudFormationExecutionRoleArn', 'x'),
  ],
  [/manifest\.json.*parameters/, (copy) => put(copy.artifact(ORDERS), 'properties.parameters', { X: 'y' })],
  [
    /organization.*Exceptions/,
    (copy) => push(copy.template('organization').Metadata, 'GuardedEnvironments::Exceptions', {}),
  ],
  [
    /manifest\.json.*platformmonitorauditeuwest2\w+.*missing/,
    (copy) => put(copy.artifacts, copy.artifactId('monitor-audit-eu-west-2'), undefined),
  ],
  ...PLANTED_PROOF,
];

const lines = (all: readonly Unknown[]): string[] => all.map(({ where, why }) => `${where}: ${why}`);

describe('machinery made again', () => {
  it('is what stands in the assembly', () => expect(toldOf(platform)).toEqual([]));

  describe('departs from what stands there', () => {
    let found: string[] = [];
    beforeAll(() => {
      found = lines(told(platform, (copy) => PLANTED.forEach(([, plant]) => plant(copy))));
    });

    it.each(PLANTED)('%s', (tells) => expect(found.some((line) => tells.test(line)) ? 'told' : found).toBe('told'));
  });

  it('is compared with what is stated, whatever else follows from it', () => {
    const place = 'GuardedEnvironments::Platform.properties.applications[0]';
    const changed = told(platform, (copy) =>
      put(at(copy.template('organization').Metadata, place), 'approvers', ['ReleaseManager']),
    );
    expect(lines(changed).join('\n')).toMatch(/Gate\/Function.*S3Key/);
  });

  it('is unknown where nothing can make it', () => {
    const [only, ...more] = toldOf(platform, () => {
      throw new Error('no constructs here');
    });
    expect([only?.why, more]).toEqual([expect.stringContaining('no constructs here'), []]);
  });

  it('is more than a form: a reader of prod that trusts dev refutes', () => {
    const world = worldOf(platform, (copy) =>
      Object.assign(trustOf(reader(copy)), { Principal: { AWS: 'arn:aws:iam::333333333333:root' }, Condition: {} }),
    );
    expect(proveOnly(world, 'environments-are-isolated').verdict).toBe('refuted');
  });

  it('is believed nowhere: without a statement the roles of pipelines are told, and the pipelines', () => {
    const world = worldOf(platform, (copy) =>
      put(copy.template('organization').Metadata, 'GuardedEnvironments::Platform', undefined),
    );
    expect(lines(world.unknowns).join('\n')).toMatch(/orders-gate|Handlers\/Gate\/.*nothing states/);
    const { unknowns } = proveOnly(world, 'approval-dominates-prod');
    expect(unknowns.map(({ where }) => where)).toContain('platform/pipeline-orders/pipeline/Pipeline');
  });
});
