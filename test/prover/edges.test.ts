import type { Content, Json } from './_org';
import {
  DEV,
  PROD,
  allow,
  answerTo,
  attach,
  group,
  managed,
  role,
  roleArn,
  service,
  snapshot,
  trust,
  user,
} from './_org';

const DEPLOY = roleArn(PROD, 'deploy');
const assumeProd = allow('sts:AssumeRole', DEPLOY);
const app = (host: string, ...more: Json[]): Json => role(DEV, 'app', [service(host)], [assumeProd, ...more]);
const arn = (rest: string): string => `arn:aws:${rest.replace('ACC', DEV)}`;

interface Pair {
  /** What the developer is allowed. */
  readonly may: Json[];
  readonly dev?: Content;
  readonly edge: string;
  /** The action that, taken away, takes the way away. */
  readonly without: string;
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

const inGroup = { GroupList: ['team'] };
const trustedAnyway = role(DEV, 'app', [trust({ AWS: `arn:aws:iam::${DEV}:root` })]);
const toApp = allow('sts:AssumeRole', roleArn(DEV, 'app'));

// prettier-ignore
const PAIRS: Record<string, Pair> = {
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
  'unknown type': running('newthing', 'AWS::IVS::RecordingConfiguration', 'ivs:eu-west-2:ACC:recording-configuration/c', ['ivs:CreateRecordingConfiguration'], 'resource-change'),
};

function without(may: Json[], action: string): Json[] {
  return may.flatMap((statement) => {
    const actions = [statement.Action].flat().filter((one) => one !== action);
    return actions.length > 0 ? [{ ...statement, Action: actions }] : [];
  });
}

function world(pair: Pair, may: Json[]): Json {
  const grouped = pair.dev?.groups ? inGroup : {};
  const dev = { ...pair.dev, users: [user(DEV, 'dana', may, grouped)] };
  return snapshot({ dev, prod: { roles: [role(PROD, 'deploy', [trust({ AWS: DEV })], [allow('*')])] } });
}

describe.each(Object.entries(PAIRS))('%s', (_name, pair) => {
  it(`finds the way from dev to prod through ${pair.edge}`, () => {
    const answer = answerTo(world(pair, pair.may));
    expect(answer.verdict).toBe('refuted');
    const steps = answer.counterexamples[0].steps;
    expect(steps.map((step) => step.edge)).toContain(pair.edge);
    expect(answer.counterexamples[0].request.principal).toBe(DEPLOY);
  });

  it(`is proved without ${pair.without}`, () => {
    const answer = answerTo(world(pair, without(pair.may, pair.without)));
    expect(answer).toMatchObject({ verdict: 'proved', counterexamples: [], unknowns: [] });
  });
});
