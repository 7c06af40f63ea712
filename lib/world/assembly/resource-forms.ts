import type { NameForm } from './generated-name';

/**
 * What Ref, GetAtt and the ARN of a resource type look like. `{name}`, `{path}`, `{partition}`, `{region}`,
 * `{account}`, `{suffix}` (of URLs) and `{*}` (an id the service makes) are filled in. Types that are not in the table
 * resolve to anything at all, which is sound, only less precise. Source: the 'Return values' and 'Name' sections of
 * each type in the CloudFormation Template Reference.
 */
export interface ResourceForm {
  /** Property that names the resource. */
  readonly name?: string;
  /** Names CloudFormation makes where that property is absent; absent means that they may be anything. */
  readonly generated?: NameForm;
  readonly arn?: string;
  readonly ref?: string;
  /** Attributes besides Arn; each is a template too. */
  readonly attributes?: Readonly<Record<string, string>>;
}

const STACK_64: NameForm = { max: 64 };
const iam = (resource: string): string => `arn:{partition}:iam::{account}:${resource}{path}{name}`;
const regional = (service: string, resource: string): string =>
  `arn:{partition}:${service}:{region}:{account}:${resource}`;

/** By CloudFormation type name. */
export const RESOURCE_FORMS: Readonly<Record<string, ResourceForm>> = {
  'AWS::IAM::Role': { name: 'RoleName', generated: STACK_64, arn: iam('role'), ref: '{name}' },
  'AWS::IAM::User': { name: 'UserName', generated: STACK_64, arn: iam('user'), ref: '{name}' },
  'AWS::IAM::Group': { name: 'GroupName', generated: { max: 128 }, arn: iam('group'), ref: '{name}' },
  'AWS::IAM::ManagedPolicy': {
    name: 'ManagedPolicyName',
    generated: { max: 128 },
    arn: iam('policy'),
    ref: iam('policy'),
    attributes: { PolicyArn: iam('policy') },
  },
  'AWS::IAM::InstanceProfile': {
    name: 'InstanceProfileName',
    generated: { max: 128 },
    arn: iam('instance-profile'),
    ref: '{name}',
  },
  'AWS::IAM::OIDCProvider': {
    arn: 'arn:{partition}:iam::{account}:oidc-provider/{*}',
    ref: 'arn:{partition}:iam::{account}:oidc-provider/{*}',
  },
  'AWS::IAM::SAMLProvider': {
    name: 'Name',
    arn: 'arn:{partition}:iam::{account}:saml-provider/{name}',
    ref: 'arn:{partition}:iam::{account}:saml-provider/{name}',
  },
  'AWS::S3::Bucket': {
    name: 'BucketName',
    generated: { max: 63, lowerCase: true },
    arn: 'arn:{partition}:s3:::{name}',
    ref: '{name}',
  },
  'AWS::Lambda::Function': {
    name: 'FunctionName',
    generated: STACK_64,
    arn: regional('lambda', 'function:{name}'),
    ref: '{name}',
  },
  'AWS::Lambda::LayerVersion': {
    name: 'LayerName',
    arn: regional('lambda', 'layer:{name}:{*}'),
    ref: regional('lambda', 'layer:{name}:{*}'),
  },
  'AWS::SQS::Queue': {
    name: 'QueueName',
    generated: { max: 80 },
    arn: regional('sqs', '{name}'),
    ref: 'https://sqs.{region}.{suffix}/{account}/{name}',
    attributes: { QueueName: '{name}', QueueUrl: 'https://sqs.{region}.{suffix}/{account}/{name}' },
  },
  'AWS::SNS::Topic': {
    name: 'TopicName',
    generated: { max: 256 },
    arn: regional('sns', '{name}'),
    ref: regional('sns', '{name}'),
    attributes: { TopicArn: regional('sns', '{name}'), TopicName: '{name}' },
  },
  'AWS::Chatbot::SlackChannelConfiguration': {
    name: 'ConfigurationName',
    arn: 'arn:{partition}:chatbot::{account}:chat-configuration/slack-channel/{name}',
    ref: 'arn:{partition}:chatbot::{account}:chat-configuration/slack-channel/{name}',
  },
  'AWS::Chatbot::MicrosoftTeamsChannelConfiguration': {
    name: 'ConfigurationName',
    arn: 'arn:{partition}:chatbot::{account}:chat-configuration/microsoft-teams-channel/{name}',
    ref: 'arn:{partition}:chatbot::{account}:chat-configuration/microsoft-teams-channel/{name}',
  },
  'AWS::DynamoDB::Table': {
    name: 'TableName',
    generated: { max: 255 },
    arn: regional('dynamodb', 'table/{name}'),
    ref: '{name}',
    attributes: { StreamArn: regional('dynamodb', 'table/{name}/stream/{*}') },
  },
  'AWS::DynamoDB::GlobalTable': {
    name: 'TableName',
    generated: { max: 255 },
    arn: regional('dynamodb', 'table/{name}'),
    ref: '{name}',
    attributes: { StreamArn: regional('dynamodb', 'table/{name}/stream/{*}') },
  },
  'AWS::KMS::Key': { arn: regional('kms', 'key/{*}'), ref: '{*}', attributes: { KeyId: '{*}' } },
  'AWS::KMS::ReplicaKey': { arn: regional('kms', 'key/{*}'), ref: '{*}', attributes: { KeyId: '{*}' } },
  'AWS::KMS::Alias': { name: 'AliasName', arn: regional('kms', '{name}'), ref: '{name}' },
  'AWS::SecretsManager::Secret': {
    name: 'Name',
    arn: regional('secretsmanager', 'secret:{name}-{*}'),
    ref: regional('secretsmanager', 'secret:{name}-{*}'),
    attributes: { Id: regional('secretsmanager', 'secret:{name}-{*}') },
  },
  'AWS::Logs::LogGroup': {
    name: 'LogGroupName',
    generated: { max: 512 },
    arn: regional('logs', 'log-group:{name}:*'),
    ref: '{name}',
  },
  'AWS::StepFunctions::StateMachine': {
    name: 'StateMachineName',
    arn: regional('states', 'stateMachine:{name}'),
    ref: regional('states', 'stateMachine:{name}'),
    attributes: { Name: '{name}' },
  },
  'AWS::CodeBuild::Project': { name: 'Name', arn: regional('codebuild', 'project/{name}'), ref: '{name}' },
  'AWS::CodePipeline::Pipeline': { name: 'Name', arn: regional('codepipeline', '{name}'), ref: '{name}' },
  'AWS::CodeCommit::Repository': {
    name: 'RepositoryName',
    arn: regional('codecommit', '{name}'),
    ref: '{*}',
    attributes: { Name: '{name}' },
  },
  'AWS::CodeDeploy::Application': {
    name: 'ApplicationName',
    arn: regional('codedeploy', 'application:{name}'),
    ref: '{name}',
  },
  'AWS::Events::Rule': {
    name: 'Name',
    generated: STACK_64,
    arn: regional('events', 'rule/{name}'),
    ref: '{name}',
  },
  'AWS::Events::EventBus': {
    name: 'Name',
    arn: regional('events', 'event-bus/{name}'),
    ref: '{name}',
    attributes: { Name: '{name}' },
  },
  'AWS::Scheduler::Schedule': { name: 'Name', arn: regional('scheduler', 'schedule/{*}/{name}'), ref: '{name}' },
  'AWS::Scheduler::ScheduleGroup': { name: 'Name', arn: regional('scheduler', 'schedule-group/{name}'), ref: '{name}' },
  'AWS::ECS::Cluster': { name: 'ClusterName', arn: regional('ecs', 'cluster/{name}'), ref: '{name}' },
  'AWS::ECS::Service': {
    name: 'ServiceName',
    arn: regional('ecs', 'service/{*}'),
    ref: regional('ecs', 'service/{*}'),
    attributes: { Name: '{name}', ServiceArn: regional('ecs', 'service/{*}') },
  },
  'AWS::ECS::TaskDefinition': {
    name: 'Family',
    arn: regional('ecs', 'task-definition/{name}:{*}'),
    ref: regional('ecs', 'task-definition/{name}:{*}'),
    attributes: { TaskDefinitionArn: regional('ecs', 'task-definition/{name}:{*}') },
  },
  'AWS::ECR::Repository': { name: 'RepositoryName', arn: regional('ecr', 'repository/{name}'), ref: '{name}' },
  'AWS::CloudWatch::Alarm': {
    name: 'AlarmName',
    generated: { max: 255 },
    arn: regional('cloudwatch', 'alarm:{name}'),
    ref: '{name}',
  },
  'AWS::CloudWatch::CompositeAlarm': {
    name: 'AlarmName',
    generated: { max: 255 },
    arn: regional('cloudwatch', 'alarm:{name}'),
    ref: '{name}',
  },
  'AWS::CloudTrail::Trail': { name: 'TrailName', arn: regional('cloudtrail', 'trail/{name}'), ref: '{name}' },
  'AWS::SSM::Parameter': { name: 'Name', arn: regional('ssm', 'parameter/{name}'), ref: '{name}' },
  'AWS::SSM::Document': { name: 'Name', arn: regional('ssm', 'document/{name}'), ref: '{name}' },
  'AWS::Kinesis::Stream': {
    name: 'Name',
    generated: { max: 128 },
    arn: regional('kinesis', 'stream/{name}'),
    ref: '{name}',
  },
  'AWS::KinesisFirehose::DeliveryStream': {
    name: 'DeliveryStreamName',
    arn: regional('firehose', 'deliverystream/{name}'),
    ref: '{name}',
  },
  'AWS::ApiGateway::RestApi': { arn: 'arn:{partition}:apigateway:{region}::/restapis/{*}', ref: '{*}' },
  'AWS::ApiGatewayV2::Api': { arn: 'arn:{partition}:apigateway:{region}::/apis/{*}', ref: '{*}' },
  'AWS::OpenSearchService::Domain': {
    name: 'DomainName',
    arn: regional('es', 'domain/{name}'),
    ref: '{name}',
    attributes: { DomainArn: regional('es', 'domain/{name}') },
  },
  'AWS::Elasticsearch::Domain': {
    name: 'DomainName',
    arn: regional('es', 'domain/{name}'),
    ref: '{name}',
    attributes: { DomainArn: regional('es', 'domain/{name}') },
  },
  'AWS::Backup::BackupVault': {
    name: 'BackupVaultName',
    arn: regional('backup', 'backup-vault:{name}'),
    ref: '{name}',
    attributes: { BackupVaultArn: regional('backup', 'backup-vault:{name}'), BackupVaultName: '{name}' },
  },
  'AWS::EFS::FileSystem': {
    arn: regional('elasticfilesystem', 'file-system/{*}'),
    ref: '{*}',
    attributes: { FileSystemId: '{*}' },
  },
  'AWS::CodeArtifact::Domain': {
    name: 'DomainName',
    arn: regional('codeartifact', 'domain/{name}'),
    ref: regional('codeartifact', 'domain/{name}'),
    attributes: { Name: '{name}' },
  },
  'AWS::CodeArtifact::Repository': {
    name: 'RepositoryName',
    arn: regional('codeartifact', 'repository/{*}/{name}'),
    ref: regional('codeartifact', 'repository/{*}/{name}'),
    attributes: { Name: '{name}' },
  },
  'AWS::Cognito::UserPool': {
    arn: regional('cognito-idp', 'userpool/{*}'),
    ref: '{*}',
    attributes: { UserPoolId: '{*}' },
  },
  'AWS::IoT::TopicRule': { name: 'RuleName', arn: regional('iot', 'rule/{name}'), ref: '{name}' },
  'AWS::Bedrock::Agent': {
    arn: regional('bedrock', 'agent/{*}'),
    attributes: { AgentArn: regional('bedrock', 'agent/{*}') },
  },
  'AWS::Lex::Bot': { arn: regional('lex', 'bot/{*}') },
  'AWS::Connect::Instance': { arn: regional('connect', 'instance/{*}') },
  'AWS::Pipes::Pipe': { name: 'Name', arn: regional('pipes', 'pipe/{name}') },
  'AWS::AppSync::GraphQLApi': { arn: regional('appsync', 'apis/{*}') },
  'AWS::Transfer::User': { name: 'UserName', arn: regional('transfer', 'user/{*}/{name}') },
  'AWS::IoT::RoleAlias': { name: 'RoleAlias', arn: regional('iot', 'rolealias/{name}'), ref: '{name}' },
  'AWS::RolesAnywhere::Profile': {
    arn: regional('rolesanywhere', 'profile/{*}'),
    attributes: { ProfileArn: regional('rolesanywhere', 'profile/{*}'), ProfileId: '{*}' },
  },
  'AWS::RolesAnywhere::TrustAnchor': {
    arn: regional('rolesanywhere', 'trust-anchor/{*}'),
    attributes: { TrustAnchorArn: regional('rolesanywhere', 'trust-anchor/{*}'), TrustAnchorId: '{*}' },
  },
  'AWS::Transfer::Server': { arn: regional('transfer', 'server/{*}') },
  'AWS::Glue::Job': { name: 'Name', arn: regional('glue', 'job/{name}'), ref: '{name}' },
  'AWS::EC2::Instance': { arn: regional('ec2', 'instance/{*}'), ref: '{*}' },
  'AWS::CloudFront::CloudFrontOriginAccessIdentity': {
    ref: '{*}',
    // The canonical user is the distribution's; this stands for it in policies.
    attributes: { S3CanonicalUserId: 'cloudfront-origin-access-identity/{*}' },
  },
  'AWS::CloudFormation::Stack': {
    arn: regional('cloudformation', 'stack/{*}'),
    ref: regional('cloudformation', 'stack/{*}'),
  },
};
