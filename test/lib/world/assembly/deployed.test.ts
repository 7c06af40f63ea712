import type { PolicySource } from '../../../../lib/world/model';
import { readAssembly } from '../../../../lib/world/assembly';
import { parseSnapshot } from '../../../../lib/world/snapshot/read';
import { assemblyFolder, type StackFile } from '../../../_helpers/assembly-folder';
import { PROD as prod, allow, doc, role, snapshot, trust } from '../../prover/_org';

const BUCKET = 'arn:aws:s3:::orders-documents';
const ROLE = `arn:aws:iam::${prod}:role/orders`;
const deny = { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' };
const admits = (who: string) => allow('s3:PutObject', `${BUCKET}/*`, { Principal: { AWS: who } });
const DEV = 'arn:aws:iam::111111111111:root';
const OWN = `arn:aws:iam::${prod}:role/own`;

const anew = {
  Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'orders-documents' } },
  Policy: {
    Type: 'AWS::S3::BucketPolicy',
    Properties: { Bucket: { Ref: 'Bucket' }, PolicyDocument: doc(admits(OWN), deny) },
  },
  Role: {
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName: 'orders',
      AssumeRolePolicyDocument: doc(trust({ Service: 'lambda.amazonaws.com' })),
      PermissionsBoundary: `arn:aws:iam::${prod}:policy/bound`,
    },
  },
};

/** The bucket and the role as they are deployed, and a product that describes both anew. */
function world(stack: Partial<StackFile> = {}, tags: Record<string, string> = {}) {
  const bucket = { arn: BUCKET, type: 'AWS::S3::Bucket', policy: doc(admits(DEV)), tags };
  const platform = parseSnapshot(
    JSON.stringify(
      snapshot({
        prod: { roles: [role(prod, 'orders', [trust({ AWS: DEV })], [allow('sqs:*')])], resources: [bucket] },
      }),
    ),
    's.json',
  );
  const product = { name: 'Product', account: prod, template: { Resources: anew }, ...stack };
  const account = readAssembly(assemblyFolder([product]), platform).accounts.find((one) => one.id === prod)!;
  return {
    bucket: account.resources.filter((one) => one.arn === BUCKET),
    role: account.principals.filter((one) => one.arn === ROLE),
  };
}
const allowed = (source: PolicySource | undefined): string[] =>
  (source?.policy.statements ?? []).map((one) => `${one.effect} ${one.principals?.entries[0]?.value}`);

describe('what the platform describes as deployed and a product anew', () => {
  test.each<[string, Partial<StackFile>]>([
    ['a stack that nobody deploys', {}],
    ['a stack of a stage that did not make it', { stage: 'assembly-Prod' }],
  ])('counts as both, where %s does', (_, stack) => {
    const { bucket, role: roles } = world(stack);
    expect(bucket).toHaveLength(1);
    // The denial stands in one of the two alone, so it may not be in force.
    expect(allowed(bucket[0]!.policy)).toEqual([`Allow ${OWN}`, `Allow ${DEV}`]);
    expect(roles).toHaveLength(1);
    expect(allowed(roles[0]!.trust)).toEqual(['Allow lambda.amazonaws.com', `Allow ${DEV}`]);
    expect(roles[0]!.boundary).toBeUndefined();
    expect(JSON.stringify(roles[0]!.identityPolicies)).toContain('sqs:*');
  });

  test('is the new one where CloudFormation marked it as made by the very stack of a stage', () => {
    const made = { 'aws:cloudformation:stack-name': 'Product' };
    expect(allowed(world({ stage: 'assembly-Prod' }, made).bucket[0]!.policy)).toEqual([`Allow ${OWN}`, 'Deny *']);
    expect(allowed(world({}, made).bucket[0]!.policy)).toContain(`Allow ${DEV}`);
    const other = { 'aws:cloudformation:stack-name': 'Elsewhere' };
    expect(allowed(world({ stage: 'assembly-Prod' }, other).bucket[0]!.policy)).toContain(`Allow ${DEV}`);
  });
});
