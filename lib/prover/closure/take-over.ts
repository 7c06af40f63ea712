import type { EdgeKind } from './edge-kind';

/** Columns: id, what it does, types, alternatives (`a + b`: both needed), source. */
type Row = readonly [id: string, description: string, types: string, actions: string, source: string];

const PATHS = 'pathfinding.cloud';

const ROWS: readonly Row[] = [
  [
    'lambda-take-over',
    'changes what a function runs',
    'AWS::Lambda::Function',
    `lambda:UpdateFunctionCode | lambda:UpdateFunctionConfiguration | lambda:AddPermission | lambda:UpdateAlias |
     lambda:AddLayerVersionPermission`,
    `Lambda API reference; ${PATHS} lambda-003 to lambda-005`,
  ],
  [
    'stack-take-over',
    'changes the template of a stack that runs as a role',
    'AWS::CloudFormation::Stack',
    `cloudformation:UpdateStack | cloudformation:CreateChangeSet + cloudformation:ExecuteChangeSet |
     cloudformation:ExecuteStackRefactor @ * | cloudformation:SetTypeDefaultVersion @ * | cloudformation:ActivateType @ * |
     cloudformation:RegisterType @ *`,
    `CloudFormation API reference; ${PATHS} cloudformation-002, -005`,
  ],
  [
    'stack-set-take-over',
    'changes the template of a stack set',
    'AWS::CloudFormation::StackSet',
    `cloudformation:UpdateStackSet | cloudformation:CreateStackInstances | cloudformation:UpdateStackInstances`,
    `CloudFormation API reference; ${PATHS} cloudformation-003, -004`,
  ],
  [
    'codebuild-take-over',
    'changes or overrides what a build project runs',
    'AWS::CodeBuild::Project',
    `codebuild:StartBuild | codebuild:StartBuildBatch | codebuild:UpdateProject | codebuild:StartSandbox |
     codebuild:StartCommandExecution | codebuild:StartSandboxConnection | codebuild:RetryBuild + codebuild:UpdateProject |
     codebuild:PutResourcePolicy`,
    `CodeBuild API reference (overrides of StartBuild); ${PATHS} codebuild-002, -003`,
  ],
  [
    'access-grant',
    'takes the credentials that a grant gives out, of the role that its location runs as',
    'AWS::S3::AccessGrantsLocation',
    `s3:GetDataAccess @ *`,
    'S3 user guide, Managing access with S3 Access Grants',
  ],
  [
    'pipeline-take-over',
    'changes a pipeline or the source revision it deploys',
    'AWS::CodePipeline::Pipeline',
    `codepipeline:UpdatePipeline | codepipeline:StartPipelineExecution | codepipeline:PutWebhook @ *`,
    'CodePipeline API reference (source revision overrides)',
  ],
  [
    'codedeploy-take-over',
    'deploys a revision of its own choice',
    'AWS::CodeDeploy::DeploymentGroup AWS::CodeDeploy::Application',
    `codedeploy:CreateDeployment | codedeploy:UpdateDeploymentGroup`,
    'CodeDeploy API reference',
  ],
  [
    'instance-take-over',
    'runs commands on an instance or replaces what it boots',
    'AWS::EC2::Instance',
    `ec2:ModifyInstanceAttribute | ec2-instance-connect:SendSSHPublicKey | ec2-instance-connect:SendSerialConsoleSSHPublicKey |
     ssm:StartSession | ssm:ResumeSession @ * | ssm:SendCommand + ssm:SendCommand @ arn:*:ssm:*:*:document/* |
     ssm:CreateAssociation + ssm:CreateAssociation @ arn:*:ssm:*:*:document/* | ec2:CreateReplaceRootVolumeTask |
     ec2:GetPasswordData | ec2:AttachVolume + ec2:DetachVolume`,
    `EC2 and Systems Manager API references; ${PATHS} ec2-002, ec2instanceconnect-003, ssm-001, ssm-002`,
  ],
  [
    'managed-node-take-over',
    'runs commands on a managed node',
    'AWS::SSM::ManagedInstance AWS::SSM::ManagedNode',
    `ssm:StartSession | ssm:SendCommand`,
    'Systems Manager API reference',
  ],
  [
    'launch-template-take-over',
    'changes what new instances boot',
    'AWS::EC2::LaunchTemplate AWS::AutoScaling::LaunchConfiguration AWS::AutoScaling::AutoScalingGroup',
    `ec2:CreateLaunchTemplateVersion | ec2:ModifyLaunchTemplate | autoscaling:UpdateAutoScalingGroup | ec2:RunInstances`,
    `EC2 API reference; ${PATHS} ec2-004`,
  ],
  [
    'ecs-take-over',
    'runs commands in tasks or starts them with its own command',
    'AWS::ECS::TaskDefinition AWS::ECS::Service AWS::ECS::Cluster AWS::ECS::Task AWS::ECS::TaskSet',
    `ecs:ExecuteCommand | ecs:RunTask | ecs:StartTask | ecs:UpdateService | ecs:CreateService | ecs:CreateTaskSet |
     ecs:ExecuteCommand @ arn:*:ecs:*:*:task/* | ecs:RunTask @ arn:*:ecs:*:*:task-definition/* |
     ecs:StartTask @ arn:*:ecs:*:*:task-definition/* | ecs:UpdateService @ arn:*:ecs:*:*:service/* |
     ssm:StartSession @ arn:*:ecs:*:*:task/*`,
    `ECS API reference (container overrides, ECS Exec); ${PATHS} ecs-001 to ecs-005`,
  ],
  [
    'sagemaker-take-over',
    'opens or changes a notebook, domain or pipeline',
    `AWS::SageMaker::NotebookInstance AWS::SageMaker::Domain AWS::SageMaker::UserProfile AWS::SageMaker::Space
     AWS::SageMaker::App AWS::SageMaker::Pipeline AWS::SageMaker::Model AWS::SageMaker::Endpoint`,
    `sagemaker:CreatePresignedNotebookInstanceUrl | sagemaker:UpdateNotebookInstance |
     sagemaker:UpdateNotebookInstanceLifecycleConfig @ * | sagemaker:CreatePresignedDomainUrl | sagemaker:CreateApp |
     sagemaker:CreatePresignedDomainUrl @ arn:*:sagemaker:*:*:user-profile/* | sagemaker:UpdateDomain |
     sagemaker:UpdateUserProfile | sagemaker:UpdateSpace | sagemaker:StartSession | sagemaker:UpdatePipeline |
     sagemaker:UpdateEndpoint`,
    `SageMaker API reference; ${PATHS} sagemaker-004, -005`,
  ],
  [
    'glue-take-over',
    'changes a job, a session or a development endpoint',
    `AWS::Glue::Job AWS::Glue::DevEndpoint AWS::Glue::Session AWS::Glue::Crawler AWS::Glue::Trigger AWS::Glue::Workflow`,
    `glue:UpdateJob | glue:UpdateDevEndpoint | glue:RunStatement | glue:StartJobRun | glue:UpdateTrigger |
     glue:UpdateJobFromSourceControl | glue:UpdateCrawler`,
    `Glue API reference (StartJobRun takes arguments such as the script's place); ${PATHS} glue-002, glue-005, glue-006`,
  ],
  [
    'app-runner-take-over',
    'changes what a service runs',
    'AWS::AppRunner::Service',
    `apprunner:UpdateService`,
    `App Runner API reference; ${PATHS} apprunner-002`,
  ],
  [
    'state-machine-take-over',
    'changes the definition of a state machine',
    'AWS::StepFunctions::StateMachine AWS::StepFunctions::Activity AWS::StepFunctions::StateMachineAlias',
    `states:UpdateStateMachine | states:UpdateStateMachineAlias | states:PublishStateMachineVersion + states:UpdateStateMachine`,
    'Step Functions API reference',
  ],
  [
    'bedrock-take-over',
    'changes an agent or runs code in its interpreter',
    `AWS::Bedrock::Agent AWS::Bedrock::Flow AWS::BedrockAgentCore::CodeInterpreter
     AWS::BedrockAgentCore::CodeInterpreterCustom AWS::BedrockAgentCore::Runtime AWS::BedrockAgentCore::BrowserCustom
     AWS::BedrockAgentCore::Gateway AWS::BedrockAgentCore::Browser`,
    `bedrock:UpdateAgent | bedrock:UpdateAgentActionGroup | bedrock:CreateAgentActionGroup | bedrock:UpdateFlow |
     bedrock-agentcore:InvokeCodeInterpreter | bedrock-agentcore:UpdateAgentRuntime | bedrock-agentcore:UpdateGateway |
     bedrock-agentcore:UpdateGatewayTarget | bedrock-agentcore:CreateGatewayTarget |
     bedrock-agentcore:ConnectBrowserAutomationStream | bedrock-agentcore:InvokeAgentRuntimeCommand`,
    `Bedrock API references; ${PATHS} bedrock-002`,
  ],
  [
    'data-pipeline-take-over',
    'changes what a data pipeline runs',
    'AWS::DataPipeline::Pipeline',
    `datapipeline:PutPipelineDefinition`,
    `Data Pipeline API reference; ${PATHS} datapipeline-001`,
  ],
  [
    'emr-take-over',
    'adds steps to a cluster or runs notebooks on it',
    'AWS::EMR::Cluster AWS::EMR::Studio AWS::EMRServerless::Application AWS::EMRContainers::VirtualCluster',
    `elasticmapreduce:AddJobFlowSteps | elasticmapreduce:StartNotebookExecution | elasticmapreduce:CreatePersistentAppUI |
     elasticmapreduce:GetClusterSessionCredentials | elasticmapreduce:AttachEditor | emr-serverless:StartJobRun |
     emr-containers:StartJobRun | elasticmapreduce:AddInstanceGroups`,
    'EMR API reference',
  ],
  [
    'batch-take-over',
    'submits a job with its own command',
    'AWS::Batch::JobDefinition AWS::Batch::JobQueue AWS::Batch::ComputeEnvironment',
    `batch:SubmitJob | batch:UpdateComputeEnvironment`,
    'Batch API reference (container overrides)',
  ],
  [
    'kubernetes-take-over',
    'enters a cluster and runs pods as its roles',
    'AWS::EKS::Cluster AWS::EKS::Nodegroup AWS::EKS::PodIdentityAssociation AWS::EKS::FargateProfile AWS::EKS::Addon',
    `eks:CreateAccessEntry | eks:AssociateAccessPolicy | eks:UpdateAccessEntry | eks:AccessKubernetesApi |
     eks:UpdatePodIdentityAssociation | eks:CreatePodIdentityAssociation | eks:UpdateNodegroupVersion | eks:UpdateAddon |
     eks:CreateAddon | eks:MutateViaKubernetesApi`,
    'EKS user guide, access entries',
  ],
  [
    'event-take-over',
    'changes the targets that rules, schedules and pipes call as their role',
    'AWS::Events::Rule AWS::Scheduler::Schedule AWS::Pipes::Pipe AWS::IoT::TopicRule AWS::Events::EventBus',
    `events:PutTargets | scheduler:UpdateSchedule | pipes:UpdatePipe | iot:ReplaceTopicRule`,
    'EventBridge and IoT API references',
  ],
  [
    'automation-take-over',
    'changes a document, a maintenance window or an association that runs as a role',
    'AWS::SSM::Document AWS::SSM::MaintenanceWindow AWS::SSM::MaintenanceWindowTask AWS::SSM::Association',
    `ssm:UpdateDocument | ssm:UpdateDocumentDefaultVersion | ssm:RegisterTaskWithMaintenanceWindow |
     ssm:UpdateMaintenanceWindowTask | ssm:UpdateAssociation`,
    'Systems Manager API reference',
  ],
  [
    'application-take-over',
    'changes what a managed application platform runs',
    `AWS::ElasticBeanstalk::Environment AWS::ElasticBeanstalk::Application AWS::Amplify::App AWS::Amplify::Branch
     AWS::Cloud9::EnvironmentEC2 AWS::MWAA::Environment AWS::Synthetics::Canary AWS::KinesisAnalyticsV2::Application
     AWS::AppSync::GraphQLApi AWS::AppSync::DataSource AWS::ApiGateway::RestApi AWS::ApiGatewayV2::Api`,
    `elasticbeanstalk:UpdateEnvironment | elasticbeanstalk:CreateApplicationVersion | amplify:UpdateApp | amplify:UpdateBranch |
     amplify:StartDeployment | amplify:CreateDeployment | amplify:StartJob | cloud9:CreateEnvironmentMembership |
     cloud9:UpdateEnvironmentMembership | cloud9:CreateEnvironmentToken | airflow:CreateCliToken |
     airflow:CreateWebLoginToken | airflow:UpdateEnvironment | synthetics:UpdateCanary |
     kinesisanalytics:UpdateApplication | appsync:UpdateDataSource | appsync:UpdateResolver | appsync:UpdateFunction |
     appsync:CreateResolver | appsync:CreateDataSource | apigateway:PUT | apigateway:PATCH | apigateway:POST`,
    'API references of the services',
  ],
  [
    'identity-pool-take-over',
    'takes credentials of an identity pool or changes its roles',
    'AWS::Cognito::IdentityPool AWS::Cognito::IdentityPoolRoleAttachment',
    `cognito-identity:SetIdentityPoolRoles | cognito-identity:UpdateIdentityPool |
     cognito-identity:GetOpenIdTokenForDeveloperIdentity`,
    'Cognito API reference',
  ],
  [
    'database-take-over',
    'signs in to a database, which calls other services as its roles',
    'AWS::RDS::DBInstance AWS::RDS::DBCluster AWS::Redshift::Cluster AWS::RedshiftServerless::Namespace',
    `rds-db:connect @ arn:*:rds-db:*:*:dbuser:* | rds-data:ExecuteStatement | rds-data:BatchExecuteStatement |
     rds:ModifyDBInstance | rds:ModifyDBCluster | redshift-data:ExecuteStatement @ * | redshift:ModifyCluster |
     redshift-data:BatchExecuteStatement @ * | redshift:GetClusterCredentials @ * |
     redshift:GetClusterCredentialsWithIAM @ * | redshift-serverless:GetCredentials @ * | redshift-serverless:UpdateNamespace`,
    'RDS user guide, IAM database authentication; Redshift management guide, COPY and UNLOAD as a role',
  ],
];

const words = (text: string): string[] => text.split(/\s+/).filter(Boolean);

function alternatives(text: string): string[][] {
  return text.split('|').map((joint) => joint.split('+').map((action) => action.trim()));
}

/** Ways to choose what already runs as a role. */
export const TAKE_OVER: readonly EdgeKind[] = ROWS.map(([id, description, types, actions, source]) => ({
  id,
  description,
  on: 'resource',
  types: words(types),
  actions: alternatives(actions),
  yields: 'drive',
  source,
}));

/**
 * For types without a row: whoever may change such a resource may choose what it does. These verbs do not change it:
 * calling, messaging, stopping, deleting and tagging.
 */
export const HARMLESS_VERB =
  /^(Invoke|Send|Publish|Stop|Delete|Remove|Untag|Tag|Disable|Cancel|Terminate|Reboot|Acknowledge|Poll|Receive|Purge|Subscribe|Unsubscribe|Confirm|Describe|Get|List|Signal|Record|Report|Reject|Abort|Disassociate|Detach|Deregister)/;
