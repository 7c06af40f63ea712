import type { Json } from './_org';
import {
  DEV,
  FULL,
  MGMT,
  PROD,
  TOOLING,
  allow,
  answerTo,
  deny,
  doc,
  group,
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
const prodDeploy = (t: Json[], st: Json[] = [allow('*')], m = {}) => role(PROD, 'deploy', t, st, m);
const dana = (st: Json[], m = {}) => user(DEV, 'dana', st, m);
const sets = (s: Json[], a: Json[]) => ({ identityCenter: { permissionSets: s, assignments: a } });
// prettier-ignore
const CASES: [rule: string, input: Json, verdict: string][] = [
 ['dev admin, prod trusts dev role by name that does not exist', snapshot({dev:{users:[dana([allow('*')])]},prod:{roles:[prodDeploy([trust({AWS:roleArn(DEV,'ci')})])]}}),'refuted'],
 ['dev admin under boundary, machine role trusted', snapshot({dev:{users:[dana([allow(['lambda:*','iam:PassRole'])])],roles:[role(DEV,'ci',[service('codebuild')],[assumeProd])]},prod:{roles:[prodDeploy([trust({AWS:roleArn(DEV,'ci')})])]}}),'proved'],
 ['github machine in dev assumes prod; people cannot drive', snapshot({dev:{users:[dana([allow('s3:*')])],roles:[role(DEV,'gh',[trust({Federated:`arn:aws:iam::${DEV}:oidc-provider/token.actions.githubusercontent.com`},{Action:'sts:AssumeRoleWithWebIdentity',Condition:{StringEquals:{'token.actions.githubusercontent.com:sub':'repo:o/r:environment:prod','token.actions.githubusercontent.com:aud':'sts.amazonaws.com'}}})],[assumeProd])]},prod:{roles:[prodDeploy([trust({AWS:roleArn(DEV,'gh')})])]}}),'proved'],
 ['notprincipal trust', snapshot({dev:{users:[dana([assumeProd])]},prod:{roles:[prodDeploy([{Effect:'Allow',NotPrincipal:{AWS:userArn(DEV,'x')},Action:'sts:AssumeRole'}])]}}),'refuted'],
 ['sso dev assumes prod via trust on SSO role pattern', snapshot({prod:{roles:[prodDeploy([trust({AWS:DEV},{Condition:{ArnLike:{'aws:PrincipalArn':`arn:aws:iam::${DEV}:role/aws-reserved/sso.amazonaws.com/*AWSReservedSSO_Dev_*`}}})])]}},sets([{name:'Dev',inlinePolicy:doc(assumeProd)}],[{permissionSet:'Dev',accountId:DEV,group:'g'}])),'refuted'],
 ['unknown operator allow', snapshot({prod:{users:[user(PROD,'p',[allow('s3:PutObject','*',{Condition:{StringFoo:{'aws:x':'1'}}})])]}}),'unknown'],
 ['unknown operator deny over allow', snapshot({prod:{users:[user(PROD,'p',[allow('s3:PutObject'),deny('s3:*','*',{Condition:{StringFoo:{'aws:x':'1'}}})])]}}),'unknown'],
 ['mgmt admin with OrganizationAccountAccessRole', snapshot({mgmt:{users:[user(MGMT,'m',[allow('*')])]},prod:{roles:[role(PROD,'OrganizationAccountAccessRole',[trust({AWS:MGMT})],[allow('*')])]}}),'refuted'],
 ['mgmt admin alone', snapshot({mgmt:{users:[user(MGMT,'m',[allow('*')])]}}),'refuted'],
 ['mgmt reader', snapshot({mgmt:{users:[user(MGMT,'m',[allow(['organizations:List*','organizations:Describe*'])])]}}),'proved'],
 ['lambda invoke cross account', snapshot({dev:{users:[dana([allow('lambda:InvokeFunction')])]},prod:{resources:[{arn:`arn:aws:lambda:eu-west-2:${PROD}:function:f`,type:'AWS::Lambda::Function',policy:doc(allow('lambda:InvokeFunction','*',{Principal:{AWS:DEV}}))}]}}),'refuted'],
 ['sqs grant by role arn but identity denies', snapshot({prod:{users:[user(PROD,'p',[deny('sqs:*')])],resources:[{arn:`arn:aws:sqs:eu-west-2:${PROD}:q`,type:'AWS::SQS::Queue',policy:doc(allow('sqs:SendMessage','*',{Principal:'*'}))}]}}),'proved'],
 ['resource policy grants user under boundary', snapshot({prod:{users:[user(PROD,'p',[],{PermissionsBoundary:{PermissionsBoundaryArn:'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess'}})],resources:[{arn:`arn:aws:sqs:eu-west-2:${PROD}:q`,type:'AWS::SQS::Queue',policy:doc(allow('sqs:SendMessage','*',{Principal:{AWS:userArn(PROD,'p')}}))}]}}),'refuted'],
 ['tooling codebuild take over is itself a write', snapshot({tooling:{users:[user(TOOLING,'t',[allow('codebuild:StartBuild')])],resources:[{arn:`arn:aws:codebuild:eu-west-2:${TOOLING}:project/p`,type:'AWS::CodeBuild::Project',role:roleArn(TOOLING,'b')}],roles:[role(TOOLING,'b',[service('codebuild')],[assumeProd])]},prod:{roles:[prodDeploy([trust({AWS:roleArn(TOOLING,'b')})])]}}),'refuted'],
 ['artifact bucket in tooling writable from dev', snapshot({dev:{users:[dana([allow('s3:PutObject','arn:aws:s3:::art/*')])]},tooling:{resources:[{arn:'arn:aws:s3:::art',type:'AWS::S3::Bucket',policy:doc(allow('s3:PutObject','arn:aws:s3:::art/*',{Principal:{AWS:DEV}}))}]}}),'refuted'],
 ['scp denies in dev', snapshot({dev:{users:[dana([assumeProd])]},prod:{roles:[prodDeploy([trust({AWS:DEV})])]}},{},[FULL,scp(doc(deny('sts:AssumeRole',DEPLOY)),['ou-dev'])]),'proved'],
 ['group deny', snapshot({prod:{users:[user(PROD,'p',[allow('s3:*')],{GroupList:['g']})],groups:[group(PROD,'g',[deny('*')])]}}),'proved'],
 ['NotResource deny', snapshot({prod:{users:[user(PROD,'p',[allow('s3:PutObject')  ,{Effect:'Deny',Action:'s3:*',NotResource:'arn:aws:s3:::ok/*'}])]}}),'refuted'],
 ['policy variable own prefix', snapshot({prod:{users:[user(PROD,'p',[allow('s3:PutObject','arn:aws:s3:::home/${aws:username}/*')])]}}),'refuted'],
 ['cfn passed by dev to admin cfn role with cross trust', snapshot({dev:{users:[dana([allow(['cloudformation:CreateStack','iam:PassRole'])])],roles:[role(DEV,'cfn',[service('cloudformation')],[allow('*')])]},prod:{roles:[prodDeploy([trust({AWS:DEV})])]}}),'refuted'],
 ['confused: trust requires mfa false', snapshot({dev:{users:[dana([assumeProd])]},prod:{roles:[prodDeploy([trust({AWS:DEV},{Condition:{Bool:{'aws:MultiFactorAuthPresent':'true'},NumericLessThan:{'aws:MultiFactorAuthAge':'3600'}}})])]}}),'refuted'],
 ['time window condition', snapshot({prod:{users:[user(PROD,'p',[allow('s3:PutObject','*',{Condition:{DateLessThan:{'aws:CurrentTime':'2020-01-01T00:00:00Z'}}})])]}}),'refuted'],
 ['tag resource condition listed tag differs (only listed)', snapshot({dev:{users:[dana([allow('lambda:UpdateFunctionCode','*',{Condition:{StringEquals:{'aws:ResourceTag/team':'blue'}}})])],roles:[role(DEV,'app',[service('lambda')],[assumeProd])],resources:[{arn:`arn:aws:lambda:eu-west-2:${DEV}:function:f`,type:'AWS::Lambda::Function',role:roleArn(DEV,'app'),tags:{team:'red'}}]},prod:{roles:[prodDeploy([trust({AWS:roleArn(DEV,'app')})])]}}),'proved'],
 ['tag resource condition with tagging', snapshot({dev:{users:[dana([allow('lambda:TagResource'),allow('lambda:UpdateFunctionCode','*',{Condition:{StringEquals:{'aws:ResourceTag/team':'blue'}}})])],roles:[role(DEV,'app',[service('lambda')],[assumeProd])],resources:[{arn:`arn:aws:lambda:eu-west-2:${DEV}:function:f`,type:'AWS::Lambda::Function',role:roleArn(DEV,'app'),tags:{team:'red'}}]},prod:{roles:[prodDeploy([trust({AWS:roleArn(DEV,'app')})])]}}),'refuted'],
];

it.each(CASES)('%s', (_rule, input, verdict) => {
  expect(answerTo(input).verdict).toBe(verdict);
});
