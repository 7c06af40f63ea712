import type { Json } from './_org';
import {
  DEV,
  FULL,
  PROD,
  TOOLING,
  allow,
  answerTo,
  deny,
  doc,
  role,
  roleArn,
  scp,
  service,
  snapshot,
  trust,
  user,
} from './_org';
import { prove } from '../../../lib/prover/prove';
import type { TheoremId } from '../../../lib/prover/result';
import { parseSnapshot } from '../../../lib/world/snapshot/read';

const machines = {
  Condition: {
    ArnNotLike: {
      'aws:PrincipalArn': ['arn:aws:iam::*:role/guarded/pipeline/*', 'arn:aws:iam::*:role/guarded/workload/*'],
    },
  },
};
const fence = scp(
  doc({
    Effect: 'Deny',
    NotAction: ['s3:GetObject', 'ec2:Describe*', 'iam:Get*', 'iam:List*', 'sts:AssumeRole'],
    Resource: '*',
    ...machines,
  }),
  ['ou-prod', 'ou-tooling'],
);
const reads = (...NotAction: string[]) =>
  scp(doc({ Effect: 'Deny', NotAction, Resource: '*', ...machines }), ['ou-prod', 'ou-tooling']);
const location = {
  arn: `arn:aws:s3:eu-west-2:${PROD}:access-grants/default/location/x`,
  type: 'AWS::S3::AccessGrantsLocation',
};
const sparing = scp(
  doc(deny('*', '*', { Condition: { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/admin/*' } } })),
  ['ou-prod', 'ou-tooling'],
);
const ARN = `arn:aws:codepipeline:eu-west-2:${TOOLING}:orders`;
const pipeline = { arn: ARN, type: 'AWS::CodePipeline::Pipeline', role: roleArn(TOOLING, 'orders-pipeline') };
const pipelineRole = role(
  TOOLING,
  'orders-pipeline',
  [service('codepipeline')],
  [allow('sts:AssumeRole', roleArn(PROD, 'deploy'))],
);
const deploy = (trusts: Json[]) => role(PROD, 'deploy', trusts, [allow('cloudformation:*')]);
const tom = (...statements: Json[]) => user(TOOLING, 'tom', statements);
const bucket = (more: Json) => ({
  arn: 'arn:aws:s3:::orders',
  type: 'AWS::S3::Bucket',
  policy: doc(allow('s3:GetObject', 'arn:aws:s3:::orders/*', more)),
});

// prettier-ignore
const CASES: [TheoremId, string, Json, 'proved' | 'refuted' | 'unknown'][] = [
  ['ceiling-holds-for-any-role', 'no control policies', snapshot({}), 'refuted'],
  ['ceiling-holds-for-any-role', 'a read list for all but machines', snapshot({}, {}, [FULL, fence]), 'proved'],
  ['ceiling-holds-for-any-role', 'all reads of S3', snapshot({}, {}, [FULL, reads('s3:Get*')]), 'proved'],
  ['ceiling-holds-for-any-role', 'all reads of S3, where a location gives its role out', snapshot({ prod: { resources: [location] } }, {}, [FULL, reads('s3:Get*')]), 'unknown'],
  ['ceiling-holds-for-any-role', 'a read by its name that hands out credentials', snapshot({}, {}, [FULL, reads('s3:GetObject', 's3:GetDataAccess')]), 'unknown'],
  ['ceiling-holds-for-any-role', 'a deny that spares another path', snapshot({}, {}, [FULL, sparing]), 'refuted'],
  ['only-the-pipeline-deploys', 'exactly the pipeline', snapshot({ tooling: { roles: [pipelineRole], resources: [pipeline] }, prod: { roles: [deploy([trust({ AWS: roleArn(TOOLING, 'orders-pipeline') })])] } }), 'proved'],
  ['only-the-pipeline-deploys', 'all of tooling', snapshot({ tooling: { roles: [pipelineRole], resources: [pipeline] }, prod: { roles: [deploy([trust({ AWS: TOOLING })])] } }), 'refuted'],
  ['only-the-pipeline-deploys', 'all of tooling, narrowed to the pipeline by a condition', snapshot({ tooling: { roles: [pipelineRole], resources: [pipeline] }, prod: { roles: [deploy([trust({ AWS: TOOLING }, { Condition: { ArnEquals: { 'aws:PrincipalArn': roleArn(TOOLING, 'orders-pipeline') } } })])] } }), 'proved'],
  ['only-the-pipeline-deploys', 'the pipeline twice: by a condition, and by name', snapshot({ tooling: { roles: [pipelineRole], resources: [pipeline] }, prod: { roles: [deploy([trust({ AWS: `arn:aws:iam::${TOOLING}:root` }, { Condition: { ArnEquals: { 'aws:PrincipalArn': roleArn(TOOLING, 'orders-pipeline') } } }), trust({ AWS: roleArn(TOOLING, 'orders-pipeline') })])] } }), 'proved'],
  ['only-the-pipeline-deploys', 'the pipeline by a condition, and another by name', snapshot({ tooling: { roles: [pipelineRole, role(TOOLING, 'other', [service('lambda')], [])], resources: [pipeline] }, prod: { roles: [deploy([trust({ AWS: `arn:aws:iam::${TOOLING}:root` }, { Condition: { ArnEquals: { 'aws:PrincipalArn': roleArn(TOOLING, 'orders-pipeline') } } }), trust({ AWS: roleArn(TOOLING, 'other') })])] } }), 'refuted'],
  ['only-the-pipeline-deploys', 'a person with CloudFormation', snapshot({ prod: { users: [user(PROD, 'paul', [allow('cloudformation:*')])] } }), 'refuted'],
  ['duties-are-separate', 'one person approves and starts', snapshot({ tooling: { users: [tom(allow(['codepipeline:PutApprovalResult', 'codepipeline:StartPipelineExecution']))], resources: [pipeline] } }), 'refuted'],
  ['duties-are-separate', 'one person approves', snapshot({ tooling: { users: [tom(allow('codepipeline:PutApprovalResult'))], resources: [pipeline] } }), 'proved'],
  ['guardrails-are-immutable', 'a workload role that stops the trail', snapshot({ prod: { roles: [role(PROD, 'app', [service('lambda')], [allow('cloudtrail:StopLogging')])], resources: [{ arn: `arn:aws:lambda:eu-west-2:${PROD}:function:f`, type: 'AWS::Lambda::Function', role: roleArn(PROD, 'app') }] } }), 'refuted'],
  ['guardrails-are-immutable', 'a workload role that writes its table', snapshot({ prod: { roles: [role(PROD, 'app', [service('lambda')], [allow('dynamodb:PutItem')])], resources: [{ arn: `arn:aws:lambda:eu-west-2:${PROD}:function:f`, type: 'AWS::Lambda::Function', role: roleArn(PROD, 'app') }] } }), 'proved'],
  ['environments-are-isolated', 'prod trusts dev', snapshot({ prod: { roles: [role(PROD, 'r', [trust({ AWS: DEV })])] } }), 'refuted'],
  ['environments-are-isolated', 'prod trusts tooling', snapshot({ prod: { roles: [role(PROD, 'r', [trust({ AWS: TOOLING })])] } }), 'proved'],
  ['environments-are-isolated', 'a public bucket', snapshot({ prod: { resources: [bucket({ Principal: '*' })] } }), 'refuted'],
  ['environments-are-isolated', 'a bucket of the own account', snapshot({ prod: { resources: [bucket({ Principal: '*', Condition: { StringEquals: { 'aws:PrincipalAccount': PROD } } })] } }), 'proved'],
  ['environments-are-isolated', 'a bucket of the organization', snapshot({ prod: { resources: [bucket({ Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-abc123defg' } } })] } }), 'refuted'],
  ['approval-dominates-prod', 'a pipeline whose definition is not there', snapshot({ tooling: { resources: [pipeline] } }), 'unknown'],
  ['approval-dominates-prod', 'no pipeline', snapshot({}), 'proved'],
];

it.each(CASES)('%s: %s', (id, _what, input, verdict) => {
  expect(answerTo(input, id).verdict).toBe(verdict);
});

it('says where a proof is about nothing', () => {
  const world = (input: Json) => prove(parseSnapshot(JSON.stringify(input), 'snapshot.json'));
  const ids = (input: Json) => world(input).assumptions.map((one) => one.id);
  expect(ids(snapshot({}))).toContain('no-pipelines');
  expect(ids(snapshot({ tooling: { resources: [pipeline] } }))).not.toContain('no-pipelines');
  expect(ids(snapshot({}, {}, [FULL]))).not.toContain('closed-levels');
  expect(ids(snapshot({}, {}, [scp(doc(allow('*')), ['r-root'])]))).toContain('closed-levels');
});

it('names what to change, not the control policies that stand over everybody', () => {
  const input = snapshot({ prod: { users: [user(PROD, 'paul', [allow('s3:PutObject')])] } }, {}, [FULL]);
  expect(answerTo(input).counterexamples[0].where).toEqual([
    `accounts.${PROD}.authorizationDetails.UserDetailList[0].UserPolicyList[0].PolicyDocument.Statement[0]`,
  ]);
});
