import { service } from './meaning';

/** Queues, topics, buses, workflows and interfaces. */
export const INTEGRATION = [
  ...service('SQS', {
    QueuePolicy: { policy: 'PolicyDocument' },
    QueueInlinePolicy: { policy: 'PolicyDocument' },
    Queue: {},
  }),
  ...service('SNS', {
    TopicPolicy: { policy: 'PolicyDocument' },
    TopicInlinePolicy: { policy: 'PolicyDocument' },
    Topic: {
      role: 'DeliveryStatusLogging.SuccessFeedbackRoleArn DeliveryStatusLogging.FailureFeedbackRoleArn',
      out: 'Subscription.Endpoint',
    },
    Subscription: { role: 'SubscriptionRoleArn', out: 'Endpoint' },
  }),
  ...service('Events', {
    EventBus: { policy: 'Policy', out: 'DeadLetterConfig.Arn' },
    EventBusPolicy: { policy: 'Statement Principal Condition' },
    Rule: {
      role: 'RoleArn Targets.RoleArn',
      started: 'Targets.Arn',
      out: 'Targets.DeadLetterConfig.Arn',
      input: 'Targets.Input Targets.InputTransformer.InputTemplate',
      definition: 'Targets.EcsParameters.TaskDefinitionArn Targets.BatchParameters.JobDefinition',
      data: 'EventPattern',
    },
    Endpoint: { role: 'RoleArn', out: 'EventBuses.EventBusArn' },
    Connection: {
      network:
        'AuthParameters.ConnectivityParameters.ResourceParameters.ResourceConfigurationArn ' +
        'InvocationConnectivityParameters.ResourceParameters.ResourceConfigurationArn',
    },
    'ApiDestination Archive': {},
  }),
  ...service('EventSchemas', { RegistryPolicy: { policy: 'Policy' }, 'Discoverer Registry Schema': {} }),
  ...service('Scheduler', {
    Schedule: {
      role: 'Target.RoleArn',
      started: 'Target.Arn',
      out: 'Target.DeadLetterConfig.Arn',
      input: 'Target.Input',
      definition: 'Target.EcsParameters.TaskDefinitionArn',
    },
    ScheduleGroup: {},
  }),
  ...service('Pipes', {
    Pipe: {
      role:
        'RoleArn TargetParameters.EcsTaskParameters.Overrides.ExecutionRoleArn ' +
        'TargetParameters.EcsTaskParameters.Overrides.TaskRoleArn',
      callee: 'Enrichment',
      out: 'Target',
      input: 'TargetParameters.InputTemplate',
      arguments: '*.ContainerOverrides.Command',
      object: '*.ContainerOverrides.EnvironmentFiles.Value',
      definition:
        'TargetParameters.EcsTaskParameters.TaskDefinitionArn TargetParameters.BatchJobParameters.JobDefinition',
      data: 'EnrichmentParameters.InputTemplate',
    },
  }),
  ...service('StepFunctions', {
    StateMachine: {
      role: 'RoleArn',
      inline: 'Definition DefinitionString DefinitionSubstitutions',
      bucket: 'DefinitionS3Location.Bucket',
    },
    'Activity StateMachineAlias StateMachineVersion': {},
  }),
  ...service('ApiGateway', {
    RestApi: { policy: 'Policy', bucket: 'BodyS3Location.Bucket', inline: 'Body' },
    Method: { role: 'Integration.Credentials', callee: 'Integration.Uri' },
    Authorizer: { role: 'AuthorizerCredentials', callee: 'AuthorizerUri ProviderARNs' },
    Account: { role: 'CloudWatchRoleArn' },
    DomainName: { url: 'MutualTlsAuthentication.TruststoreUri' },
    DomainNameV2: { policy: 'Policy', service: 'execute-api' },
    Stage: { out: 'AccessLogSetting.DestinationArn' },
    Deployment: { out: 'StageDescription.AccessLogSetting.DestinationArn' },
    'ApiKey BasePathMapping BasePathMappingV2 ClientCertificate DocumentationPart DocumentationVersion': {},
    'GatewayResponse Model RequestValidator Resource UsagePlan UsagePlanKey VpcLink': {},
  }),
  ...service('ApiGatewayV2', {
    Api: { role: 'CredentialsArn', callee: 'Target', bucket: 'BodyS3Location.Bucket', inline: 'Body' },
    Integration: { role: 'CredentialsArn', callee: 'IntegrationUri' },
    Authorizer: { role: 'AuthorizerCredentialsArn', callee: 'AuthorizerUri' },
    DomainName: { url: 'MutualTlsAuthentication.TruststoreUri' },
    Stage: { out: 'AccessLogSettings.DestinationArn' },
    'ApiGatewayManagedOverrides ApiMapping Deployment IntegrationResponse Model Route RouteResponse RoutingRule': {},
    VpcLink: {},
  }),
  ...service('AppSync', {
    GraphQLApi: {
      role: 'MergedApiExecutionRoleArn LogConfig.CloudWatchLogsRoleArn',
      callee:
        'LambdaAuthorizerConfig.AuthorizerUri AdditionalAuthenticationProviders.LambdaAuthorizerConfig.AuthorizerUri',
    },
    Api: {
      role: 'EventConfig.LogConfig.CloudWatchLogsRoleArn',
      callee: 'EventConfig.AuthProviders.LambdaAuthorizerConfig.AuthorizerUri',
    },
    GraphQLSchema: { inline: 'Definition', url: 'DefinitionS3Location' },
    DataSource: { role: 'ServiceRoleArn', callee: 'LambdaConfig.LambdaFunctionArn', origin: 'HttpConfig.Endpoint' },
    'FunctionConfiguration Resolver': {
      inline: 'Code RequestMappingTemplate ResponseMappingTemplate',
      url: 'CodeS3Location RequestMappingTemplateS3Location ResponseMappingTemplateS3Location',
      callee: 'SyncConfig.LambdaConflictHandlerConfig.LambdaConflictHandlerArn',
    },
    ChannelNamespace: { inline: 'CodeHandlers', url: 'CodeS3Location' },
    'ApiCache ApiKey DomainName DomainNameApiAssociation Type': {},
  }),
  ...service('AmazonMQ', { 'Broker Configuration ConfigurationAssociation': {} }),
  ...service('MSK', {
    ClusterPolicy: { policy: 'Policy', service: 'kafka' },
    Replicator: { role: 'ServiceExecutionRoleArn' },
    'BatchScramSecret Cluster Configuration ServerlessCluster': {},
  }),
  ...service('KafkaConnect', {
    Connector: {
      role: 'ServiceExecutionRoleArn',
      definition: 'Plugins.CustomPlugin.CustomPluginArn WorkerConfiguration.WorkerConfigurationArn',
    },
    CustomPlugin: { bucket: 'Location.S3Location.BucketArn' },
    WorkerConfiguration: {},
  }),
  ...service('IoT', { TopicRule: { role: '*.RoleArn', out: '*.Lambda.FunctionArn' } }),
  ...service('ServiceDiscovery', {
    Instance: { origin: 'InstanceAttributes' },
    'HttpNamespace PrivateDnsNamespace PublicDnsNamespace Service': {},
  }),
  ...service('SES', {
    ReceiptRule: {
      role: 'Rule.Actions.S3Action.IamRoleArn Rule.Actions.ConnectAction.IAMRoleARN',
      out: 'Rule.Actions.S3Action.TopicArn Rule.Actions.SNSAction.TopicArn Rule.Actions.LambdaAction.FunctionArn',
    },
    ConfigurationSetEventDestination: {
      role: 'EventDestination.KinesisFirehoseDestination.IAMRoleARN',
      out: 'EventDestination.SnsDestination.TopicARN EventDestination.KinesisFirehoseDestination.DeliveryStreamARN',
    },
    'ConfigurationSet ContactList DedicatedIpPool EmailIdentity ReceiptFilter ReceiptRuleSet Template': {},
    MailManagerRuleSet: {
      role: '*.RoleArn',
      out:
        'Rules.Actions.InvokeLambda.FunctionArn Rules.Actions.PublishToSns.TopicArn Rules.Actions.WriteToS3.S3Bucket ' +
        'Rules.Actions.DeliverToMailbox.MailboxArn Rules.Actions.Archive.TargetArchive',
    },
    'CustomVerificationEmailTemplate MailManagerAddonInstance MailManagerAddonSubscription MailManagerAddressList': {},
    'MailManagerArchive MailManagerTrafficPolicy MultiRegionEndpoint VdmAttributes': {},
  }),
];
