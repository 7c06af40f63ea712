import {
  CORRECTIONS,
  actionAtoms,
  catalogue,
  managedPolicy,
  managedPolicySource,
  parsePolicy,
  statementsOf,
  writesOf,
} from '../../../lib/iam';
import type { Policy } from '../../../lib/iam';

const awsManaged = (path: string): string => ['arn', 'aws', 'iam', '', 'aws', `policy/${path}`].join(':');

function managed(path: string): { policy: Policy; version: string } {
  const found = managedPolicy(awsManaged(path))!;
  return { policy: parsePolicy(found.document, 'identity', path).policy, version: found.version };
}

/** How many actions of each class a managed policy allows. */
function classes(path: string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const one of writesOf(managed(path).policy).writes) counts[one.class] = (counts[one.class] ?? 0) + 1;
  return counts;
}

describe('the catalogue', () => {
  it('knows actions in any case, with class, resource types and condition keys', () => {
    expect(catalogue().actions).toHaveLength(22091);
    const put = catalogue().find('S3:putobject')!;
    expect(put).toMatchObject({ name: 's3:PutObject', class: 'Write' });
    expect(put.resources).toContain('arn:${Partition}:s3:::${BucketName}/${ObjectName}');
    expect(put.conditionKeys).toContain('s3:x-amz-acl');
    expect(catalogue().find('iam:PutRolePolicy')!.class).toBe('Permissions management');
    expect(catalogue().find('iam:TagRole')!.class).toBe('Tagging');
  });

  it('takes what it does not know for a write', () => {
    expect(catalogue().find('constructor:toString')).toBeUndefined();
    expect(catalogue().isWrite('s3:SomethingNew')).toBe(true);
    expect(catalogue().isWrite('s3:GetObject')).toBe(false);
  });

  it('is corrected by a table of which each entry exists and says why', () => {
    for (const [name, { reason }] of CORRECTIONS) {
      expect(catalogue().find(name)).toMatchObject({ name, reason });
    }
    expect(catalogue().find('bedrock:InvokeAgent')!.class).toBe('mutating read');
    expect(catalogue().find('ec2:GetPasswordData')!.class).toBe('credential read');
    expect(catalogue().find('datazone:GetEnvironmentCredentials')!.class).toBe('credential read');
    expect(catalogue().isWrite('s3:GetDataAccess')).toBe(false);
  });

  it('falls into classes that no pattern at hand tells apart', () => {
    const document = {
      Statement: [
        { Effect: 'Allow', Action: 's3:Get*', Resource: '*' },
        { Effect: 'Deny', NotAction: 's3:*', Resource: '*' },
      ],
    };
    const { allows, denies } = statementsOf(parsePolicy(document, 'identity', 'one').policy, 'one');
    const atoms = actionAtoms([...allows, ...denies]);
    expect(atoms).toHaveLength(3);
    const unknown = atoms.find((atom) => atom.actions.includes('a-service-added-later:AnActionAddedLater'))!;
    expect(unknown.actions).toContain('iam:CreateUser');
    expect(unknown.actions).not.toContain('s3:AnActionAddedLater');
  });
});

describe('AWS managed policies', () => {
  it('are all there and all readable', () => {
    const { arns } = managedPolicySource();
    expect(arns.length).toBeGreaterThan(1590);
    for (const arn of arns.filter((_, index) => index % 10 === 0)) {
      const { problems, policy } = parsePolicy(managedPolicy(arn)!.document, 'identity', arn);
      expect(problems).toEqual([]);
      expect(policy.statements.flatMap((one) => one.unreadable)).toEqual([]);
    }
    expect(managedPolicy(awsManaged('Nobody'))).toBeUndefined();
  });

  it('ReadOnlyAccess v188 allows 8 actions that AWS documents as no reads, of which our table takes four for reads, and 12 credential reads', () => {
    const { 'credential read': credentials, ...others } = classes('ReadOnlyAccess');
    expect(managed('ReadOnlyAccess').version).toBe('v188');
    expect(credentials).toBe(12);
    const corrected = writesOf(managed('ReadOnlyAccess').policy).corrected.map((one) => one.action);
    expect(others).toEqual({ Write: 4, 'mutating read': 12 });
    expect(corrected).toEqual([
      'backup:ListIndexedRecoveryPointsForSearch',
      'billing:GetResourcePolicy',
      'iot:ListSubscriptions',
      'ssm-sap:GetResourcePermission',
    ]);
  });

  it.each([
    ['job-function/ViewOnlyAccess', 'v45', ['iot:ListSubscriptions']],
    [
      'SecurityAudit',
      'v92',
      [
        'iot:ListSubscriptions',
        'quicksight:DescribeKnowledgeBasePermissions',
        'quicksight:DescribeSpacePermissions',
        'quicksight:DescribeTopicPermissions',
      ],
    ],
  ])('%s %s only reads', (name, version, corrected) => {
    expect(managed(name).version).toBe(version);
    const found = writesOf(managed(name).policy);
    expect(found.writes).toEqual([]);
    expect(found.corrected.map((one) => one.action)).toEqual(corrected);
  });

  it('PowerUserAccess allows nearly all writes', () => {
    expect(classes('PowerUserAccess').Write).toBeGreaterThan(11_000);
  });
});

describe('writes', () => {
  const writes = (...Statement: object[]) =>
    writesOf(parsePolicy({ Version: '2012-10-17', Statement }, 'identity', 'p').policy).writes;

  it('count only on resources that the action acts on', () => {
    expect(writes({ Effect: 'Allow', Action: 's3:PutObject', Resource: 'arn:aws:ec2:*:*:instance/*' })).toEqual([]);
    expect(writes({ Effect: 'Allow', Action: 's3:PutObject', Resource: 'arn:aws:s3:::b/*' })).toEqual([
      { action: 's3:PutObject', resource: expect.stringMatching(/^arn:aws:s3:::b\/./), class: 'Write' },
    ]);
  });

  it('count where some context lets them through, and not where denies cover every context', () => {
    const allow = { Effect: 'Allow', Action: ['s3:DeleteBucket', 's3:GetObject'], Resource: '*' };
    const secure = (flag: string) => ({
      Effect: 'Deny',
      Action: '*',
      Resource: '*',
      Condition: { Bool: { 'aws:SecureTransport': flag } },
    });
    const absent = {
      Effect: 'Deny',
      Action: '*',
      Resource: '*',
      Condition: { Null: { 'aws:SecureTransport': 'true' } },
    };
    expect(writes(allow, secure('true'), secure('false'))).toHaveLength(1);
    expect(writes(allow, secure('true'), secure('false'), absent)).toEqual([]);
  });

  it('names what it takes for a plain read against the catalogue', () => {
    const document = { Statement: { Effect: 'Allow', Action: 'glue:ListConnectionTypes', Resource: '*' } };
    const answer = writesOf(parsePolicy(document, 'identity', 'p').policy);
    expect(answer.writes).toEqual([]);
    expect(answer.corrected).toEqual([
      { action: 'glue:ListConnectionTypes', reason: expect.stringContaining('connection types') },
    ]);
  });
});
