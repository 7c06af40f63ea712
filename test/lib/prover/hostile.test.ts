import type { Content, Json } from './_org';
import {
  DEV,
  FULL,
  MGMT,
  PROD,
  TOOLING,
  account,
  allow,
  answerTo,
  deny,
  doc,
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
const dana = (st: Json[], m: Json = {}) => user(DEV, 'dana', st, m);
const paul = (st: Json[] = [], m = {}) => user(PROD, 'paul', st, m);
const deploy = (t: Json[], st: Json[] = [allow('*')], m = {}) => role(PROD, 'deploy', t, st, m);
const inProd = (st: Json[], m = {}) => snapshot({ prod: { users: [paul(st, m)] } });
const C = (op: string, k: string, v: unknown): Json => ({ Condition: { [op]: { [k]: v } } });
const to = (st: Json[], t: unknown, more: Json = {}) =>
  snapshot({ dev: { users: [dana(st)] }, prod: { roles: [deploy([trust(t, more)])] } });
const key = `arn:aws:kms:eu-west-2:${PROD}:key/1111`;
const sqs = `arn:aws:sqs:eu-west-2:${PROD}:queue`;
const OTHER = '444444444444';
/** An organization with one more account. */
const other = (environment: string, content: Content, more: Content = {}): Json => {
  const input = snapshot({ prod: more });
  const organization = input.organization as { accounts: Json[] };
  organization.accounts.push({ id: OTHER, name: 'x', environment, ous: ['r-root'] });
  return { ...input, accounts: { ...(input.accounts as Json), [OTHER]: account(content) } };
};
/** A snapshot with a delegated administrator. */
const delegating = (input: Json, servicePrincipal: string, accountId: string): Json => ({
  ...input,
  organization: { ...(input.organization as Json), delegatedAdministrators: [{ servicePrincipal, accountId }] },
});
const center = (sets: Json[], assigns: Json[]) => ({ identityCenter: { permissionSets: sets, assignments: assigns } });
/** Snapshots as a tester of IAM writes them. */
// prettier-ignore
const CASES: [rule: string, input: Json, verdict: string][] = [
 ['TokenIssueTime deny old only', inProd([allow('s3:PutObject'), deny('*', '*', C('DateLessThan', 'aws:TokenIssueTime', '2026-01-01T00:00:00Z'))]), 'refuted'],
 ['ViaAWSService required', inProd([allow('s3:PutObject', '*', C('Bool', 'aws:ViaAWSService', 'true'))]), 'refuted'],
 ['deny when not via service', inProd([allow('s3:PutObject'), deny('*', '*', C('BoolIfExists', 'aws:ViaAWSService', 'false'))]), 'refuted'],
 ['CalledVia cloudformation', inProd([allow('s3:PutObject', '*', C('ForAnyValue:StringEquals', 'aws:CalledVia', 'cloudformation.amazonaws.com'))]), 'refuted'],
 ['RoleSessionName must be username in trust (user)', to([assumeProd], { AWS: DEV }, C('StringEquals', 'sts:RoleSessionName', '${aws:username}')), 'refuted'],
 ['SourceArn in trust for AWS principal never present', to([assumeProd], { AWS: DEV }, C('ArnLike', 'aws:SourceArn', 'arn:aws:s3:::x')), 'proved'],
 ['trust list of accounts', to([assumeProd], { AWS: [TOOLING, DEV] }), 'refuted'],
 ['trust wildcard principal arn invalid', to([assumeProd], { AWS: '*' }, C('ArnLike', 'aws:PrincipalArn', `arn:aws:iam::${DEV}:role/*`)), 'proved'],
 ['trust wildcard user', to([assumeProd], { AWS: '*' }, C('ArnLike', 'aws:PrincipalArn', `arn:aws:iam::${DEV}:user/d*`)), 'refuted'],
 ['trust names the id of a role', snapshot({ dev: { users: [dana([assumeProd], { UserId: 'AIDAEXAMPLE' })] }, prod: { roles: [deploy([trust({ AWS: DEV }, C('StringLike', 'aws:userid', 'AROAEXAMPLE:*'))])] } }), 'proved'],
 ['role arn deny principal session', snapshot({ prod: { users: [paul([allow('s3:PutObject')])], resources: [{ arn: 'arn:aws:s3:::orders', type: 'AWS::S3::Bucket', policy: doc({ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: ['arn:aws:s3:::orders', 'arn:aws:s3:::orders/*'] }) }] } }), 'refuted'],
 ['only the listed bucket and it denies', snapshot({ prod: { users: [paul([allow('s3:PutObject', 'arn:aws:s3:::orders/*')])], resources: [{ arn: 'arn:aws:s3:::orders', type: 'AWS::S3::Bucket', policy: doc({ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: ['arn:aws:s3:::orders', 'arn:aws:s3:::orders/*'] }) }] } }), 'proved'],
 ['unlisted bucket belongs to caller dev', snapshot({ dev: { users: [dana([allow('s3:PutObject', 'arn:aws:s3:::prod-stuff/*')])] } }), 'proved'],
 ['prod bucket, no policy, dev caller', snapshot({ dev: { users: [dana([allow('s3:PutObject', 'arn:aws:s3:::prod-stuff/*')])] }, prod: { resources: [{ arn: 'arn:aws:s3:::prod-stuff', type: 'AWS::S3::Bucket' }] } }), 'proved'],
 ['cross account KMS both', snapshot({ dev: { users: [dana([allow('kms:Encrypt', key)])] }, prod: { resources: [{ arn: key, type: 'AWS::KMS::Key', policy: doc(allow('kms:Encrypt', '*', { Principal: { AWS: DEV } })) }] } }), 'refuted'],
 ['cross account KMS key only', snapshot({ dev: { users: [dana([])] }, prod: { resources: [{ arn: key, type: 'AWS::KMS::Key', policy: doc(allow('kms:Encrypt', '*', { Principal: { AWS: DEV } })) }] } }), 'proved'],
 ['cross account KMS identity only', snapshot({ dev: { users: [dana([allow('kms:*')])] }, prod: { resources: [{ arn: key, type: 'AWS::KMS::Key', policy: doc(allow('kms:*', '*', { Principal: { AWS: `arn:aws:iam::${PROD}:root` } })) }] } }), 'proved'],
 ['KMS user direct in key policy, no identity', snapshot({ prod: { users: [paul()], resources: [{ arn: key, type: 'AWS::KMS::Key', policy: doc(allow('kms:ScheduleKeyDeletion', '*', { Principal: { AWS: userArn(PROD, 'paul') } })) }] } }), 'refuted'],
 ['KMS ViaService condition', snapshot({ prod: { users: [paul([allow('kms:Encrypt')])], resources: [{ arn: key, type: 'AWS::KMS::Key', policy: doc(allow('kms:*', '*', { Principal: { AWS: PROD }, ...C('StringEquals', 'kms:ViaService', 's3.eu-west-2.amazonaws.com') })) }] } }), 'refuted'],
 ['service-linked role as machine', snapshot({ prod: { users: [paul([allow('s3:GetObject')])], roles: [role(PROD, 'aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS', [service('ecs')], [allow('*')])] } }), 'proved'],
 ['passrole to service-linked', snapshot({ dev: { users: [dana([allow(['iam:PassRole', 'ecs:*'])])], roles: [role(DEV, 'aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS', [service('ecs')], [assumeProd])] }, prod: { roles: [deploy([trust({ AWS: DEV })])] } }), 'proved'],
 ['people in other env account', other('other', { users: [user(OTHER, 'eve', [allow('*')])] }), 'proved'],
 ['other env assumes prod', other('other', { users: [user(OTHER, 'eve', [assumeProd])] }, { roles: [deploy([trust({ AWS: OTHER })])] }), 'refuted'],
 ['audit write', other('audit', { users: [user(OTHER, 'eve', [allow('s3:PutObject')])] }), 'refuted'],
 ['delegated admin edits sets', delegating(snapshot({ dev: { users: [dana([allow('sso:PutInlinePolicyToPermissionSet')])] } }, center([{ name: 'Read', inlinePolicy: doc(allow('s3:GetObject')) }], [{ permissionSet: 'Read', accountId: PROD, group: 'g' }])), 'sso.amazonaws.com', DEV), 'refuted'],
 ['not delegated admin edits sets', snapshot({ dev: { users: [dana([allow('sso:*')])] } }, center([{ name: 'Read', inlinePolicy: doc(allow('s3:GetObject')) }], [{ permissionSet: 'Read', accountId: PROD, group: 'g' }])), 'proved'],
 ['mgmt assigns an unassigned set', snapshot({ mgmt: { users: [user(MGMT, 'mia', [allow('sso:CreateAccountAssignment')])] } }, center([{ name: 'Admin', inlinePolicy: doc(allow('*')) }], [])), 'refuted'],
 ['mgmt assigns a set assigned in dev only', snapshot({ mgmt: { users: [user(MGMT, 'mia', [allow('sso:CreateAccountAssignment')])] } }, center([{ name: 'Admin', inlinePolicy: doc(allow('*')) }], [{ permissionSet: 'Admin', accountId: DEV }])), 'refuted'],
 ['nobody assigns a set with a boundary that management lists not', snapshot({ dev: { users: [dana([])] } }, center([{ name: 'Build', inlinePolicy: doc(allow('*')), permissionsBoundary: { customerManagedPolicy: { name: 'workload-boundary', path: '/guarded/' } } }], [])), 'proved'],
 ['mgmt assigns a set with a boundary that it lists not', snapshot({ mgmt: { users: [user(MGMT, 'mia', [allow('sso:CreateAccountAssignment')])] } }, center([{ name: 'Build', inlinePolicy: doc(allow('*')), permissionsBoundary: { customerManagedPolicy: { name: 'workload-boundary', path: '/guarded/' } } }], [])), 'refuted'],
 ['mgmt assigns reading sets', snapshot({ mgmt: { users: [user(MGMT, 'mia', [allow('sso:CreateAccountAssignment')])] } }, center([{ name: 'Read', inlinePolicy: doc(allow('s3:GetObject')) }], [])), 'proved'],
 ['mgmt creates a set', snapshot({ mgmt: { users: [user(MGMT, 'mia', [allow(['sso:CreatePermissionSet', 'sso:PutInlinePolicyToPermissionSet', 'sso:CreateAccountAssignment'])])] } }, center([], [])), 'refuted'],
 ['allow-list scp, AttachPolicy', snapshot({ mgmt: { users: [user(MGMT, 'mia', [allow('organizations:AttachPolicy')])] }, prod: { users: [paul([allow('s3:PutObject')])] } }, {}, [scp(doc(allow('s3:Get*')), ['r-root', 'ou-prod'])]), 'refuted'],
 ['deny scp, AttachPolicy only', snapshot({ mgmt: { users: [user(MGMT, 'mia', [allow('organizations:AttachPolicy')])] }, prod: { users: [paul([allow('s3:PutObject')])] } }, {}, [FULL, scp(doc(deny('s3:Put*')), ['ou-prod'])]), 'proved'],
 ['leave organization from dev', snapshot({ dev: { users: [dana([assumeProd, allow('organizations:LeaveOrganization')])] }, prod: { roles: [deploy([trust({ AWS: DEV })])] } }, {}, [FULL, scp(doc(deny('sts:AssumeRole', DEPLOY)), ['ou-dev'])]), 'refuted'],
 ['register delegated admin', snapshot({ mgmt: { users: [user(MGMT, 'mia', [allow(['organizations:RegisterDelegatedAdministrator', 'organizations:EnableAWSServiceAccess'])])] }, dev: { users: [dana([allow('sso:*')])] } }, center([{ name: 'Read', inlinePolicy: doc(allow('s3:GetObject')) }], [{ permissionSet: 'Read', accountId: PROD, group: 'g' }])), 'refuted'],
 ['register delegated admin, nobody to use it', snapshot({ mgmt: { users: [user(MGMT, 'mia', [allow('organizations:RegisterDelegatedAdministrator')])] } }, center([{ name: 'Read', inlinePolicy: doc(allow('s3:GetObject')) }], [{ permissionSet: 'Read', accountId: PROD, group: 'g' }])), 'proved'],
 ['IfExists allow', inProd([allow('s3:PutObject', '*', C('StringEqualsIfExists', 'aws:PrincipalTag/team', 'x'))]), 'refuted'],
 ['Null true on tag', inProd([allow('s3:PutObject', '*', C('Null', 'aws:PrincipalTag/team', 'true'))]), 'refuted'],
 ['Null false on tag', inProd([allow('s3:PutObject', '*', C('Null', 'aws:PrincipalTag/team', 'false'))]), 'proved'],
 ['ABAC resource tag, tag resource first', inProd([allow('ec2:CreateTags'), ]), 'refuted'],
 ['TagRole on own role then ABAC trust', to([assumeProd, allow('iam:TagUser', userArn(DEV, 'dana'))], { AWS: DEV }, C('StringEquals', 'aws:PrincipalTag/env', 'prod')), 'refuted'],
 ['TagUser another user', to([assumeProd, allow('iam:TagUser', userArn(DEV, 'bob'))], { AWS: DEV }, C('StringEquals', 'aws:PrincipalTag/env', 'prod')), 'proved'],
 ['session tags allowed by trust', to([allow(['sts:AssumeRole', 'sts:TagSession'])], { AWS: DEV }, { Action: ['sts:AssumeRole', 'sts:TagSession'], ...C('StringEquals', 'aws:RequestTag/env', 'prod') }), 'refuted'],
 ['SourceIdentity in trust', to([assumeProd], { AWS: DEV }, C('StringLike', 'sts:SourceIdentity', '*')), 'refuted'],
 ['deny if PrincipalArn not like ci', inProd([allow('*'), deny('*', '*', C('ArnNotEquals', 'aws:PrincipalArn', roleArn(PROD, 'ci')))]), 'proved'],
 ['deny StringNotLike principal', inProd([allow('*'), deny('*', '*', C('StringNotLike', 'aws:PrincipalArn', '*:user/pau?'))]), 'refuted'],
 ['username variable', inProd([allow('s3:PutObject', '*', C('StringEquals', 'aws:username', 'paula'))]), 'proved'],
 ['username equal', inProd([allow('s3:PutObject', '*', C('StringEquals', 'aws:username', 'paul'))]), 'refuted'],
 ['old version variable literal', snapshot({ prod: { users: [user(PROD, 'paul', [], { UserPolicyList: [{ PolicyName: 'p', PolicyDocument: { Version: '2008-10-17', Statement: [allow('iam:DeleteUser', `arn:aws:iam::${PROD}:user/\${aws:username}`)] } }] })] } }), 'refuted'],
 ['ResourceAccount other', inProd([allow('s3:PutObject', '*', C('StringEquals', 'aws:ResourceAccount', DEV))]), 'proved'],
 ['ResourceAccount variable PrincipalAccount', inProd([allow('s3:PutObject', '*', C('StringEquals', 'aws:ResourceAccount', '${aws:PrincipalAccount}'))]), 'refuted'],
 ['RequestedRegion deny all but eu', inProd([allow('s3:PutObject'), deny('*', '*', C('StringNotEquals', 'aws:RequestedRegion', ['eu-west-2', 'eu-west-1']))]), 'refuted'],
 ['RequestedRegion contradictory', inProd([allow('s3:PutObject', '*', C('StringEquals', 'aws:RequestedRegion', 'eu-west-1')), deny('*', '*', C('StringNotEquals', 'aws:RequestedRegion', ['eu-west-2']))]), 'proved'],
 ['SourceVpce required', inProd([allow('s3:PutObject', '*', C('StringEquals', 'aws:SourceVpce', 'vpce-1'))]), 'refuted'],
 ['PrincipalOrgID in allow', inProd([allow('s3:PutObject', '*', C('StringNotEquals', 'aws:PrincipalOrgID', 'o-abc123defg'))]), 'proved'],
 ['Bool PrincipalIsAWSService', inProd([allow('s3:PutObject', '*', C('Bool', 'aws:PrincipalIsAWSService', 'true'))]), 'proved'],
 ['PrincipalType user', inProd([allow('s3:PutObject', '*', C('StringEquals', 'aws:PrincipalType', 'User'))]), 'refuted'],
 ['FederatedProvider absent for user', inProd([allow('s3:PutObject', '*', C('Null', 'aws:FederatedProvider', 'false'))]), 'proved'],
 ['MFA deny BoolIfExists false', inProd([allow('s3:PutObject'), deny('*', '*', C('BoolIfExists', 'aws:MultiFactorAuthPresent', 'false'))]), 'refuted'],
 ['MFA both', inProd([allow('s3:PutObject'), deny('*', '*', C('BoolIfExists', 'aws:MultiFactorAuthPresent', 'false')), deny('*', '*', C('Bool', 'aws:MultiFactorAuthPresent', 'true'))]), 'proved'],
 ['empty condition value list', inProd([allow('s3:PutObject', '*', C('StringEquals', 'aws:SourceVpc', []))]), 'proved'],
 ['lowercase action prefix', inProd([allow('S3:putobject')]), 'refuted'],
 ['action with ? ', inProd([allow('s3:PutObjec?')]), 'refuted'],
 ['malformed resource arn matches nothing', inProd([allow('s3:PutObject', 'arn:aws:s3:::')]), 'proved'],
 ['ec2 in dev region arn', inProd([allow('ec2:TerminateInstances', `arn:aws:ec2:*:${DEV}:instance/*`)]), 'proved'],
 ['inline deny all of boundary user', inProd([allow('*')], { PermissionsBoundary: { PermissionsBoundaryArn: 'arn:aws:iam::aws:policy/AWSDenyAll' } }), 'proved'],
 ['boundary + PutUserPolicy self', snapshot({ prod: { users: [paul([allow('iam:PutUserPolicy')], { PermissionsBoundary: { PermissionsBoundaryArn: `arn:aws:iam::${PROD}:policy/b` } })], policies: [managed(PROD, 'b', [allow('s3:Get*')])] } }), 'proved'],
 ['dev boundary policy version edit', snapshot({ dev: { users: [dana([allow('*')], { PermissionsBoundary: { PermissionsBoundaryArn: `arn:aws:iam::${DEV}:policy/b` } })], policies: [managed(DEV, 'b', [allow('iam:CreatePolicyVersion')])] }, prod: { roles: [deploy([trust({ AWS: DEV })])] } }), 'refuted'],
 ['saml role in prod read only', snapshot({ prod: { roles: [role(PROD, 'sso', [trust({ Federated: `arn:aws:iam::${PROD}:saml-provider/idp` }, { Action: 'sts:AssumeRoleWithSAML', ...C('StringEquals', 'SAML:aud', 'https://signin.aws.amazon.com/saml') })], [allow('s3:GetObject')])] } }), 'proved'],
 ['cognito identity role in prod', snapshot({ prod: { roles: [role(PROD, 'cog', [trust({ Federated: 'cognito-identity.amazonaws.com' }, { Action: 'sts:AssumeRoleWithWebIdentity', ...C('StringEquals', 'cognito-identity.amazonaws.com:aud', 'pool') })], [allow('dynamodb:PutItem')])] } }), 'refuted'],
 ['irsa exact', snapshot({ prod: { roles: [role(PROD, 'irsa', [trust({ Federated: `arn:aws:iam::${PROD}:oidc-provider/oidc.eks.eu-west-2.amazonaws.com/id/ABC` }, { Action: 'sts:AssumeRoleWithWebIdentity', ...C('StringEquals', 'oidc.eks.eu-west-2.amazonaws.com/id/ABC:sub', 'system:serviceaccount:shop:web') })], [allow('dynamodb:PutItem')])] } }), 'proved'],
 ['irsa wildcard', snapshot({ prod: { roles: [role(PROD, 'irsa', [trust({ Federated: `arn:aws:iam::${PROD}:oidc-provider/oidc.eks.eu-west-2.amazonaws.com/id/ABC` }, { Action: 'sts:AssumeRoleWithWebIdentity', ...C('StringLike', 'oidc.eks.eu-west-2.amazonaws.com/id/ABC:sub', 'system:serviceaccount:shop:*') })], [allow('dynamodb:PutItem')])] } }), 'refuted'],
 ['role both trusted by env oidc and by main branch', snapshot({ prod: { roles: [role(PROD, 'gh', [trust({ Federated: `arn:aws:iam::${PROD}:oidc-provider/token.actions.githubusercontent.com` }, { Action: 'sts:AssumeRoleWithWebIdentity', ...C('StringEquals', 'token.actions.githubusercontent.com:sub', ['repo:o/r:environment:prod', 'repo:o/r:ref:refs/heads/main']) })], [allow('s3:PutObject')])] } }), 'refuted'],
 ['exceptions subtract jointly', snapshot({ prod: { users: [paul([allow('s3:PutObject', ['arn:aws:s3:::aaa/*', 'arn:aws:s3:::bbb/*'])])] } }, { exceptions: [{ id: 'a', statement: 'a', principals: ['*'], actions: ['s3:*'], resources: ['arn:aws:s3:::aaa/*'] }, { id: 'b', statement: 'b', principals: ['*paul'], actions: ['s3:PutObject'], resources: ['arn:aws:s3:::bbb/*'] }] }), 'proved'],
 ['exception for other principal', snapshot({ prod: { users: [paul([allow('s3:PutObject')])] } }, { exceptions: [{ id: 'a', statement: 'a', principals: ['*/mary'], actions: ['s3:*'], resources: ['*'] }] }), 'refuted'],
 ['exception on role covers reach', snapshot({ dev: { users: [dana([assumeProd])] }, prod: { roles: [deploy([trust({ AWS: DEV })], [allow('ssm:StartAutomationExecution')])] } }, { exceptions: [{ id: 'a', statement: 'a', principals: [DEPLOY], actions: ['ssm:StartAutomationExecution'], resources: ['*'] }] }), 'proved'],
 ['exception case-insensitive action', snapshot({ prod: { users: [paul([allow('s3:PutObject')])] } }, { exceptions: [{ id: 'a', statement: 'a', principals: ['*'], actions: ['S3:putobject'], resources: ['*'] }] }), 'proved'],
 ['humans pattern user arn no effect', snapshot({ prod: { roles: [role(PROD, 'ops/oncall', [service('ec2')], [allow('s3:PutObject')])] } }, { humans: [`arn:aws:iam::${PROD}:role/ops/*`] }), 'refuted'],
 ['group gives via AddUserToGroup in prod', inProd([allow('iam:AddUserToGroup')]), 'refuted'],
 ['sqs anonymous', snapshot({ prod: { resources: [{ arn: sqs, type: 'AWS::SQS::Queue', policy: doc(allow('sqs:SendMessage', sqs, { Principal: '*' })) }] }, dev: { users: [dana([])] } }), 'proved'],
 ['sqs star + dev identity', snapshot({ prod: { resources: [{ arn: sqs, type: 'AWS::SQS::Queue', policy: doc(allow('sqs:SendMessage', sqs, { Principal: '*' })) }] }, dev: { users: [dana([allow('sqs:*')])] } }), 'refuted'],
 ['sqs star same account no identity', snapshot({ prod: { users: [paul()], resources: [{ arn: sqs, type: 'AWS::SQS::Queue', policy: doc(allow('sqs:SendMessage', sqs, { Principal: '*' })) }] } }), 'refuted'],
 ['sqs root same account no identity', snapshot({ prod: { users: [paul()], resources: [{ arn: sqs, type: 'AWS::SQS::Queue', policy: doc(allow('sqs:SendMessage', sqs, { Principal: { AWS: PROD } })) }] } }), 'proved'],
 ['service principal only', snapshot({ prod: { users: [paul([])], resources: [{ arn: sqs, type: 'AWS::SQS::Queue', policy: doc(allow('sqs:SendMessage', sqs, { Principal: { Service: 's3.amazonaws.com' } })) }] } }), 'proved'],
 ['rcp blocks dev on s3', snapshot({ dev: { users: [dana([allow('s3:*')])] }, prod: { resources: [{ arn: 'arn:aws:s3:::orders', type: 'AWS::S3::Bucket', policy: doc(allow('s3:*', ['arn:aws:s3:::orders', 'arn:aws:s3:::orders/*'], { Principal: { AWS: DEV } })) }] } }, {}, [rcp(doc({ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*', ...C('StringNotEqualsIfExists', 'aws:PrincipalAccount', PROD) }), ['ou-prod'])]), 'proved'],
 ['scp binds caller not resource', snapshot({ dev: { users: [dana([allow('s3:*')])] }, prod: { resources: [{ arn: 'arn:aws:s3:::orders', type: 'AWS::S3::Bucket', policy: doc(allow('s3:*', ['arn:aws:s3:::orders', 'arn:aws:s3:::orders/*'], { Principal: { AWS: DEV } })) }] } }, {}, [FULL, scp(doc(deny('s3:*')), ['ou-prod'])]), 'refuted'],
 ['scp with condition on principal arn spares sso role', snapshot({}, center([{ name: 'Ops', inlinePolicy: doc(allow('s3:PutObject')) }], [{ permissionSet: 'Ops', accountId: PROD }]), [FULL, scp(doc(deny('*', '*', C('ArnNotLike', 'aws:PrincipalArn', 'arn:aws:iam::*:role/aws-reserved/sso.amazonaws.com/*AWSReservedSSO_Ops_*'))), ['ou-prod'])]), 'refuted'],
 ['sso in region path, deny covers *', snapshot({}, center([{ name: 'Ops', inlinePolicy: doc(allow('s3:PutObject')) }], [{ permissionSet: 'Ops', accountId: PROD }]), [FULL, scp(doc(deny('*', '*', C('ArnLike', 'aws:PrincipalArn', 'arn:aws:iam::*:role/aws-reserved/sso.amazonaws.com/*'))), ['ou-prod'])]), 'proved'],
 ['permission set boundary', snapshot({}, center([{ name: 'Ops', inlinePolicy: doc(allow('s3:PutObject')), permissionsBoundary: { awsManagedPolicy: 'arn:aws:iam::aws:policy/AmazonEC2ReadOnlyAccess' } }], [{ permissionSet: 'Ops', accountId: PROD }])), 'proved'],
 ['saml trust of an sso role in dev grants prod by exact arn', snapshot({ prod: { roles: [deploy([trust({ AWS: roleArn(DEV, 'aws-reserved/sso.amazonaws.com/eu-west-2/AWSReservedSSO_Dev_0123456789abcdef') })])] } }, center([{ name: 'Dev', inlinePolicy: doc(assumeProd) }], [{ permissionSet: 'Dev', accountId: DEV }])), 'refuted'],
 ['unknown operator but read anyway', inProd([allow('s3:GetObject', '*', C('StringFoo', 'a', 'b'))]), 'proved'],
 ['unknown op in trust', to([assumeProd], { AWS: DEV }, C('StringFoo', 'a', 'b')), 'unknown'],
 ['unknown op in scp deny', snapshot({ prod: { users: [paul([allow('s3:PutObject')])] } }, {}, [FULL, scp(doc(deny('*', '*', C('StringFoo', 'a', 'b'))), ['ou-prod'])]), 'unknown'],
 ['unknown op in deny, another write free', inProd([allow(['s3:PutObject', 'sqs:SendMessage']), deny('s3:*', '*', C('StringFoo', 'a', 'b'))]), 'refuted'],
 ['unknown op in boundary', snapshot({ prod: { users: [paul([allow('s3:PutObject')], { PermissionsBoundary: { PermissionsBoundaryArn: `arn:aws:iam::${PROD}:policy/b` } })], policies: [managed(PROD, 'b', [allow('s3:*', '*', C('StringFoo', 'a', 'b'))])] } }), 'unknown'],
 ['unknown op in rcp', snapshot({ prod: { users: [paul([allow('s3:PutObject')])] } }, {}, [rcp(doc({ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*', ...C('StringFoo', 'a', 'b') }), ['ou-prod'])]), 'unknown'],
 ['unknown op in bucket deny, specific', snapshot({ prod: { users: [paul([allow('s3:PutObject', 'arn:aws:s3:::orders/*')])], resources: [{ arn: 'arn:aws:s3:::orders', type: 'AWS::S3::Bucket', policy: doc({ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*', ...C('StringFoo', 'a', 'b') }) }] } }), 'unknown'],
 ['unknown op in the allow plus same action granted plainly', inProd([allow('s3:PutObject', '*', C('StringFoo', 'a', 'b')), allow('s3:PutObject')]), 'refuted'],
 ['bridge: unknown op needed on pass role', snapshot({ dev: { users: [dana([allow('iam:PassRole', '*', C('StringFoo', 'a', 'b')), allow('lambda:*')])], roles: [role(DEV, 'app', [service('lambda')], [assumeProd])] }, prod: { roles: [deploy([trust({ AWS: DEV })])] } }), 'unknown'],
 ['rds db connect prod', inProd([allow('rds-db:connect', `arn:aws:rds-db:eu-west-2:${PROD}:dbuser:db-1/admin`)]), 'refuted'],
 ['saml provider edit dev', snapshot({ dev: { users: [dana([allow('iam:UpdateSAMLProvider')])] , roles: [role(DEV, 'fed', [trust({ Federated: `arn:aws:iam::${DEV}:saml-provider/idp` }, { Action: 'sts:AssumeRoleWithSAML' })], [assumeProd])] }, prod: { roles: [deploy([trust({ AWS: DEV })])] } }), 'refuted'],
 ['create oidc provider, machine role trusts it', snapshot({ dev: { users: [dana([allow('iam:CreateOpenIDConnectProvider')])] , roles: [role(DEV, 'gh', [trust({ Federated: `arn:aws:iam::${DEV}:oidc-provider/token.actions.githubusercontent.com` }, { Action: 'sts:AssumeRoleWithWebIdentity', ...C('StringEquals', 'token.actions.githubusercontent.com:sub', 'repo:o/r:environment:prod') })], [assumeProd])] }, prod: { roles: [deploy([trust({ AWS: DEV })])] } }), 'refuted'],
 ['roles anywhere anchor', snapshot({ dev: { users: [dana([allow(['rolesanywhere:CreateTrustAnchor', 'rolesanywhere:CreateProfile'])])] , roles: [role(DEV, 'ra', [service('rolesanywhere')], [assumeProd])] }, prod: { roles: [deploy([trust({ AWS: DEV })])] } }), 'refuted'],
 ['rds with role', snapshot({ dev: { users: [dana([allow('rds-db:connect')])], roles: [role(DEV, 'db', [service('rds')], [assumeProd])], resources: [{ arn: `arn:aws:rds:eu-west-2:${DEV}:db:d`, type: 'AWS::RDS::DBInstance', role: roleArn(DEV, 'db') }] }, prod: { roles: [deploy([trust({ AWS: DEV })])] } }), 'refuted'],
 ['external account admin not human', to([], { AWS: '555555555555' }), 'proved'],
 ['access keys of root-like path user', snapshot({ dev: { users: [dana([allow('iam:CreateAccessKey')]), user(DEV, 'ci/deployer', [assumeProd])] }, prod: { roles: [deploy([trust({ AWS: DEV })])] } }), 'refuted'],
 ['AssumeRoot from mgmt', delegating(snapshot({ mgmt: { users: [user(MGMT, 'mia', [allow('sts:AssumeRoot')])] } }), 'iam.amazonaws.com', TOOLING), 'refuted'],
];

it.each(CASES)('%s', (_rule, input, verdict) => {
  expect(answerTo(input).verdict).toBe(verdict);
});

it('tells requests that look like life', () => {
  const paulWrites = snapshot({ prod: { users: [paul([allow(['s3:PutObject'])])] } });
  expect(answerTo(paulWrites).counterexamples[0].request.resource).toMatch(/^arn:aws:s3:::[a-z0-9-]{3,}[/]/);
});

it('tells who lifts a control policy before the request that it leaves', () => {
  const lifted = snapshot(
    {
      mgmt: { users: [user(MGMT, 'mia', [allow('organizations:DetachPolicy')])] },
      prod: { users: [paul([allow('s3:PutObject')])] },
    },
    {},
    [FULL, scp(doc(deny('*')), ['ou-prod'])],
  );
  const told = answerTo(lifted).counterexamples.map((one) => [one.human, one.steps.map((step) => step.from)]);
  expect(told).toContainEqual([userArn(PROD, 'paul'), [userArn(MGMT, 'mia')]]);
});
