import { service } from './meaning';

const TYPES = 'what a registered type or hook runs in a deployment shows in no template of the assembly';

/** Alarms, logs, configuration, documents, stacks and budgets. */
export const MANAGEMENT = [
  ...service('CloudWatch', {
    AlarmMuteRule: {
      whole: 'the alarms that it names stay quiet while it lasts, and a release that fails then is not taken back',
    },
    OTelEnrichment: {},
    'Alarm CompositeAlarm': { out: 'AlarmActions OKActions InsufficientDataActions' },
    Dashboard: { data: 'DashboardBody' },
    InsightRule: { data: 'RuleBody' },
    MetricStream: { role: 'RoleArn', out: 'FirehoseArn' },
    AnomalyDetector: {},
  }),
  ...service('Logs', {
    StorageTierPolicy: {},
    LogGroup: { policy: 'ResourcePolicyDocument', service: 'logs' },
    ResourcePolicy: { policy: 'PolicyDocument' },
    Destination: { policy: 'DestinationPolicy', service: 'logs', role: 'RoleArn', out: 'TargetArn' },
    DeliveryDestination: {
      policy: 'DeliveryDestinationPolicy.DeliveryDestinationPolicy',
      service: 'logs',
      out: 'DestinationResourceArn',
    },
    SubscriptionFilter: { role: 'RoleArn', out: 'DestinationArn' },
    AccountPolicy: { data: 'PolicyDocument' },
    ScheduledQuery: { role: 'ExecutionRoleArn DestinationConfiguration.S3Configuration.RoleArn' },
    'Delivery DeliverySource LogAnomalyDetector LogStream MetricFilter QueryDefinition Transformer': {},
  }),
  ...service('XRay', {
    TransactionSearchConfig: {},
    ResourcePolicy: { policy: 'PolicyDocument' },
    'Group SamplingRule': {},
  }),
  ...service('ApplicationSignals', { 'Discovery GroupingConfiguration ServiceLevelObjective': {} }),
  ...service('RUM', {
    AppMonitor: {
      policy: 'ResourcePolicy.PolicyDocument',
      service: 'rum',
      role: 'AppMonitorConfiguration.GuestRoleArn AppMonitorConfiguration.MetricDestinations.IamRoleArn',
      out: 'AppMonitorConfiguration.MetricDestinations.DestinationArn',
    },
  }),
  ...service('Oam', { Link: { out: 'SinkIdentifier' }, Sink: { policy: 'Policy', service: 'oam' } }),
  ...service('Config', {
    ConfigRule: { callee: 'Source.SourceIdentifier', inline: 'Source.CustomPolicyDetails.PolicyText' },
    RemediationConfiguration: { document: 'TargetId', commands: 'Parameters' },
    ConformancePack: {
      inline: 'TemplateBody',
      url: 'TemplateS3Uri',
      document: 'TemplateSSMDocumentDetails.DocumentName',
      out: 'DeliveryS3Bucket',
    },
    AggregationAuthorization: { principals: 'AuthorizedAccountId' },
    ConfigurationAggregator: { role: 'OrganizationAggregationSource.RoleArn' },
    ConfigurationRecorder: { role: 'RoleARN' },
    DeliveryChannel: { out: 'SnsTopicARN S3BucketName' },
    StoredQuery: {},
  }),
  ...service('CloudTrail', {
    Trail: { role: 'CloudWatchLogsRoleArn', out: 'SnsTopicName S3BucketName' },
    ResourcePolicy: { policy: 'ResourcePolicy', service: 'cloudtrail' },
    EventDataStore: { role: 'FederationRoleArn' },
  }),
  ...service('SSM', {
    Document: { commands: 'Content', url: 'Attachments.Values', document: 'Requires.Name' },
    Parameter: { data: 'Value' },
    Association: { document: 'Name', role: 'AssociationDispatchAssumeRole', commands: 'Parameters' },
    MaintenanceWindowTask: {
      document: 'TaskArn',
      commands: 'TaskParameters TaskInvocationParameters',
      role: 'ServiceRoleArn TaskInvocationParameters.MaintenanceWindowRunCommandParameters.ServiceRoleArn',
    },
    ResourcePolicy: { policy: 'Policy' },
    'MaintenanceWindow MaintenanceWindowTarget OpsItem PatchBaseline ResourceDataSync': {},
  }),
  ...service('CloudFormation', {
    Stack: { url: 'TemplateURL' },
    'CustomResource WaitCondition WaitConditionHandle': {},
    'GuardHook HookDefaultVersion HookTypeConfig HookVersion LambdaHook PublicTypeVersion Publisher': { whole: TYPES },
    'ResourceDefaultVersion ResourceVersion TypeActivation ModuleDefaultVersion ModuleVersion Macro': { whole: TYPES },
    // Read whole or not at all: lib/world/assembly/stack-sets.ts.
    StackSet: {},
  }),
  ...service('ResourceGroups', { Group: {}, TagSyncTask: { role: 'RoleArn' } }),
  ...service('Budgets', {
    Budget: {},
    BudgetsAction: { whole: 'it attaches policies to identities at a time that nobody chooses' },
  }),
  ...service('CE', { 'AnomalyMonitor AnomalySubscription CostCategory': {} }),
  ...service('Chatbot', {
    'MicrosoftTeamsChannelConfiguration SlackChannelConfiguration': {
      role: 'IamRoleArn',
      policy: 'GuardrailPolicies',
    },
    CustomAction: {},
  }),
  ...service('CDK', { Metadata: { data: 'Analytics' } }),
  ...service('ResourceExplorer2', { 'DefaultViewAssociation Index View': {} }),
  ...service('ServiceCatalogAppRegistry', {
    'Application AttributeGroup AttributeGroupAssociation ResourceAssociation': {},
  }),
  ...service('AutoScalingPlans', { ScalingPlan: {} }),
  ...service('InternetMonitor', { Monitor: {} }),
  ...service('Rbin', { Rule: {} }),
  ...service('DevOpsGuru', {
    NotificationChannel: { out: 'Config.Sns.TopicArn' },
    'LogAnomalyDetectionIntegration ResourceCollection': {},
  }),
  ...service('APS', {
    ResourcePolicy: { policy: 'PolicyDocument', service: 'aps' },
    Scraper: { role: 'RoleConfiguration.SourceRoleArn RoleConfiguration.TargetRoleArn' },
    Workspace: { out: 'AlertManagerDefinition' },
    'AnomalyDetector RuleGroupsNamespace': {},
  }),
  ...service('FIS', {
    ExperimentTemplate: { role: 'RoleArn', inline: 'Actions' },
    TargetAccountConfiguration: { role: 'RoleArn', principals: 'AccountId' },
  }),
  ...service('CodeGuruProfiler', {
    ProfilingGroup: {
      principals: 'AgentPermissions.Principals',
      out: 'AnomalyDetectionNotificationConfiguration.channelUri',
    },
  }),
  ...service('ARCZonalShift', { 'AutoshiftObserverNotificationStatus ZonalAutoshiftConfiguration': {} }),
  ...service('Evidently', {
    Project: { out: 'DataDelivery.S3.BucketName' },
    'Experiment Feature Launch Segment': {},
  }),
  ...service('Notifications', {
    ChannelAssociation: { out: 'Arn' },
    EventRule: { data: 'EventPattern' },
    'NotificationConfiguration NotificationHub': {},
  }),
  ...service('NotificationsContacts', { EmailContact: {} }),
  ...service('SSMIncidents', {
    ResponsePlan: {
      document: 'Actions.SsmAutomation.DocumentName',
      role: 'Actions.SsmAutomation.RoleArn',
      data: 'Actions.SsmAutomation.TargetAccount',
      commands: 'Actions.SsmAutomation.Parameters.Values',
      out: 'ChatChannel.ChatbotSns IncidentTemplate.NotificationTargets.SnsTopicArn',
    },
    ReplicationSet: {},
  }),
];
