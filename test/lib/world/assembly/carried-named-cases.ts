import { ACCOUNTS } from '../../../_helpers/assembly-folder';
import type { Case } from './carried-cases';

const { prod, dev } = ACCOUNTS;
const digest = 'a'.repeat(64);
const role = { 'Fn::GetAtt': ['Role', 'Arn'] };
const moving = { Ref: 'FromStore' };

/** Types that carry something, and what runs by a name, from a file system or from a source that is copied. */
export const NAMED_CASES: Readonly<Record<string, Case>> = {
  // types that are reviewed and carry something
  'a rule that mutes alarms': {
    type: 'AWS::CloudWatch::AlarmMuteRule',
    properties: { Name: 'x', Rule: { Schedule: { Expression: 'cron(0 2 * * *)', Duration: 'PT1H' } } },
    told: /stay quiet while it lasts/,
  },
  'an experiment that runs a document of dev': {
    type: 'AWS::FIS::ExperimentTemplate',
    properties: {
      RoleArn: role,
      Actions: {
        a: { ActionId: 'aws:ssm:send-command', Parameters: { documentArn: `arn:aws:ssm:eu-west-2:${dev}:document/x` } },
      },
    },
    told: /document\/x of account 4{12} holds, which is not guarded/,
  },
  'an experiment that runs a document of AWS': {
    type: 'AWS::FIS::ExperimentTemplate',
    properties: {
      RoleArn: role,
      Actions: {
        a: {
          ActionId: 'aws:ssm:send-command',
          Parameters: { documentArn: 'arn:aws:ssm:eu-west-2::document/AWSFIS-Run-CPU-Stress' },
        },
      },
    },
  },
  'a profile that dev writes': {
    type: 'AWS::CodeGuruProfiler::ProfilingGroup',
    properties: { ProfilingGroupName: 'x', AgentPermissions: { Principals: [`arn:aws:iam::${dev}:role/x`] } },
    told: /AgentPermissions.Principals admits/,
  },
  'a replication between databases': {
    type: 'AWS::DMS::Endpoint',
    properties: {
      EndpointType: 'source',
      EngineName: 's3',
      S3Settings: { BucketName: 'own', ServiceAccessRoleArn: role },
    },
  },
  'a gateway service with an image that moves': {
    type: 'AWS::ECS::ExpressGatewayService',
    properties: { ExecutionRoleArn: role, InfrastructureRoleArn: role, PrimaryContainer: { Image: 'acme/web:latest' } },
    told: /whoever publishes acme\/web:latest/,
  },
  'metrics of Prometheus': { type: 'AWS::APS::Workspace', properties: { Alias: 'x', AlertManagerDefinition: 'x: y' } },

  // what runs by name
  'a service whose task stands in Parameter Store': {
    type: 'AWS::ECS::Service',
    properties: { TaskDefinition: moving },
    told: /what it runs \(TaskDefinition\) is not known before deployment/,
  },
  'a rule that runs the task that Parameter Store names': {
    type: 'AWS::Events::Rule',
    properties: { Targets: [{ Id: 'x', Arn: 'x', RoleArn: role, EcsParameters: { TaskDefinitionArn: moving } }] },
    told: /what it runs/,
  },
  'machines of the template that Parameter Store names': {
    type: 'AWS::AutoScaling::AutoScalingGroup',
    properties: { MinSize: '1', MaxSize: '1', LaunchTemplate: { LaunchTemplateId: moving, Version: '1' } },
    told: /what it runs/,
  },
  'a service that runs a task of dev': {
    type: 'AWS::ECS::Service',
    properties: { TaskDefinition: `arn:aws:ecs:eu-west-2:${dev}:task-definition/x:1` },
    told: /TaskDefinition of AWS::ECS::Service names .* of account 4{12}/,
  },
  'a model of a package of dev': {
    type: 'AWS::SageMaker::Model',
    properties: { Containers: [{ ModelPackageName: `arn:aws:sagemaker:eu-west-2:${dev}:model-package/x/3` }] },
    told: /ModelPackageName of AWS::SageMaker::Model names .* of account 4{12}/,
  },
  'machines of a template of the same account': {
    type: 'AWS::AutoScaling::AutoScalingGroup',
    properties: { MinSize: '1', MaxSize: '1', LaunchTemplate: { LaunchTemplateName: 'web', Version: '1' } },
  },
  'a volume of the snapshot that Parameter Store names': {
    type: 'AWS::ECS::Service',
    properties: { VolumeConfigurations: [{ Name: 'x', ManagedEBSVolume: { RoleArn: role, SnapshotId: moving } }] },
    told: /its machine image is not known/,
  },
  'a task with a file system that nobody describes': {
    type: 'AWS::ECS::TaskDefinition',
    properties: { Volumes: [{ Name: 'x', EFSVolumeConfiguration: { FilesystemId: 'fs-0123456789abcdef0' } }] },
    told: /nothing describes arn:aws:elasticfilesystem:eu-west-2:\d{12}:file-system\/fs-0123456789abcdef0/,
  },
  'a task with a file system of the stack': {
    type: 'AWS::ECS::TaskDefinition',
    properties: { Volumes: [{ Name: 'x', EFSVolumeConfiguration: { FilesystemId: { Ref: 'Own' } } }] },
  },
  'a job whose log router is set up by a file of dev': {
    type: 'AWS::Batch::JobDefinition',
    properties: {
      Type: 'container',
      EcsProperties: {
        TaskProperties: [
          {
            Containers: [
              {
                Image: `${prod}.dkr.ecr.eu-west-2.amazonaws.com/x@sha256:${digest}`,
                FirelensConfiguration: { Options: { 'config-file-value': 'arn:aws:s3:::code-dev/x.conf' } },
              },
            ],
          },
        ],
      },
    },
    told: /code-dev/,
  },
  'a pipe that runs a task with a file of dev': {
    type: 'AWS::Pipes::Pipe',
    properties: {
      RoleArn: role,
      Source: 'x',
      Target: 'x',
      TargetParameters: {
        EcsTaskParameters: {
          TaskDefinitionArn: 'x',
          Overrides: {
            ContainerOverrides: [{ EnvironmentFiles: [{ Type: 's3', Value: 'arn:aws:s3:::elsewhere/x.env' }] }],
          },
        },
      },
    },
    told: /elsewhere, which holds what it runs/,
  },
  'a pipe that runs a job with a script of dev': {
    type: 'AWS::Pipes::Pipe',
    properties: {
      RoleArn: role,
      Source: 'x',
      Target: 'x',
      TargetParameters: {
        BatchJobParameters: {
          JobName: 'x',
          JobDefinition: 'x',
          ContainerOverrides: { Command: ['sh', '-c', 'aws s3 cp s3://elsewhere/run.sh - | sh'] },
        },
      },
    },
    told: /elsewhere, which holds what it runs/,
  },
  'a build with a cache in a bucket that nobody describes': {
    type: 'AWS::CodeBuild::Project',
    properties: {
      ServiceRole: role,
      Source: { Type: 'NO_SOURCE' },
      Cache: { Type: 'S3', Location: 'elsewhere/cache' },
    },
    told: /nothing describes arn:aws:s3:::elsewhere, which/,
  },
  'a build of a source in a bucket that nobody describes': {
    type: 'AWS::CodeBuild::Project',
    properties: { ServiceRole: role, Source: { Type: 'S3', Location: 'elsewhere/source.zip' } },
    told: /nothing describes arn:aws:s3:::elsewhere, which/,
  },
  'a pipeline that takes its source from a bucket that nobody describes': {
    type: 'AWS::CodePipeline::Pipeline',
    properties: {
      RoleArn: role,
      ArtifactStore: { Type: 'S3', Location: { Ref: 'Own' } },
      Stages: [
        {
          Actions: [{ ActionTypeId: { Category: 'Source', Provider: 'S3' }, Configuration: { S3Bucket: 'elsewhere' } }],
        },
      ],
    },
    told: /nothing describes arn:aws:s3:::elsewhere, which/,
  },
  'a copy of what a bucket of dev holds': {
    type: 'Custom::CDKBucketDeployment',
    properties: { ServiceToken: { 'Fn::GetAtt': ['Fn', 'Arn'] }, SourceBucketNames: ['code-dev'] },
    told: /code-dev of account 4{12} holds, which is not guarded/,
  },
  'a copy of what a bucket holds that nobody describes': {
    type: 'Custom::CDKBucketDeployment',
    properties: { ServiceToken: { 'Fn::GetAtt': ['Fn', 'Arn'] }, SourceBucketNames: ['elsewhere'] },
    told: /nothing describes arn:aws:s3:::elsewhere/,
  },
  'a copy of what an own bucket holds': {
    type: 'Custom::CDKBucketDeployment',
    properties: { ServiceToken: { 'Fn::GetAtt': ['Fn', 'Arn'] }, SourceBucketNames: [{ Ref: 'Own' }] },
  },
  'a custom resource that is told of a bucket of dev': {
    type: 'Custom::Import',
    properties: { ServiceToken: { 'Fn::GetAtt': ['Fn', 'Arn'] }, From: 'code-dev' },
    told: /From of Custom::Import names arn:aws:s3:::code-dev of account 4{12}/,
  },
  'a function whose code reads a bucket of dev': {
    type: 'AWS::Lambda::Function',
    properties: { Role: role, Code: { ZipFile: "exec(get_object(Bucket='code-dev', Key='x'))" } },
    told: /names arn:aws:s3:::code-dev of account 4{12}/,
  },
};
