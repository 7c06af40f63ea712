import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { BootstrapOptions, Json, JsonObject, PolicyDocument } from '../../../lib/guardrail';
import {
  bootstrapPatches,
  bootstrapProblems,
  ceilingDocument,
  fixParameters,
  hardenedBootstrap,
  officialBootstrap,
  trustDocument,
} from '../../../lib/guardrail';
import { keyPolicy } from '../../../lib/guardrail/bootstrap-key';
import { packageRoot } from '../../../lib/package-root';
import { evaluate, unconditional, without } from './evaluator';
import { DEPLOYER, HERE, PERSON, PROD, TOOLING, WORKLOAD, by, role } from './world';

const trusted = { roleArns: [DEPLOYER], developerPatterns: [] };
const options: BootstrapOptions = {
  place: HERE,
  region: 'eu-west-2',
  kind: 'workload',
  deploy: trusted,
  lookup: trusted,
};
const official = officialBootstrap();
const fixed = fixParameters(official.template);
const ours = hardenedBootstrap(options);

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Outermost places at which two values differ. */
function differences(left: unknown, right: unknown, at: readonly string[] = []): readonly string[] {
  if (JSON.stringify(left) === JSON.stringify(right)) return [];
  if (!isObject(left) || !isObject(right)) return [at.join('/')];
  const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])];
  return keys.flatMap((key) => differences(left[key], right[key], [...at, key]));
}

describe('the official template', () => {
  test('is the one of the pinned command line', () => {
    const cli = join(packageRoot(), 'node_modules', 'aws-cdk');
    const yaml = readFileSync(join(cli, 'lib/api/bootstrap/bootstrap-template.yaml'), 'utf8');
    expect(official).toEqual({ source: 'aws-cdk 2.1148.1', template: parse(yaml) as unknown });
  });

  test('with its parameters fixed has none left to widen it with, and no open condition', () => {
    expect(Object.keys(fixed['Parameters'] as JsonObject)).toEqual(['BootstrapVariant']);
    expect(JSON.stringify(fixed)).not.toMatch(/Fn::If|AWS::NoValue|"Condition":"|Qualifier/);
    expect(Object.keys(fixed['Resources'] as JsonObject)).not.toContain('CdkBoostrapPermissionsBoundaryPolicy');
  });

  test('keeps what its defaults would deploy', () => {
    const resources = fixed['Resources'] as Record<string, JsonObject>;
    expect(resources['StagingBucket']).toMatchObject({
      DeletionPolicy: 'Retain',
      Properties: { PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true } },
    });
    expect(resources['FileAssetsBucketEncryptionKeyAlias']).toBeDefined();
    expect(resources['CdkBootstrapVersion']).toMatchObject({
      Properties: { Name: '/cdk-bootstrap/guarded/version', Value: '33' },
    });
  });

  test('with a condition of a new kind is refused', () => {
    const odd = {
      ...official.template,
      Conditions: { ...(official.template['Conditions'] as JsonObject), CreateNewKey: { 'Fn::Or': [] } },
    };
    expect(() => fixParameters(odd)).toThrow('a condition of a new kind, Fn::Or');
  });
});

describe('the difference to the official template', () => {
  const patches = bootstrapPatches(options, official.source);

  test('is exactly ours: every difference lies in a patch, and every patch makes one', () => {
    const places = patches.map((patch) => patch.at.join('/'));
    const found = differences(fixed, ours);
    expect(found.filter((each) => !places.some((place) => each === place || each.startsWith(`${place}/`)))).toEqual([]);
    expect(places.filter((place) => !found.some((each) => each === place || each.startsWith(`${place}/`)))).toEqual([]);
  });

  test('is these places', () => {
    expect(patches.map((patch) => patch.at.join('/')).sort()).toMatchSnapshot();
  });

  test('has a reason each', () => {
    expect(patches.filter((patch) => patch.why.length < 20)).toEqual([]);
  });
});

interface Role {
  readonly Properties: {
    readonly Path?: string;
    readonly AssumeRolePolicyDocument: PolicyDocument;
    readonly ManagedPolicyArns?: Json;
    readonly PermissionsBoundary?: Json;
  };
}
const roles = Object.entries(ours['Resources'] as Record<string, JsonObject>).filter(
  ([, resource]) => resource['Type'] === 'AWS::IAM::Role',
) as unknown as [string, Role][];

describe('the hardened template', () => {
  test.each(roles)(
    "%s lives under the pipeline path, with a trust of today and nobody's managed policy",
    (_id, each) => {
      expect(each.Properties.Path).toBe('/guarded/pipeline/');
      expect(each.Properties.AssumeRolePolicyDocument.Version).toBe('2012-10-17');
      expect(JSON.stringify(each.Properties.ManagedPolicyArns ?? [])).not.toContain('iam::aws');
    },
  );

  test("CloudFormation's role carries the scoped policy and the boundary", () => {
    const resources = ours['Resources'] as Record<string, JsonObject>;
    expect(resources['CloudFormationExecutionRole']).toMatchObject({
      Properties: {
        ManagedPolicyArns: [{ Ref: 'DeploymentPolicy' }],
        PermissionsBoundary: { Ref: 'DeploymentBoundary' },
      },
    });
  });

  test.each(['workload', 'open', 'platform'] as const)('fits the limits for %s accounts', (kind) => {
    const longest = { partition: 'aws-us-gov', account: PROD };
    expect(bootstrapProblems({ ...options, kind, place: longest, region: 'us-gov-west-1' })).toEqual([]);
  });
});

describe('trust', () => {
  const developer = role('aws-reserved/sso.amazonaws.com/*AWSReservedSSO_Developer_*');
  const trust = trustDocument({ roleArns: [DEPLOYER], developerPatterns: [] });
  const open = trustDocument({ roleArns: [DEPLOYER], developerPatterns: [developer] });
  const assume = (principal: string, extra = {}): Parameters<typeof evaluate>[1] => ({
    action: 'sts:AssumeRole',
    context: { ...by(principal), ...extra },
  });

  test('names the accounts of the roles and the exact roles', () => {
    expect(trust.Statement.map((statement) => statement.Principal)).toEqual([
      { AWS: [`arn:aws:iam::${TOOLING}:root`] },
      { AWS: [`arn:aws:iam::${TOOLING}:root`] },
    ]);
  });

  test.each([
    ['the pipeline role', assume(DEPLOYER), 'allowed'],
    ['another pipeline role of its account', assume(role('guarded/pipeline/pay-deploy-prod', TOOLING)), 'silent'],
    ['a role whose name goes on', assume(`${DEPLOYER}-2`), 'silent'],
    ['a workload of the account', assume(WORKLOAD), 'silent'],
    ['a person', assume(PERSON), 'silent'],
    ["somebody else's deputy", assume(DEPLOYER, { 'sts:ExternalId': 'x' }), 'silent'],
  ])('of %s', (_who, request, verdict) => {
    expect(evaluate(trust, request)).toBe(verdict);
  });

  test('without its conditions would admit the whole account', () => {
    expect(evaluate(unconditional(trust, 'ExactRoles'), assume(role('anybody', TOOLING)))).toBe('allowed');
  });

  test('off prod includes the developers, by pattern', () => {
    expect(evaluate(open, assume(PERSON))).toBe('allowed');
    expect(evaluate(open, assume(WORKLOAD))).toBe('silent');
  });
});

describe("the key of the bootstrap's bucket", () => {
  const policy = keyPolicy(HERE, 'eu-west-2') as unknown as PolicyDocument;
  const edit = (principal: string) => ({ action: 'kms:PutKeyPolicy', context: by(principal) });
  const throughS3 = { 'kms:ViaService': 's3.eu-west-2.amazonaws.com' };

  test('is used by machines and not administered by them', () => {
    const use = { action: 'kms:Decrypt', context: { ...by(WORKLOAD), ...throughS3 } };
    expect(evaluate(policy, use)).toBe('allowed');
    for (const machine of [WORKLOAD, role('guarded/pipeline/x')])
      expect(evaluate(policy, edit(machine))).toBe('denied');
  });

  const uses = ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:ReEncryptTo'];
  const byPerson = (action: string) => ({ action, context: { ...by(PERSON), ...throughS3 } });
  const people = without(without(policy, 'Publishing'), 'ThroughTheBucket');

  test('lets administrators publish before the fence, where their own policies do', () => {
    const statement = people.Statement.find(({ Sid }) => Sid === 'ByHandBeforeTheFence');
    expect(statement?.Principal).toEqual({ AWS: `arn:aws:iam::${PROD}:root` });
    for (const action of uses) expect(evaluate(people, byPerson(action))).toBe('allowed');
    const left = without(people, 'ByHandBeforeTheFence');
    expect(evaluate(left, byPerson('kms:GenerateDataKey'))).toBe('silent');
  });

  test('lets them do so through the bucket alone', () => {
    expect(evaluate(people, { action: 'kms:Decrypt', context: by(PERSON) })).toBe('silent');
    expect(
      evaluate(people, {
        action: 'kms:Decrypt',
        context: { ...by(PERSON), 'kms:ViaService': 'ssm.eu-west-2.amazonaws.com' },
      }),
    ).toBe('silent');
  });

  test('is used by nobody but machines behind the fence', () => {
    const fence = ceilingDocument({ exceptions: [], administrators: [] });
    const writes = uses.filter((action) => action !== 'kms:DescribeKey');
    for (const action of writes) expect(evaluate(fence, byPerson(action))).toBe('denied');
    for (const action of writes) expect(evaluate(fence, { action, context: by(WORKLOAD) })).toBe('silent');
    expect(evaluate(without(fence, 'PeopleOnlyRead'), byPerson('kms:Decrypt'))).toBe('silent');
  });

  test('would be administered by them without its denial', () => {
    expect(evaluate(without(policy, 'MachinesDoNotAdminister'), edit(WORKLOAD))).toBe('allowed');
  });
});
