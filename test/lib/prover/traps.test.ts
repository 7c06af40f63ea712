import type { Json } from './_org';
import {
  DEV,
  FULL,
  MGMT,
  PROD,
  TOOLING,
  allow,
  answerTo,
  attach,
  deny,
  doc,
  group,
  managed,
  rcp,
  role,
  roleArn,
  scp,
  service,
  snapshot,
  trust,
  user,
  userArn,
} from './_org';

const DEPLOY = roleArn(PROD, 'deploy');
const assumeProd = allow('sts:AssumeRole', DEPLOY);
const admin = [allow('*')];
const prodDeploy = (trusts: Json[], statements: Json[] = admin, more: Json = {}) =>
  role(PROD, 'deploy', trusts, statements, more);
const fromDev = trust({ AWS: `arn:aws:iam::${DEV}:root` });
const dana = (statements: Json[], more: Json = {}) => user(DEV, 'dana', statements, more);
const inProd = (statements: Json[], more: Json = {}) =>
  snapshot({ prod: { users: [user(PROD, 'paul', statements, more)] } });

type Case = [rule: string, input: Json, verdict: 'proved' | 'refuted' | 'unknown'];

// prettier-ignore
const DIRECT: Case[] = [
  ['a person with a write in prod', inProd([allow('s3:PutObject')]), 'refuted'],
  ['reading is no write', inProd([allow(['s3:GetObject', 'ec2:Describe*', 'iam:List*'])]), 'proved'],
  ['an explicit deny wins', inProd([allow('s3:PutObject'), deny('s3:*')]), 'proved'],
  ['a deny that leaves a rest', inProd([allow('s3:PutObject'), deny('s3:*', 'arn:aws:s3:::a*')]), 'refuted'],
  ['two denies together cover everything', inProd([allow('s3:PutObject'), deny('s3:*', '*', { Condition: { Bool: { 'aws:SecureTransport': 'false' } } }), deny('s3:*', '*', { Condition: { BoolIfExists: { 'aws:SecureTransport': 'true' } } })]), 'proved'],
  ['a boundary limits', inProd([allow('*')], { PermissionsBoundary: { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: 'arn:aws:iam::aws:policy/job-function/ViewOnlyAccess' } }), 'proved'],
  ['a boundary that allows a write', inProd([allow('*')], { PermissionsBoundary: { PermissionsBoundaryArn: 'arn:aws:iam::aws:policy/PowerUserAccess' } }), 'refuted'],
  ['a boundary of reads only', { ...snapshot({ prod: { users: [user(PROD, 'paul', [allow('*')], { PermissionsBoundary: { PermissionsBoundaryArn: `arn:aws:iam::${PROD}:policy/b` } })], policies: [managed(PROD, 'b', [allow('s3:GetObject')])] } }) }, 'proved'],
  ['MFA is chosen by the caller', inProd([allow('s3:PutObject', '*', { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } })]), 'refuted'],
  ['source addresses are chosen by the caller', inProd([allow('s3:PutObject', '*', { Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } })]), 'refuted'],
  ['a principal tag nobody has', inProd([allow('s3:PutObject', '*', { Condition: { StringEquals: { 'aws:PrincipalTag/team': 'x' } } })]), 'proved'],
  ['a principal tag that is there', inProd([allow('s3:PutObject', '*', { Condition: { StringEquals: { 'aws:PrincipalTag/team': 'x' } } })], { Tags: [{ Key: 'team', Value: 'x' }] }), 'refuted'],
  ['another organization', inProd([allow('s3:PutObject', '*', { Condition: { StringEquals: { 'aws:ResourceOrgID': 'o-other12345' } } })]), 'proved'],
  ['actions only on a dev bucket', snapshot({ prod: { users: [user(PROD, 'paul', [allow('s3:*', ['arn:aws:s3:::devstore', 'arn:aws:s3:::devstore/*'])])] }, dev: { resources: [{ arn: 'arn:aws:s3:::devstore', type: 'AWS::S3::Bucket' }] } }), 'proved'],
  ["a resource of the person's own account in dev", snapshot({ dev: { users: [dana([allow('s3:PutObject')])] } }), 'proved'],
  ['an action that nobody knows yet', inProd([allow('s3:FutureThing')]), 'refuted'],
  ['every service but reads', inProd([{ Effect: 'Allow', NotAction: ['iam:*'], Resource: '*' }]), 'refuted'],
  ['a key without its key policy', snapshot({ prod: { users: [user(PROD, 'paul', [allow('kms:Encrypt')])] } }), 'proved'],
  ['a key whose policy delegates to the account', snapshot({ prod: { users: [user(PROD, 'paul', [allow('kms:Encrypt')])], resources: [{ arn: `arn:aws:kms:eu-west-2:${PROD}:key/1`, type: 'AWS::KMS::Key', policy: doc(allow('kms:*', '*', { Principal: { AWS: `arn:aws:iam::${PROD}:root` } })) }] } }), 'refuted'],
  ['a key whose policy names somebody else', snapshot({ prod: { users: [user(PROD, 'paul', [allow('kms:Encrypt')])], resources: [{ arn: `arn:aws:kms:eu-west-2:${PROD}:key/1`, type: 'AWS::KMS::Key', policy: doc(allow('kms:*', '*', { Principal: { AWS: roleArn(PROD, 'app') } })) }] } }), 'proved'],
  ['a bucket policy alone grants within the account', snapshot({ prod: { users: [user(PROD, 'paul')], resources: [{ arn: 'arn:aws:s3:::orders', type: 'AWS::S3::Bucket', policy: doc(allow('s3:PutObject', 'arn:aws:s3:::orders/*', { Principal: { AWS: userArn(PROD, 'paul') } })) }] } }), 'refuted'],
  ['a bucket policy that denies', snapshot({ prod: { users: [user(PROD, 'paul', [allow('s3:PutObject', 'arn:aws:s3:::orders/*')])], resources: [{ arn: 'arn:aws:s3:::orders', type: 'AWS::S3::Bucket', policy: doc(deny('s3:PutObject', 'arn:aws:s3:::orders/*', { Principal: '*' })) }] } }), 'proved'],
  ['a bucket policy across accounts without identity policy', snapshot({ dev: { users: [dana([])] }, prod: { resources: [{ arn: 'arn:aws:s3:::orders', type: 'AWS::S3::Bucket', policy: doc(allow('s3:PutObject', 'arn:aws:s3:::orders/*', { Principal: { AWS: DEV } })) }] } }), 'proved'],
  ['both sides across accounts', snapshot({ dev: { users: [dana([allow('s3:PutObject')])] }, prod: { resources: [{ arn: 'arn:aws:s3:::orders', type: 'AWS::S3::Bucket', policy: doc(allow('s3:PutObject', 'arn:aws:s3:::orders/*', { Principal: { AWS: DEV } })) }] } }), 'refuted'],
  ['invoking is a write in a guarded account', inProd([allow('lambda:InvokeFunction')]), 'refuted'],
  ['assuming a role is no write', inProd([allow('sts:AssumeRole')]), 'proved'],
  ['a group policy counts', snapshot({ prod: { users: [user(PROD, 'paul', [], { GroupList: ['g'] })], groups: [group(PROD, 'g', [allow('sqs:SendMessage')])] } }), 'refuted'],
  ['an exception covers the request', snapshot({ prod: { users: [user(PROD, 'paul', [allow('codepipeline:PutApprovalResult')])] } }, { exceptions: [{ id: 'e', statement: 'approvals', principals: [userArn(PROD, '*')], actions: ['codepipeline:PutApprovalResult'], resources: ['*'] }] }), 'proved'],
  ['an exception covers a part', snapshot({ prod: { users: [user(PROD, 'paul', [allow('codepipeline:PutApprovalResult')])] } }, { exceptions: [{ id: 'e', statement: 'approvals', principals: [userArn(PROD, '*')], actions: ['codepipeline:PutApprovalResult'], resources: [`arn:aws:codepipeline:eu-west-2:${PROD}:orders/*`] }] }), 'refuted'],
];

// prettier-ignore
const CONTROL: Case[] = [
  ['a control policy that denies', snapshot({ prod: { users: [user(PROD, 'paul', admin)] } }, {}, [FULL, scp(doc(deny('*')), ['ou-prod'])]), 'proved'],
  ['a level that allows nothing', snapshot({ prod: { users: [user(PROD, 'paul', admin)] } }, {}, [scp(doc(allow('*')), ['r-root'])]), 'proved'],
  ['every level allows', snapshot({ prod: { users: [user(PROD, 'paul', admin)] } }, {}, [FULL]), 'refuted'],
  ['a control policy of another unit', snapshot({ prod: { users: [user(PROD, 'paul', admin)] } }, {}, [FULL, scp(doc(deny('*')), ['ou-dev'])]), 'refuted'],
  ['a control policy that spares a path', snapshot({ prod: { roles: [role(PROD, 'people/p', [trust({ Federated: `arn:aws:iam::${PROD}:saml-provider/idp` }, { Action: 'sts:AssumeRoleWithSAML' })], admin)] } }, {}, [FULL, scp(doc(deny('*', '*', { Condition: { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/people/*' } } })), ['ou-prod'])]), 'refuted'],
  ['a control policy that binds everybody else', snapshot({ prod: { users: [user(PROD, 'paul', admin)] } }, {}, [FULL, scp(doc(deny('*', '*', { Condition: { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/machines/*' } } })), ['ou-prod'])]), 'proved'],
  ['a resource control policy reaches S3', snapshot({ prod: { users: [user(PROD, 'paul', [allow('s3:PutObject')])] } }, {}, [rcp(doc(deny('*', '*', { Principal: '*' })), ['ou-prod'])]), 'proved'],
  ['a resource control policy does not reach Lambda', snapshot({ prod: { users: [user(PROD, 'paul', [allow('lambda:CreateFunction')])] } }, {}, [rcp(doc(deny('*', '*', { Principal: '*' })), ['ou-prod'])]), 'refuted'],
  ['control policies do not bind the management account', snapshot({ mgmt: { users: [user(MGMT, 'mia', [assumeProd])] }, prod: { roles: [prodDeploy([trust({ AWS: MGMT })])] } }, {}, [FULL, scp(doc(deny('*')), [MGMT])]), 'refuted'],
  ['management can take the control policy away', snapshot({ mgmt: { users: [user(MGMT, 'mia', [allow('organizations:DetachPolicy')])] }, prod: { users: [user(PROD, 'paul', admin)] } }, {}, [FULL, scp(doc(deny('*')), ['ou-prod'])]), 'refuted'],
];

// prettier-ignore
const TRUST: Case[] = [
  ['both sides of a role', snapshot({ dev: { users: [dana([assumeProd])] }, prod: { roles: [prodDeploy([fromDev])] } }), 'refuted'],
  ['no identity policy across accounts', snapshot({ dev: { users: [dana([])] }, prod: { roles: [prodDeploy([fromDev])] } }), 'proved'],
  ['an external id is chosen by the caller', snapshot({ dev: { users: [dana([assumeProd])] }, prod: { roles: [prodDeploy([trust({ AWS: DEV }, { Condition: { StringEquals: { 'sts:ExternalId': 'secret' } } })])] } }), 'refuted'],
  ['a trust condition nobody meets', snapshot({ dev: { users: [dana([assumeProd])] }, prod: { roles: [prodDeploy([trust({ AWS: DEV }, { Condition: { ArnEquals: { 'aws:PrincipalArn': roleArn(DEV, 'ci') } } })])] } }), 'proved'],
  ['a trust condition on the organization', snapshot({ dev: { users: [dana([assumeProd])] }, prod: { roles: [prodDeploy([trust('*', { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-abc123defg' } } })])] } }), 'refuted'],
  ['a trust condition on another organization', snapshot({ dev: { users: [dana([assumeProd])] }, prod: { roles: [prodDeploy([trust('*', { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-zzz123defg' } } })])] } }), 'proved'],
  ['a trust condition on the path of the organization', snapshot({ dev: { users: [dana([assumeProd])] }, prod: { roles: [prodDeploy([trust('*', { Condition: { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-abc123defg/r-root/ou-prod/*' } } })])] } }), 'proved'],
  ['a deny blocks the last step', snapshot({ dev: { users: [dana([assumeProd, deny('sts:AssumeRole', DEPLOY)])] }, prod: { roles: [prodDeploy([fromDev])] } }), 'proved'],
  ['a trust deny', snapshot({ dev: { users: [dana([assumeProd])] }, prod: { roles: [prodDeploy([fromDev, { ...fromDev, Effect: 'Deny' }])] } }), 'proved'],
  ['a resource control policy on sts', snapshot({ dev: { users: [dana([assumeProd])] }, prod: { roles: [prodDeploy([fromDev])] } }, {}, [rcp(doc(deny('sts:AssumeRole', '*', { Principal: '*', Condition: { Bool: { 'aws:PrincipalIsAWSService': 'false' } } })), ['ou-prod'])]), 'proved'],
  ['a role that only reads', snapshot({ dev: { users: [dana([assumeProd])] }, prod: { roles: [prodDeploy([fromDev], [allow('s3:GetObject')])] } }), 'proved'],
  ['a role trusted by name needs no identity policy in its account', snapshot({ prod: { users: [user(PROD, 'paul')], roles: [prodDeploy([trust({ AWS: userArn(PROD, 'paul') })])] } }), 'refuted'],
  ['the account root delegates', snapshot({ prod: { users: [user(PROD, 'paul')], roles: [prodDeploy([trust({ AWS: PROD })])] } }), 'proved'],
  ['only a service may assume it', snapshot({ dev: { users: [dana(admin)] }, prod: { roles: [prodDeploy([service('lambda')])] } }), 'proved'],
  ['a chain of two roles', snapshot({ dev: { users: [dana([allow('sts:AssumeRole', roleArn(DEV, 'hop'))])], roles: [role(DEV, 'hop', [trust({ AWS: DEV })], [assumeProd])] }, prod: { roles: [prodDeploy([trust({ AWS: roleArn(DEV, 'hop') })])] } }), 'refuted'],
  ['a session tag of the caller', snapshot({ dev: { users: [dana([allow(['sts:AssumeRole', 'sts:TagSession'])])] }, prod: { roles: [prodDeploy([trust({ AWS: DEV }, { Action: ['sts:AssumeRole', 'sts:TagSession'] })], [allow('s3:PutObject', '*', { Condition: { StringEquals: { 'aws:PrincipalTag/team': 'x' } } })])] } }), 'refuted'],
  ['no session tags', snapshot({ dev: { users: [dana([allow(['sts:AssumeRole', 'sts:TagSession'])])] }, prod: { roles: [prodDeploy([trust({ AWS: DEV })], [allow('s3:PutObject', '*', { Condition: { StringEquals: { 'aws:PrincipalTag/team': 'x' } } })])] } }), 'proved'],
];

const lambdaRole = role(DEV, 'app', [service('lambda')], [assumeProd]);
const withApp = (may: Json[], app: Json = lambdaRole, more: Json = {}) =>
  snapshot({ dev: { users: [dana(may)], roles: [app], ...more }, prod: { roles: [prodDeploy([fromDev])] } });

// prettier-ignore
const PASSING: Case[] = [
  ['passed to a service the role does not trust', withApp([allow('iam:PassRole', '*', { Condition: { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } } }), allow('lambda:CreateFunction')]), 'proved'],
  ['passed to the service it trusts', withApp([allow('iam:PassRole', '*', { Condition: { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } } }), allow('lambda:CreateFunction')]), 'refuted'],
  ['passing without anything to pass it to', withApp([allow('iam:PassRole')]), 'proved'],
  ['passing with an action of the service nobody knows yet', withApp([allow(['iam:PassRole', 'lambda:*'])]), 'refuted'],
  ['passing only another role', withApp([allow('iam:PassRole', roleArn(DEV, 'other')), allow('lambda:*')]), 'proved'],
  ['a deny on creating', withApp([allow('*'), deny(['iam:*', 'sts:AssumeRole'])]), 'proved'],
  ['calling an unchanged function', withApp([allow('lambda:InvokeFunction')], lambdaRole, { resources: [{ arn: `arn:aws:lambda:eu-west-2:${DEV}:function:f`, type: 'AWS::Lambda::Function', role: roleArn(DEV, 'app') }] }), 'proved'],
  ['policies only with a boundary', withApp([allow('iam:PutRolePolicy', '*', { Condition: { StringEquals: { 'iam:PermissionsBoundary': `arn:aws:iam::${DEV}:policy/b` } } }), allow('sts:AssumeRole', roleArn(DEV, 'hop'))], role(DEV, 'hop', [trust({ AWS: DEV })])), 'proved'],
  ['attaching only a reading policy', withApp([allow('iam:AttachRolePolicy', '*', { Condition: { ArnEquals: { 'iam:PolicyARN': 'arn:aws:iam::aws:policy/ReadOnlyAccess' } } }), allow('sts:AssumeRole', roleArn(DEV, 'hop'))], role(DEV, 'hop', [trust({ AWS: DEV })])), 'proved'],
  ['a boundary that allows no assuming', withApp([allow(['iam:PassRole', 'lambda:CreateFunction'])], role(DEV, 'app', [service('lambda')], [assumeProd], { PermissionsBoundary: { PermissionsBoundaryArn: 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess' } })), 'proved'],
  ['a boundary that can be lifted', withApp([allow(['iam:PassRole', 'lambda:CreateFunction', 'iam:DeleteRolePermissionsBoundary'])], role(DEV, 'app', [service('lambda')], [assumeProd], { PermissionsBoundary: { PermissionsBoundaryArn: 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess' } })), 'refuted'],
];

// prettier-ignore
const PEOPLE: Case[] = [
  ['a SAML role', snapshot({ prod: { roles: [role(PROD, 'p', [trust({ Federated: `arn:aws:iam::${PROD}:saml-provider/i` }, { Action: 'sts:AssumeRoleWithSAML' })], admin)] } }), 'refuted'],
  ['a web identity of an exact environment', snapshot({ prod: { roles: [role(PROD, 'p', [trust({ Federated: `arn:aws:iam::${PROD}:oidc-provider/token.actions.githubusercontent.com` }, { Action: 'sts:AssumeRoleWithWebIdentity', Condition: { StringEquals: { 'token.actions.githubusercontent.com:sub': 'repo:o/r:environment:prod' } } })], admin)] } }), 'proved'],
  ['a web identity of any branch', snapshot({ prod: { roles: [role(PROD, 'p', [trust({ Federated: `arn:aws:iam::${PROD}:oidc-provider/token.actions.githubusercontent.com` }, { Action: 'sts:AssumeRoleWithWebIdentity', Condition: { StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:o/r:*' } } })], admin)] } }), 'refuted'],
  ['a role listed in humans', snapshot({ prod: { roles: [role(PROD, 'people/p', [service('ec2')], admin)] } }, { humans: ['arn:aws:iam::*:role/people/*'] }), 'refuted'],
  ['a machine role that nobody reaches', snapshot({ prod: { roles: [role(PROD, 'p', [service('ec2')], admin)] } }), 'proved'],
  ['a permission set', snapshot({}, { identityCenter: { permissionSets: [{ name: 'Dev', awsManagedPolicies: ['arn:aws:iam::aws:policy/PowerUserAccess'] }], assignments: [{ permissionSet: 'Dev', accountId: PROD, group: 'developers' }] } }), 'refuted'],
  ['a permission set elsewhere', snapshot({}, { identityCenter: { permissionSets: [{ name: 'Dev', awsManagedPolicies: ['arn:aws:iam::aws:policy/PowerUserAccess'] }], assignments: [{ permissionSet: 'Dev', accountId: DEV, group: 'developers' }] } }), 'proved'],
  ['assigning permission sets from management', snapshot({ mgmt: { users: [user(MGMT, 'mia', [allow('sso:CreateAccountAssignment')])] } }, { identityCenter: { permissionSets: [{ name: 'Dev', awsManagedPolicies: ['arn:aws:iam::aws:policy/PowerUserAccess'] }], assignments: [{ permissionSet: 'Dev', accountId: DEV, group: 'developers' }] } }), 'refuted'],
  ['the official bootstrap trusts all of tooling', snapshot({ tooling: { users: [user(TOOLING, 'tom', [allow('sts:AssumeRole', 'arn:aws:iam::*:role/cdk-*')])] }, prod: { roles: [role(PROD, `cdk-hnb659fds-deploy-role-${PROD}-eu-west-2`, [trust({ AWS: `arn:aws:iam::${PROD}:root` }), trust({ AWS: `arn:aws:iam::${TOOLING}:root` })], [allow(['cloudformation:CreateChangeSet', 'cloudformation:ExecuteChangeSet'])])] } }), 'refuted'],
];

// prettier-ignore
const IGNORANCE: Case[] = [
  ['a managed policy that is nowhere', snapshot({ prod: { users: [user(PROD, 'paul', [], { AttachedManagedPolicies: [attach('arn:aws:iam::aws:policy/NoSuchPolicyAnywhere')] })] } }), 'unknown'],
  ['an account that is not described', (() => { const input = snapshot({}); delete (input.accounts as Json)[PROD]; return input; })(), 'unknown'],
  ['management need not be described', (() => { const input = snapshot({}); delete (input.accounts as Json)[MGMT]; return input; })(), 'proved'],
];

describe.each([
  ['requests', DIRECT],
  ['control policies', CONTROL],
  ['trust', TRUST],
  ['passing', PASSING],
  ['people', PEOPLE],
  ['ignorance', IGNORANCE],
] as const)('%s', (_group, cases) => {
  it.each(cases)('%s', (_rule, input, verdict) => {
    expect(answerTo(input).verdict).toBe(verdict);
  });
});
