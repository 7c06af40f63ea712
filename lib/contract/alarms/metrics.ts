/**
 * What the metrics of AWS services measure, as far as a rollback alarm needs to know: what a value can be, what it is while
 * all is well, and what names the resource that it is about. From the services' own pages on CloudWatch metrics. A metric
 * that is not here is known to nobody: an alarm on it may never fire.
 */
export type MetricKind =
  /** Counts requests: some while all is well, fewer or more while it is not. */
  | 'traffic'
  /** Counts failures among requests of the same resource: none while all is well. */
  | 'failures'
  /** Counts what is wrong or waits, without a whole that it is a part of: none while all is well. */
  | 'trouble'
  /** A time or an age, from 0: short while all is well. */
  | 'time'
  /** A share in percent that is low while all is well. */
  | 'load'
  /** A share in percent that is 100 while all is well. */
  | 'success'
  /** Counts what works: some while all is well, none while nothing does. */
  | 'capacity';

/** The metrics of a namespace. */
export interface Namespace {
  /** Dimensions that name the resource; one of them at least must be a resource of the stack. */
  readonly names: readonly string[];
  readonly metrics: Readonly<Record<string, MetricKind>>;
  /** The one region that has its data; absent: the resource's own. */
  readonly region?: string;
  /** Seconds between two values of the metrics that come rarely, by metric. */
  readonly rare?: Readonly<Record<string, number>>;
}

const DAY = 86_400;

/** Gives each name of a text one kind. */
function kinds(listed: Partial<Record<MetricKind, string>>): Record<string, MetricKind> {
  return Object.fromEntries(
    Object.entries(listed).flatMap(([kind, names]) => names.split(' ').map((name) => [name, kind as MetricKind])),
  );
}

/** Namespaces by name. */
export const NAMESPACES: Readonly<Record<string, Namespace>> = {
  'AWS/Lambda': {
    names: ['FunctionName', 'Resource'],
    metrics: kinds({
      traffic: 'Invocations',
      failures: 'Errors',
      trouble:
        'Throttles DeadLetterErrors DestinationDeliveryFailures AsyncEventsDropped ProvisionedConcurrencySpilloverInvocations',
      time: 'Duration PostRuntimeExtensionsDuration IteratorAge AsyncEventAge ConcurrentExecutions UnreservedConcurrentExecutions',
    }),
  },
  'AWS/ApiGateway': {
    names: ['ApiId', 'ApiName'],
    metrics: kinds({
      traffic: 'Count CacheHitCount CacheMissCount ConnectCount MessageCount',
      failures: '5XXError 4XXError 5xx 4xx ClientError ExecutionError IntegrationError',
      time: 'Latency IntegrationLatency DataProcessed',
    }),
  },
  'AWS/ApplicationELB': {
    names: ['LoadBalancer', 'TargetGroup'],
    metrics: kinds({
      traffic:
        'RequestCount RequestCountPerTarget HTTPCode_Target_2XX_Count HTTPCode_Target_3XX_Count NewConnectionCount ActiveConnectionCount',
      failures:
        'HTTPCode_Target_5XX_Count HTTPCode_Target_4XX_Count HTTPCode_ELB_5XX_Count HTTPCode_ELB_500_Count HTTPCode_ELB_502_Count HTTPCode_ELB_503_Count HTTPCode_ELB_504_Count HTTPCode_ELB_4XX_Count',
      trouble:
        'UnHealthyHostCount TargetConnectionErrorCount TargetTLSNegotiationErrorCount RejectedConnectionCount ClientTLSNegotiationErrorCount UnhealthyRoutingRequestCount',
      time: 'TargetResponseTime',
      capacity: 'HealthyHostCount',
    }),
  },
  'AWS/NetworkELB': {
    names: ['LoadBalancer', 'TargetGroup'],
    metrics: kinds({
      traffic: 'ActiveFlowCount NewFlowCount ProcessedBytes',
      trouble:
        'UnHealthyHostCount TCP_Target_Reset_Count TCP_ELB_Reset_Count TCP_Client_Reset_Count ClientTLSNegotiationErrorCount TargetTLSNegotiationErrorCount PortAllocationErrorCount',
      capacity: 'HealthyHostCount',
    }),
  },
  'AWS/SQS': {
    names: ['QueueName'],
    metrics: kinds({
      traffic: 'NumberOfMessagesSent NumberOfMessagesReceived NumberOfMessagesDeleted',
      trouble:
        'ApproximateNumberOfMessagesVisible ApproximateNumberOfMessagesNotVisible ApproximateNumberOfMessagesDelayed NumberOfEmptyReceives',
      time: 'ApproximateAgeOfOldestMessage SentMessageSize',
    }),
  },
  'AWS/SNS': {
    names: ['TopicName'],
    metrics: kinds({
      traffic: 'NumberOfMessagesPublished NumberOfNotificationsDelivered',
      trouble:
        'NumberOfNotificationsFailed NumberOfNotificationsRedrivenToDlq NumberOfNotificationsFailedToRedriveToDlq NumberOfNotificationsFilteredOut',
    }),
  },
  'AWS/DynamoDB': {
    names: ['TableName', 'GlobalTableName'],
    metrics: kinds({
      traffic: 'ConsumedReadCapacityUnits ConsumedWriteCapacityUnits ReturnedItemCount',
      trouble:
        'ThrottledRequests ReadThrottleEvents WriteThrottleEvents SystemErrors UserErrors ConditionalCheckFailedRequests TransactionConflict FailedToReplicateRecordCount',
      time: 'SuccessfulRequestLatency ReplicationLatency AgeOfOldestUnreplicatedRecord',
    }),
  },
  'AWS/ECS': {
    names: ['ClusterName', 'ServiceName'],
    metrics: kinds({
      load: 'CPUUtilization MemoryUtilization CPUReservation MemoryReservation EBSFilesystemUtilization',
      traffic: 'RequestCount RequestCountPerTarget',
      failures: 'HTTPCode_Target_5XX_Count HTTPCode_Target_4XX_Count',
      time: 'TargetResponseTime',
    }),
  },
  'ECS/ContainerInsights': {
    names: ['ClusterName', 'ServiceName'],
    metrics: kinds({
      capacity: 'RunningTaskCount',
      trouble: 'PendingTaskCount RestartCount UnHealthyContainerHealthStatus',
      load: 'CpuUtilized MemoryUtilized TaskCpuUtilization TaskMemoryUtilization',
    }),
  },
  'AWS/States': {
    names: ['StateMachineArn', 'ActivityArn', 'LambdaFunctionArn'],
    metrics: kinds({
      traffic: 'ExecutionsStarted ExecutionsSucceeded',
      trouble:
        'ExecutionsFailed ExecutionsTimedOut ExecutionsAborted ExecutionThrottled ActivitiesFailed ActivitiesTimedOut LambdaFunctionsFailed LambdaFunctionsTimedOut',
      time: 'ExecutionTime ActivityTime ActivityRunTime LambdaFunctionTime LambdaFunctionRunTime',
    }),
  },
  'AWS/CodeBuild': {
    names: ['ProjectName'],
    metrics: kinds({
      traffic: 'Builds SucceededBuilds',
      trouble: 'FailedBuilds',
      time: 'BuildDuration Duration QueuedDuration ProvisioningDuration DownloadSourceDuration InstallDuration',
    }),
  },
  'AWS/CloudFront': {
    names: ['DistributionId'],
    region: 'us-east-1',
    metrics: kinds({
      traffic: 'Requests BytesDownloaded BytesUploaded',
      load: '4xxErrorRate 5xxErrorRate TotalErrorRate 401ErrorRate 403ErrorRate 404ErrorRate 502ErrorRate 503ErrorRate 504ErrorRate LambdaExecutionError LambdaValidationError',
      success: 'CacheHitRate',
      time: 'OriginLatency',
    }),
  },
  'AWS/RDS': {
    names: ['DBInstanceIdentifier', 'DBClusterIdentifier'],
    metrics: kinds({
      load: 'CPUUtilization ACUUtilization',
      trouble: 'Deadlocks DiskQueueDepth LoginFailures AbortedClients',
      time: 'ReadLatency WriteLatency CommitLatency DMLLatency SelectLatency ReplicaLag AuroraReplicaLag AuroraReplicaLagMaximum DBLoad DatabaseConnections',
      capacity: 'FreeStorageSpace FreeableMemory FreeLocalStorage BurstBalance',
      traffic: 'ReadIOPS WriteIOPS Queries NetworkThroughput',
    }),
  },
  'AWS/Kinesis': {
    names: ['StreamName'],
    metrics: kinds({
      traffic: 'IncomingRecords IncomingBytes GetRecords.Records GetRecords.Bytes',
      success: 'PutRecord.Success',
      trouble:
        'ReadProvisionedThroughputExceeded WriteProvisionedThroughputExceeded PutRecords.FailedRecords PutRecords.ThrottledRecords',
      time: 'GetRecords.IteratorAgeMilliseconds GetRecords.Latency PutRecord.Latency PutRecords.Latency',
    }),
  },
  'AWS/Firehose': {
    names: ['DeliveryStreamName'],
    metrics: kinds({
      traffic: 'IncomingRecords IncomingBytes DeliveryToS3.Records',
      success: 'DeliveryToS3.Success DeliveryToRedshift.Success DeliveryToHttpEndpoint.Success',
      trouble: 'ThrottledRecords FailedConversion.Records',
      time: 'DeliveryToS3.DataFreshness DeliveryToHttpEndpoint.DataFreshness',
    }),
  },
  'AWS/S3': {
    names: ['BucketName'],
    metrics: kinds({
      traffic: 'AllRequests GetRequests PutRequests NumberOfObjects BucketSizeBytes',
      failures: '4xxErrors 5xxErrors',
      time: 'FirstByteLatency TotalRequestLatency ReplicationLatency',
      trouble: 'OperationsFailedReplication OperationsPendingReplication',
    }),
    rare: { NumberOfObjects: DAY, BucketSizeBytes: DAY },
  },
  CloudWatchSynthetics: {
    names: ['CanaryName'],
    metrics: kinds({ success: 'SuccessPercent', trouble: 'Failed', time: 'Duration', failures: '4xx 5xx' }),
  },
  'AWS/AppSync': {
    names: ['GraphQLAPIId'],
    metrics: kinds({ traffic: 'Requests', failures: '5XXError 4XXError', time: 'Latency TokensConsumed' }),
  },
  'AWS/Events': {
    names: ['RuleName', 'EventBusName'],
    metrics: kinds({
      traffic: 'Invocations MatchedEvents TriggeredRules InvocationAttempts',
      trouble:
        'FailedInvocations ThrottledRules InvocationsSentToDlq InvocationsFailedToBeSentToDlq DeadLetterInvocations RetryInvocationAttempts',
      time: 'IngestionToInvocationStartLatency IngestionToInvocationCompleteLatency',
    }),
  },
  'AWS/Scheduler': {
    names: ['ScheduleGroup'],
    metrics: kinds({
      traffic: 'InvocationAttemptCount',
      trouble:
        'TargetErrorCount TargetErrorThrottledCount InvocationDroppedCount InvocationThrottleCount InvocationsSentToDeadLetterCount',
    }),
  },
  'AWS/ElastiCache': {
    names: ['CacheClusterId', 'ReplicationGroupId', 'clusterId'],
    metrics: kinds({
      load: 'CPUUtilization EngineCPUUtilization DatabaseMemoryUsagePercentage',
      trouble: 'Evictions AuthenticationFailures CommandAuthorizationFailures',
      time: 'ReplicationLag CurrConnections',
      traffic: 'GetTypeCmds SetTypeCmds CacheHits CacheMisses',
    }),
  },
  'AWS/EC2': {
    names: ['InstanceId', 'AutoScalingGroupName'],
    metrics: kinds({
      load: 'CPUUtilization',
      trouble: 'StatusCheckFailed StatusCheckFailed_Instance StatusCheckFailed_System',
      traffic: 'NetworkIn NetworkOut',
    }),
  },
  'AWS/AppRunner': {
    names: ['ServiceName', 'ServiceID'],
    metrics: kinds({
      traffic: 'Requests 2xxStatusResponses',
      failures: '5xxStatusResponses 4xxStatusResponses',
      time: 'RequestLatency',
      load: 'CPUUtilization MemoryUtilization',
      capacity: 'ActiveInstances',
    }),
  },
};
