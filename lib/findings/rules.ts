/**
 * Where a rule of the packs stops a synthesis:
 *
 * - `everywhere`: what is built is open to strangers or carries a credential in clear text, in dev as well;
 * - `prod`: data of prod lies or travels unencrypted, has no way back, or a role holds everything;
 * - `nowhere`: advice, a matter of cost, or what the fence and the proof decide better. It is reported.
 */
export type RuleClass = 'everywhere' | 'prod' | 'nowhere';

/** The rules of each class, one word each; what two packs name alike is classified alike. */
const CLASSES: Readonly<Record<RuleClass, string>> = {
  everywhere: `CodeBuildProjectEnvVarAwsCred CodeBuildProjectSourceRepoUrl DMSReplicationNotPublic
    EC2RestrictedCommonPorts EC2RestrictedSSH ECR1 EVB1 RDS8 RDSInstancePublicAccess RedshiftClusterPublicAccess RS8
    S3BucketLevelPublicAccessProhibited`,
  prod: `AEC3 CloudTrailEncryptionEnabled CloudTrailLogFileValidationEnabled DDB4 DOC1 DOC3 DOC4
    DynamoDBPITREnabled EC2IMDSv2Enabled EFS1 EFSEncrypted EMR4 EMR5
    IAMPolicyNoStatementsWithAdminAccess IAMUserNoPolicies KDS1 KMS5 KMSBackingKeyRotationEnabled LEX4 MSK2 MSK3 N3 N4
    OpenSearchEncryptedAtRest OpenSearchNodeToNodeEncryption OS2 OS5 OS8 QS1 RDS10 RDS13 RDS2
    RDSInstanceBackupEnabled RDSInstanceDeletionProtectionEnabled RDSStorageEncrypted RedshiftBackupEnabled
    RedshiftRequireTlsSSL RS1 RS10 RS6 S3BucketVersioningEnabled SM2`,
  nowhere: `AEC1 AEC4 AEC5 AEC6 ALBHttpDropInvalidHeaderEnabled ALBHttpToHttpsRedirection ALBWAFEnabled APIG1 APIG2
    APIG3 APIG4 APIG6 APIGWAccessLogging APIGWAssociatedWithWAF APIGWCacheEnabledAndEncrypted APIGWDefaultThrottling
    APIGWExecutionLoggingEnabled APIGWSSLEnabled APIGWStructuredLogging APIGWXrayEnabled AppSyncTracing AS1 AS2 AS3
    ASC3 AutoScalingGroupELBHealthCheckRequired AutoScalingLaunchConfigPublicIpDisabled C91 CB4 CB5 CFR1 CFR2 CFR3
    CFR4 CFR5 CFR6 CFR7 CloudTrailCloudWatchLogsEnabled CloudWatchAlarmAction CloudWatchLogGroupEncrypted
    CloudWatchLogGroupRetentionPeriod COG1 COG2 COG4 COG7 COG8 DDB3 DOC2 DOC5 DynamoDBAutoScalingEnabled
    DynamoDBInBackupPlan EB1 EB3 EB4 EC23 EC26 EC27 EC28 EC29 EC2EBSInBackupPlan EC2EBSOptimizedInstance
    EC2InstanceDetailedMonitoringEnabled EC2InstanceNoPublicIp EC2InstanceProfileAttached EC2InstancesInVPC ECS2 ECS4
    ECS7 ECSTaskDefinitionUserForHostMode EFSInBackupPlan EKS1 EKS2 ElasticBeanstalkEnhancedHealthReportingEnabled
    ElasticBeanstalkManagedUpdatesEnabled ElastiCacheRedisClusterAutomaticBackup ELB1 ELB2 ELB3 ELB4 ELB5 ELBACMCertificateRequired
    ELBCrossZoneLoadBalancingEnabled ELBDeletionProtectionEnabled ELBLoggingEnabled ELBTlsHttpsListenersOnly
    ELBv2ACMCertificateRequired EMR2 EMR6 EMRKerberosEnabled EventBusDLQ GL1 GL3 IAM4 IAM5 IAMGroupHasUsers
    IAMNoInlinePolicy IAMPolicyNoStatementsWithFullAccess IAMUserGroupMembership KDA3 KDF1 KDS3 L1
    LambdaAsyncFailureDestination LambdaConcurrency LambdaDefaultMemorySize LambdaDefaultTimeout LambdaDLQ
    LambdaEventSourceMappingDestination LambdaFunctionPublicAccessProhibited LambdaInsideVPC LambdaLatestVersion
    LambdaStarPermissions LambdaTracing MS1 MS10 MS3 MS4 MS7 MS8 MSK6 N1 N2 N5 OpenSearchErrorLogsToCloudWatch
    OpenSearchInVPCOnly OS1 OS3 OS4 OS7 OS9 RDS11 RDS14 RDS16 RDS3 RDS6 RDSAutomaticMinorVersionUpgradeEnabled
    RDSEnhancedMonitoringEnabled RDSInBackupPlan RDSLoggingEnabled RDSMultiAZSupport RedshiftClusterConfiguration
    RedshiftClusterMaintenanceSettings RedshiftEnhancedVPCRoutingEnabled RS11 RS2 RS3 RS4 RS5 RS9 S1 S10 S2 S5
    S3BucketLoggingEnabled S3BucketPublicReadProhibited S3BucketPublicWriteProhibited S3BucketReplicationEnabled
    S3BucketSSLRequestsOnly S3DefaultEncryptionKMS SageMakerEndpointConfigurationKMSKeyConfigured
    SageMakerNotebookInstanceKMSKeyConfigured SageMakerNotebookNoDirectInternetAccess SecretsManagerRotationEnabled
    SecretsManagerUsingKMSKey SF1 SF2 SM1 SM3 SMG4 SNS3 SNSEncryptedKMS SNSRedrivePolicy SQS2 SQS3 SQS4
    SQSRedrivePolicy StepFunctionStateMachineXray TS3 VPC3 VPC7 VPCDefaultSecurityGroupClosed VPCFlowLogsEnabled
    VPCNoUnrestrictedRouteToIGW VPCSubnetAutoAssignPublicIpDisabled WAFv2LoggingEnabled`,
};

/** The class of every reviewed rule by its name without the pack: `S1`, `LambdaInsideVPC`. */
export function ruleClasses(): ReadonlyMap<string, RuleClass> {
  const classes = Object.entries(CLASSES) as [RuleClass, string][];
  return new Map(classes.flatMap(([name, rules]) => rules.split(/\s+/).map((rule) => [rule, name] as const)));
}
