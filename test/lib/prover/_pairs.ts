import type { Content, Json } from './_org';
import {
  DEV,
  FULL,
  MGMT,
  PROD,
  allow,
  attach,
  deny,
  doc,
  group,
  managed,
  role,
  roleArn,
  scp,
  service,
  snapshot,
  trust,
  user,
  userArn,
} from './_org';

export const DEPLOY = roleArn(PROD, 'deploy');
const assumeProd = allow('sts:AssumeRole', DEPLOY);
const app = (host: string, ...more: Json[]): Json => role(DEV, 'app', [service(host)], [assumeProd, ...more]);
const arn = (rest: string): string => `arn:aws:${rest.replace('ACC', DEV)}`;

/** With `may` somebody finds a way into prod by an edge; without one action there is none. */
export interface Pair {
  /** What the developer is allowed. */
  readonly may: Json[];
  readonly dev?: Content;
  readonly edge: string;
  /** The action that, taken away, takes the way away. */
  readonly without: string;
  /** Somebody else writes in prod anyway: without the action, the one who has these rights does not. */
  readonly others?: boolean;
  /** The organization around somebody with these rights; absent: the developer's account and a role in prod. */
  readonly around?: (may: Json[]) => Json;
}

const running = (host: string, type: string, rest: string, may: string[], edge: string, more: Json = {}): Pair => ({
  may: [allow(may)],
  dev: { roles: [app(host)], resources: [{ arn: arn(rest), type, role: roleArn(DEV, 'app'), ...more }] },
  edge,
  without: may[0],
});

const passing = (host: string, creating: string[]): Pair => ({
  may: [allow(['iam:PassRole', ...creating])],
  dev: { roles: [app(host)] },
  edge: 'pass-role',
  without: 'iam:PassRole',
});

export const inGroup = { GroupList: ['team'] };
const trustedAnyway = role(DEV, 'app', [trust({ AWS: `arn:aws:iam::${DEV}:root` })]);
const toApp = allow('sts:AssumeRole', roleArn(DEV, 'app'));

// prettier-ignore
export const PAIRS: Record<string, Pair> = {
  'apprunner-001': passing('tasks.apprunner', ['apprunner:CreateService']),
  'apprunner-002': running('tasks.apprunner', 'AWS::AppRunner::Service', 'apprunner:eu-west-2:ACC:service/web/1', ['apprunner:UpdateService'], 'app-runner-take-over'),
  'bedrock-001': passing('bedrock-agentcore', ['bedrock-agentcore:CreateCodeInterpreter', 'bedrock-agentcore:StartCodeInterpreterSession']),
  'bedrock-002': running('bedrock-agentcore', 'AWS::BedrockAgentCore::CodeInterpreterCustom', 'bedrock-agentcore:eu-west-2:ACC:code-interpreter-custom/c', ['bedrock-agentcore:InvokeCodeInterpreter', 'bedrock-agentcore:StartCodeInterpreterSession'], 'bedrock-take-over'),
  'cloudformation-001': passing('cloudformation', ['cloudformation:CreateStack']),
  'cloudformation-002': running('cloudformation', 'AWS::CloudFormation::Stack', 'cloudformation:eu-west-2:ACC:stack/s/1', ['cloudformation:UpdateStack'], 'stack-take-over'),
  'cloudformation-003': passing('cloudformation', ['cloudformation:CreateStackSet', 'cloudformation:CreateStackInstances']),
  'cloudformation-004': running('cloudformation', 'AWS::CloudFormation::StackSet', 'cloudformation:eu-west-2:ACC:stackset/s:1', ['cloudformation:UpdateStackSet'], 'stack-set-take-over'),
  'cloudformation-005': running('cloudformation', 'AWS::CloudFormation::Stack', 'cloudformation:eu-west-2:ACC:stack/s/1', ['cloudformation:CreateChangeSet', 'cloudformation:ExecuteChangeSet'], 'stack-take-over'),
  'codebuild-001': passing('codebuild', ['codebuild:CreateProject', 'codebuild:StartBuild']),
  'codebuild-002': running('codebuild', 'AWS::CodeBuild::Project', 'codebuild:eu-west-2:ACC:project/p', ['codebuild:StartBuild'], 'codebuild-take-over'),
  'codebuild-003': running('codebuild', 'AWS::CodeBuild::Project', 'codebuild:eu-west-2:ACC:project/p', ['codebuild:StartBuildBatch'], 'codebuild-take-over'),
  'datapipeline-001': passing('datapipeline', ['datapipeline:CreatePipeline', 'datapipeline:PutPipelineDefinition']),
  'ec2instanceconnect-003': running('ec2', 'AWS::EC2::Instance', 'ec2:eu-west-2:ACC:instance/i-1', ['ec2-instance-connect:SendSSHPublicKey'], 'instance-take-over'),
  'ec2-001': passing('ec2', ['ec2:RunInstances']),
  'ec2-002': running('ec2', 'AWS::EC2::Instance', 'ec2:eu-west-2:ACC:instance/i-1', ['ec2:ModifyInstanceAttribute', 'ec2:StopInstances', 'ec2:StartInstances'], 'instance-take-over'),
  'ec2-003': passing('ec2', ['ec2:RequestSpotInstances']),
  'ec2-004': running('ec2', 'AWS::EC2::LaunchTemplate', 'ec2:eu-west-2:ACC:launch-template/lt-1', ['ec2:CreateLaunchTemplateVersion'], 'launch-template-take-over'),
  'ecs-004': passing('ecs-tasks', ['ecs:RegisterTaskDefinition', 'ecs:RunTask']),
  'ecs-exec': running('ecs-tasks', 'AWS::ECS::TaskDefinition', 'ecs:eu-west-2:ACC:task-definition/t:1', ['ecs:ExecuteCommand'], 'ecs-take-over'),
  'ecs-run': running('ecs-tasks', 'AWS::ECS::TaskDefinition', 'ecs:eu-west-2:ACC:task-definition/t:1', ['ecs:RunTask'], 'ecs-take-over'),
  'glue-001': passing('glue', ['glue:CreateDevEndpoint']),
  'glue-002': running('glue', 'AWS::Glue::DevEndpoint', 'glue:eu-west-2:ACC:devEndpoint/d', ['glue:UpdateDevEndpoint'], 'glue-take-over'),
  'glue-003': passing('glue', ['glue:CreateJob', 'glue:StartJobRun']),
  'glue-005': running('glue', 'AWS::Glue::Job', 'glue:eu-west-2:ACC:job/j', ['glue:UpdateJob'], 'glue-take-over'),
  'iam-001': {
    may: [allow('iam:CreatePolicyVersion'), toApp],
    dev: { policies: [managed(DEV, 'p', [allow('s3:GetObject')])], roles: [role(DEV, 'app', [trust({ AWS: DEV })], [], { AttachedManagedPolicies: [attach(`arn:aws:iam::${DEV}:policy/p`)] })] },
    edge: 'policy-version',
    without: 'iam:CreatePolicyVersion',
  },
  'iam-005': { may: [allow('iam:PutRolePolicy'), toApp], dev: { roles: [trustedAnyway] }, edge: 'role-policy-edit', without: 'iam:PutRolePolicy' },
  'iam-009': { may: [allow('iam:AttachRolePolicy'), toApp], dev: { roles: [trustedAnyway] }, edge: 'role-policy-edit', without: 'iam:AttachRolePolicy' },
  'iam-007': { may: [allow('iam:PutUserPolicy')], edge: 'user-policy-edit', without: 'iam:PutUserPolicy' },
  'iam-008': { may: [allow('iam:AttachUserPolicy')], edge: 'user-policy-edit', without: 'iam:AttachUserPolicy' },
  'iam-010': { may: [allow('iam:AttachGroupPolicy')], dev: { groups: [group(DEV, 'team', [allow('s3:GetObject')])] }, edge: 'group-policy-edit', without: 'iam:AttachGroupPolicy' },
  'iam-011': { may: [allow('iam:PutGroupPolicy')], dev: { groups: [group(DEV, 'team', [allow('s3:GetObject')])] }, edge: 'group-policy-edit', without: 'iam:PutGroupPolicy' },
  'iam-012': { may: [allow('iam:UpdateAssumeRolePolicy'), toApp], dev: { roles: [app('lambda')] }, edge: 'trust-policy-edit', without: 'iam:UpdateAssumeRolePolicy' },
  'iam-013': { may: [allow('iam:AddUserToGroup')], dev: { groups: [group(DEV, 'team', [allow('s3:GetObject')]), group(DEV, 'deployers', [assumeProd])] }, edge: 'group-membership', without: 'iam:AddUserToGroup' },
  'default-version': {
    may: [allow('iam:SetDefaultPolicyVersion'), toApp],
    dev: { policies: [managed(DEV, 'p', [allow('s3:GetObject')], [[assumeProd]])], roles: [role(DEV, 'app', [trust({ AWS: DEV })], [], { AttachedManagedPolicies: [attach(`arn:aws:iam::${DEV}:policy/p`)] })] },
    edge: 'policy-default-version',
    without: 'iam:SetDefaultPolicyVersion',
  },
  'create-role': { may: [allow(['iam:CreateRole', 'iam:PutRolePolicy'])], edge: 'create-role', without: 'iam:CreateRole' },
  'lambda-001': passing('lambda', ['lambda:CreateFunction', 'lambda:InvokeFunction']),
  'lambda-003': running('lambda', 'AWS::Lambda::Function', 'lambda:eu-west-2:ACC:function:f', ['lambda:UpdateFunctionCode'], 'lambda-take-over'),
  'lambda-layers': running('lambda', 'AWS::Lambda::Function', 'lambda:eu-west-2:ACC:function:f', ['lambda:UpdateFunctionConfiguration'], 'lambda-take-over'),
  'lambda-policy': running('lambda', 'AWS::Lambda::Function', 'lambda:eu-west-2:ACC:function:f', ['lambda:AddPermission'], 'lambda-take-over'),
  'access-grant': running('s3', 'AWS::S3::AccessGrantsLocation', 's3:eu-west-2:ACC:access-grants/default/location/l', ['s3:GetDataAccess'], 'access-grant'),
  'sagemaker-001': passing('sagemaker', ['sagemaker:CreateNotebookInstance']),
  'sagemaker-002': passing('sagemaker', ['sagemaker:CreateTrainingJob']),
  'sagemaker-003': passing('sagemaker', ['sagemaker:CreateProcessingJob']),
  'sagemaker-004': running('sagemaker', 'AWS::SageMaker::NotebookInstance', 'sagemaker:eu-west-2:ACC:notebook-instance/n', ['sagemaker:CreatePresignedNotebookInstanceUrl'], 'sagemaker-take-over'),
  'sagemaker-005': running('sagemaker', 'AWS::SageMaker::NotebookInstance', 'sagemaker:eu-west-2:ACC:notebook-instance/n', ['sagemaker:UpdateNotebookInstance'], 'sagemaker-take-over'),
  'ssm-001': running('ec2', 'AWS::EC2::Instance', 'ec2:eu-west-2:ACC:instance/i-1', ['ssm:StartSession'], 'instance-take-over'),
  'ssm-002': running('ec2', 'AWS::EC2::Instance', 'ec2:eu-west-2:ACC:instance/i-1', ['ssm:SendCommand'], 'instance-take-over'),
  'sts-001': { may: [toApp], dev: { roles: [role(DEV, 'app', [trust({ AWS: DEV })], [assumeProd])] }, edge: 'assume-role', without: 'sts:AssumeRole' },
  'state-machine': running('states', 'AWS::StepFunctions::StateMachine', 'states:eu-west-2:ACC:stateMachine:m', ['states:UpdateStateMachine'], 'state-machine-take-over'),
  'bedrock-agent': running('bedrock', 'AWS::Bedrock::Agent', 'bedrock:eu-west-2:ACC:agent/A', ['bedrock:UpdateAgent'], 'bedrock-take-over'),
  'pipeline': running('codepipeline', 'AWS::CodePipeline::Pipeline', 'codepipeline:eu-west-2:ACC:p', ['codepipeline:UpdatePipeline'], 'pipeline-take-over'),
  'artifacts': running('codepipeline', 'AWS::CodePipeline::Pipeline', 'codepipeline:eu-west-2:ACC:p', ['s3:PutObject'], 'content', { dependsOn: ['arn:aws:s3:::artifacts'] }),
  'image': running('ecs-tasks', 'AWS::ECS::Service', 'ecs:eu-west-2:ACC:service/c/s', ['ecr:PutImage'], 'content', { dependsOn: [arn('ecr:eu-west-2:ACC:repository/r')] }),
  'events': running('events', 'AWS::Events::Rule', 'events:eu-west-2:ACC:rule/r', ['events:PutTargets'], 'event-take-over'),
  'kubernetes': running('pods.eks', 'AWS::EKS::Cluster', 'eks:eu-west-2:ACC:cluster/c', ['eks:CreateAccessEntry'], 'kubernetes-take-over'),
  'managed-node': running('ssm', 'AWS::SSM::ManagedInstance', 'ssm:eu-west-2:ACC:managed-instance/mi-1', ['ssm:SendCommand'], 'managed-node-take-over'),
  'codedeploy': running('codedeploy', 'AWS::CodeDeploy::DeploymentGroup', 'codedeploy:eu-west-2:ACC:deploymentgroup:a/g', ['codedeploy:CreateDeployment'], 'codedeploy-take-over'),
  'data pipeline': running('datapipeline', 'AWS::DataPipeline::Pipeline', 'datapipeline:eu-west-2:ACC:pipeline/df-1', ['datapipeline:PutPipelineDefinition'], 'data-pipeline-take-over'),
  'emr': running('ec2', 'AWS::EMR::Cluster', 'elasticmapreduce:eu-west-2:ACC:cluster/j-1', ['elasticmapreduce:AddJobFlowSteps'], 'emr-take-over'),
  'batch': running('ecs-tasks', 'AWS::Batch::JobDefinition', 'batch:eu-west-2:ACC:job-definition/j:1', ['batch:SubmitJob'], 'batch-take-over'),
  'automation': running('ssm', 'AWS::SSM::Document', 'ssm:eu-west-2:ACC:document/d', ['ssm:UpdateDocument'], 'automation-take-over'),
  'application': running('ec2', 'AWS::ElasticBeanstalk::Environment', 'elasticbeanstalk:eu-west-2:ACC:environment/a/e', ['elasticbeanstalk:UpdateEnvironment'], 'application-take-over'),
  'identity pool': running('lambda', 'AWS::Cognito::IdentityPool', 'cognito-identity:eu-west-2:ACC:identitypool/eu-west-2:1', ['cognito-identity:SetIdentityPoolRoles'], 'identity-pool-take-over'),
  'database': running('rds', 'AWS::RDS::DBInstance', 'rds:eu-west-2:ACC:db:d', ['rds-db:connect'], 'database-take-over'),
  'unknown type': running('newthing', 'AWS::IVS::RecordingConfiguration', 'ivs:eu-west-2:ACC:recording-configuration/c', ['ivs:CreateRecordingConfiguration'], 'resource-change'),
};

const boundary = (id: string) => ({ PermissionsBoundary: { PermissionsBoundaryArn: `arn:aws:iam::${id}:policy/b` } });
const bounded = managed(DEV, 'b', [allow(['iam:*', 's3:GetObject'])]);
const trusting = (t: Json): Content => ({ roles: [role(PROD, 'deploy', [t], [allow('*')])] });
const mia = (may: Json[]): Content => ({ users: [user(MGMT, 'mia', may)] });
const center = (sets: Json[], assignments: Json[]): Json => ({ identityCenter: { permissionSets: sets, assignments } });
const besides = (pair: Pair): Pair => ({ ...pair, others: true });
const reading = { name: 'Read', inlinePolicy: doc(allow('s3:GetObject')) };
const writing = { name: 'Write', inlinePolicy: doc(allow('s3:PutObject')) };
const inProd = (permissionSet: string): Json => ({ permissionSet, accountId: PROD, group: 'g' });
const untagged = { Condition: { Null: { 'aws:PrincipalTag/env': 'true' } } };
const tagged = { Condition: { StringEquals: { 'aws:PrincipalTag/env': 'prod' } } };
const delegated = (input: Json): Json => ({
  ...input,
  organization: {
    ...(input.organization as Json),
    delegatedAdministrators: [
      { servicePrincipal: 'iam.amazonaws.com', accountId: '222222222222' },
      { servicePrincipal: 'member.org.stacksets.cloudformation.amazonaws.com', accountId: '222222222222' },
    ],
  },
});
const managing = (may: string[], edge: string, around: (may: Json[]) => Json, without = may[0]): Pair => ({
  may: [allow(may)],
  edge,
  without,
  around,
});
const github = `arn:aws:iam::${DEV}:oidc-provider/token.actions.githubusercontent.com`;
const certificate = {
  Condition: {
    ArnEquals: { 'aws:SourceArn': `arn:aws:rolesanywhere:eu-west-2:${DEV}:trust-anchor/1` },
    StringEquals: { 'aws:PrincipalTag/x509Subject/CN': 'batch.example.com' },
  },
};
const environment = {
  Action: 'sts:AssumeRoleWithWebIdentity',
  Condition: { StringEquals: { 'token.actions.githubusercontent.com:sub': 'repo:o/r:environment:prod' } },
};
const developer = (may: Json[], more: Json = {}) => user(DEV, 'dana', may, more);

/** Kinds that need an organization of their own. */
// prettier-ignore
export const WIDE_PAIRS: Record<string, Pair> = {
  'credentials of a user': besides(managing(['iam:CreateAccessKey'], 'user-credentials', (may) => snapshot({ dev: { users: [developer(may), user(DEV, 'ci', [assumeProd])] }, prod: trusting(trust({ AWS: userArn(DEV, 'ci') })) }))),
  'denying policy of a role': managing(['iam:DeleteRolePolicy', 'sts:AssumeRole'], 'role-policy-removal', (may) => snapshot({ dev: { users: [developer([...may, deny('sts:AssumeRole', DEPLOY)])], roles: [role(DEV, 'hop', [trust({ AWS: DEV })], [assumeProd, deny('sts:AssumeRole', DEPLOY)])] }, prod: trusting(trust({ AWS: roleArn(DEV, 'hop') })) })),
  'denying policy of a user': managing(['iam:DeleteUserPolicy', 'sts:AssumeRole'], 'user-policy-removal', (may) => snapshot({ dev: { users: [developer([...may, deny('sts:AssumeRole', DEPLOY)])] }, prod: trusting(trust({ AWS: DEV })) })),
  'denying policy of a group': managing(['iam:DeleteGroupPolicy', 'sts:AssumeRole'], 'group-policy-removal', (may) => snapshot({ dev: { users: [developer(may, inGroup)], groups: [group(DEV, 'team', [deny('sts:AssumeRole', DEPLOY)])] }, prod: trusting(trust({ AWS: DEV })) })),
  'boundary of a role': managing(['iam:DeleteRolePermissionsBoundary', 'sts:AssumeRole'], 'role-boundary-removal', (may) => snapshot({ dev: { users: [developer([...may, deny('sts:AssumeRole', DEPLOY)])], roles: [role(DEV, 'hop', [trust({ AWS: DEV })], [assumeProd], boundary(DEV))], policies: [bounded] }, prod: trusting(trust({ AWS: roleArn(DEV, 'hop') })) })),
  'boundary of a user': managing(['iam:DeleteUserPermissionsBoundary', 'sts:AssumeRole'], 'user-boundary-removal', (may) => snapshot({ dev: { users: [developer(may, boundary(DEV))], policies: [managed(DEV, 'b', [allow(['iam:DeleteUserPermissionsBoundary', 's3:GetObject'])])] }, prod: trusting(trust({ AWS: DEV })) })),
  'tags of a role': managing(['iam:TagRole', 'sts:AssumeRole'], 'role-tags', (may) => snapshot({ dev: { users: [developer([...may, deny('sts:AssumeRole', DEPLOY)])], roles: [role(DEV, 'hop', [trust({ AWS: DEV })], [assumeProd])] }, prod: trusting(trust({ AWS: roleArn(DEV, 'hop') }, tagged)) })),
  'tags taken from a role': managing(['iam:UntagRole', 'sts:AssumeRole'], 'role-tag-removal', (may) => snapshot({ dev: { users: [developer([...may, deny('sts:AssumeRole', DEPLOY)])], roles: [role(DEV, 'hop', [trust({ AWS: DEV })], [assumeProd], { Tags: [{ Key: 'env', Value: 'dev' }] })] }, prod: trusting(trust({ AWS: roleArn(DEV, 'hop') }, untagged)) })),
  'tags taken from a user': managing(['iam:UntagUser', 'sts:AssumeRole'], 'user-tag-removal', (may) => snapshot({ dev: { users: [developer(may, { Tags: [{ Key: 'env', Value: 'dev' }] })] }, prod: trusting(trust({ AWS: DEV }, untagged)) })),
  'tags of a user': managing(['iam:TagUser', 'sts:AssumeRole'], 'user-tags', (may) => snapshot({ dev: { users: [developer(may)] }, prod: trusting(trust({ AWS: DEV }, tagged)) })),
  'control policies removed': managing(['organizations:DetachPolicy'], 'control-policy-removal', (may) => snapshot({ mgmt: mia(may), prod: { users: [user(PROD, 'paul', [allow('s3:PutObject')])] } }, {}, [FULL, scp(doc(deny('s3:Put*')), ['ou-prod'])])),
  'control policies attached': managing(['organizations:AttachPolicy'], 'control-policy-attachment', (may) => snapshot({ mgmt: mia(may), prod: { users: [user(PROD, 'paul', [allow('s3:PutObject')])] } }, {}, [scp(doc(allow('s3:GetObject')), ['r-root', 'ou-prod'])])),
  'leaving the organization': managing(['organizations:LeaveOrganization', 'sts:AssumeRole'], 'leave-organization', (may) => snapshot({ dev: { users: [developer(may)] }, prod: trusting(trust({ AWS: DEV })) }, {}, [FULL, scp(doc(deny('sts:AssumeRole', DEPLOY)), ['ou-dev'])])),
  'an assignment': managing(['sso:CreateAccountAssignment'], 'identity-center-assignment', (may) => snapshot({ mgmt: mia(may) }, center([writing], []))),
  'a group of Identity Center': besides(managing(['identitystore:CreateGroupMembership'], 'identity-center-assignment', (may) => snapshot({ mgmt: mia(may) }, { ...center([writing], [inProd('Write')]), exceptions: [] }))),
  'a permission set edited': managing(['sso:PutInlinePolicyToPermissionSet'], 'permission-set-edit', (may) => snapshot({ mgmt: mia(may) }, center([reading], [inProd('Read')]))),
  'a permission set made': managing(['sso:CreatePermissionSet', 'sso:AttachManagedPolicyToPermissionSet', 'sso:CreateAccountAssignment'], 'permission-set-creation', (may) => snapshot({ mgmt: mia(may) }, center([], []))),
  'the boundary of a permission set': managing(['sso:DeletePermissionsBoundaryFromPermissionSet'], 'permission-set-boundary', (may) => snapshot({ mgmt: mia(may) }, center([{ ...writing, permissionsBoundary: { awsManagedPolicy: 'arn:aws:iam::aws:policy/AmazonEC2ReadOnlyAccess' } }], [inProd('Write')]))),
  'the identity source': besides(managing(['sso-directory:UpdateExternalIdPConfigurationForDirectory'], 'identity-source-edit', (may) => snapshot({ mgmt: mia(may) }, { ...center([writing], [inProd('Write')]) }))),
  'a delegated administrator': managing(['organizations:RegisterDelegatedAdministrator'], 'delegated-administrator', (may) => snapshot({ mgmt: mia(may), dev: { users: [developer([allow('sso:PutInlinePolicyToPermissionSet')])] } }, center([reading], [inProd('Read')]))),
  'a root session': managing(['sts:AssumeRoot'], 'assume-root', (may) => delegated(snapshot({ mgmt: mia(may) }))),
  'a service-managed stack set': managing(['cloudformation:UpdateStackSet'], 'service-managed-stack-sets', (may) => delegated(snapshot({ mgmt: mia(may) }))),
  'an identity provider': managing(['iam:CreateOpenIDConnectProvider'], 'provider-edit', (may) => snapshot({ dev: { users: [developer(may)], roles: [role(DEV, 'gh', [trust({ Federated: github }, environment)], [assumeProd])] }, prod: trusting(trust({ AWS: roleArn(DEV, 'gh') })) })),
  'a trust anchor': managing(['rolesanywhere:CreateTrustAnchor'], 'trust-anchor', (may) => snapshot({ dev: { users: [developer(may)], roles: [role(DEV, 'ra', [service('rolesanywhere', certificate)], [assumeProd])] }, prod: trusting(trust({ AWS: roleArn(DEV, 'ra') })) })),
};
