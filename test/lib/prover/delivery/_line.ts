import { deploySpec, verifySpec } from '../../../../constructs/pipeline/engine/build-specs';
import { ACCOUNTS, assemblyFolder, organizationMetadata, type StackFile } from '../../../_helpers/assembly-folder';

const { management, tooling, prod } = ACCOUNTS;
type Json = Record<string, unknown>;

/** Parts of a delivery line that a test takes out or puts wrong. */
export interface Line {
  pipeline: {
    Type: string;
    Properties: { PipelineType?: string; ExecutionMode?: string; RoleArn: string; Stages: Stage[] };
  };
  project: Json & { Source: Json; Environment: Json };
  /** Of the project that computes the digest. */
  verify: string;
  alarm: { Type: string; Properties: Json };
  metadata: Json;
  /** More resources of the tooling stack. */
  tooling: Json;
  /** More resources of the prod stack. */
  prod: Json;
}

export interface Stage {
  Name: string;
  Actions: {
    Name: string;
    ActionTypeId: { Category: string; Provider: string };
    RunOrder?: number;
    RoleArn: string;
    Configuration: Record<string, string>;
    Namespace?: string;
  }[];
  OnFailure?: Json;
  BeforeEntry?: Json;
}

const machine = (account: string, name: string): string => `arn:aws:iam::${account}:role/guarded/pipeline/${name}`;

function role(name: string, principal: Json, policy?: { action: string | string[]; resource: string }): Json {
  const Statement = policy && [{ Effect: 'Allow', Action: policy.action, Resource: policy.resource }];
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName: name,
      Path: '/guarded/pipeline/',
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' }],
      },
      ...(Statement ? { Policies: [{ PolicyName: 'p', PolicyDocument: { Version: '2012-10-17', Statement } }] } : {}),
    },
  };
}

const DIGEST = '#{Verify.DIGEST}';
const action = (
  name: string,
  category: string,
  provider: string,
  roleName: string,
  configuration: Record<string, string>,
  rest: object = {},
) => ({
  Name: name,
  ActionTypeId: { Category: category, Provider: provider },
  RoleArn: machine(tooling, roleName),
  Configuration: configuration,
  ...rest,
});

const deployEnvironment = [
  { name: 'DIGEST', value: DIGEST },
  { name: 'TARGET_ACCOUNT', value: prod },
  { name: 'TARGET_REGION', value: 'eu-west-2' },
  { name: 'ASSEMBLY', value: 'assembly-Prod' },
  { name: 'MONITORING_MINUTES', value: '10' },
  { name: 'ROLLBACK_ALARMS', value: 'hand over' },
  { name: 'ADMISSION', value: 'orders-admit' },
  { name: 'STAGE', value: 'Prod-all' },
  { name: 'EXECUTION', value: '#{codepipeline.PipelineExecutionId}' },
];

const ENVIRONMENT = { Image: 'aws/codebuild/amazonlinux-x86_64-standard:5.0' };

/** A line that holds: source, verify, approval, gate, prod with rollback. */
export function goodLine(): Line {
  return {
    pipeline: {
      Type: 'AWS::CodePipeline::Pipeline',
      Properties: {
        PipelineType: 'V2',
        RoleArn: machine(tooling, 'orders-pipeline'),
        Stages: [
          {
            Name: 'Source',
            Actions: [
              action('Source', 'Source', 'CodeStarSourceConnection', 'orders-plain', {
                FullRepositoryId: 'example/orders',
              }),
            ],
          },
          {
            Name: 'Verify',
            Actions: [
              action(
                'Verify',
                'Build',
                'CodeBuild',
                'orders-plain',
                { ProjectName: 'orders-verify' },
                { Namespace: 'Verify' },
              ),
            ],
          },
          {
            Name: 'Approve',
            Actions: [
              action('ReleaseManager', 'Approval', 'Manual', 'orders-plain', { CustomData: `digest ${DIGEST}` }),
            ],
          },
          {
            Name: 'Gate',
            Actions: [
              action('Check', 'Invoke', 'Lambda', 'orders-plain', {
                FunctionName: 'orders-gate',
                UserParameters: `{"digest":"${DIGEST}"}`,
              }),
            ],
          },
          {
            Name: 'Prod-all',
            Actions: [
              action('Deploy', 'Build', 'CodeBuild', 'orders-plain', {
                ProjectName: 'orders-deploy-prod',
                EnvironmentVariables: JSON.stringify(deployEnvironment),
              }),
            ],
            OnFailure: { Result: 'ROLLBACK' },
          },
        ],
      },
    },
    project: {
      Source: {
        Type: 'CODEPIPELINE',
        BuildSpec: JSON.stringify(deploySpec()),
      },
      Environment: ENVIRONMENT,
    },
    verify: JSON.stringify(verifySpec('ab'.repeat(32))),
    alarm: {
      Type: 'AWS::CloudWatch::Alarm',
      Properties: {
        AlarmName: 'Orders-rollback-errors',
        Period: 60,
        EvaluationPeriods: 2,
        ComparisonOperator: 'GreaterThanThreshold',
        TreatMissingData: 'notBreaching',
        Namespace: 'AWS/SQS',
        MetricName: 'ApproximateNumberOfMessagesVisible',
        Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': ['DeadLetters', 'QueueName'] } }],
        Statistic: 'Maximum',
        Threshold: 0,
      },
    },
    metadata: { version: 1, bakeMinutes: 10, alarms: [{ name: 'Orders-rollback-errors', logicalId: 'Alarm' }] },
    tooling: {},
    prod: {},
  };
}

/** Writes the line as an assembly; `people` are permission sets with assignments. */
export function lineFolder(line: Line, people: Json = {}): string {
  const service = (name: string) => ({ Service: `${name}.amazonaws.com` });
  const project = (name: string, roleName: string, rest: Json): Json => ({
    Type: 'AWS::CodeBuild::Project',
    Properties: { Name: name, ServiceRole: machine(tooling, roleName), ...rest },
  });
  const stacks: StackFile[] = [
    {
      name: 'Organization',
      account: management,
      template: { Metadata: organizationMetadata(people, ['management', 'tooling', 'prod']), Resources: {} },
    },
    {
      name: 'Pipeline',
      account: tooling,
      template: {
        Resources: {
          Plain: role('orders-plain', service('codepipeline')),
          PipelineRole: role('orders-pipeline', service('codepipeline')),
          Verifier: role('orders-verify', service('codebuild')),
          Deployer: role('orders-deploy-prod', service('codebuild'), {
            action: 'sts:AssumeRole',
            resource: machine(prod, 'deploy'),
          }),
          GateRole: role('orders-gate-function', service('lambda')),
          Gate: {
            Type: 'AWS::Lambda::Function',
            Properties: { FunctionName: 'orders-gate', Role: machine(tooling, 'orders-gate-function') },
          },
          AdmitRole: role('orders-admit-function', service('lambda')),
          Admit: {
            Type: 'AWS::Lambda::Function',
            Properties: { FunctionName: 'orders-admit', Role: machine(tooling, 'orders-admit-function') },
          },
          Verify: project('orders-verify', 'orders-verify', {
            Source: { Type: 'CODEPIPELINE', BuildSpec: line.verify },
            Environment: ENVIRONMENT,
          }),
          Deploy: project('orders-deploy-prod', 'orders-deploy-prod', line.project),
          Pipeline: line.pipeline,
          ...line.tooling,
        },
      },
    },
    {
      name: 'Bootstrap',
      account: prod,
      template: {
        Resources: {
          Deploy: role(
            'deploy',
            { AWS: machine(tooling, 'orders-deploy-prod') },
            { action: ['cloudformation:*', 'iam:PassRole'], resource: '*' },
          ),
        },
      },
    },
    {
      name: 'Orders',
      account: prod,
      stage: 'assembly-Prod',
      template: {
        Metadata: { 'GuardedEnvironments::RollbackAlarms': line.metadata },
        Resources: { Alarm: line.alarm, DeadLetters: { Type: 'AWS::SQS::Queue' }, ...line.prod },
      },
    },
  ];
  return assemblyFolder(stacks);
}

export { machine, role };
