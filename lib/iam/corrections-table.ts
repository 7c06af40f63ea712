/**
 * The reviewed table: where our reading of an action differs from the access level that the service documents. Every
 * Read and List action whose name or description says that it runs, starts, changes or hands out something was looked
 * at. Kept as plain reads: analysis of what the caller sends (detect, translate, synthesize, estimate, simulate,
 * validate), searches and queries over stored data, reports that the caller alone sees (iam:GenerateCredentialReport,
 * config:DeliverConfigSnapshot), configuration that happens to hold secrets, which is data like any other, and
 * cloudwatch:GetSpaceCredentials(ForOrganization), which AWS itself grants to people who only view (ViewOnlyAccess v45),
 * and codepipeline:GetJobDetails and GetThirdPartyJobDetails: they return credentials for a job's artifacts, but only to
 * who names the job of a custom action that runs, and a third party's client token besides, which the writes
 * PollForJobs and PollForThirdPartyJobs hand out; AWS grants the first to auditors (SecurityAudit v92),
 * and s3:GetDataAccess, part of every s3:Get*: it hands out nothing without a grant at a location that runs as a role,
 * so the prover takes it for a way to that role (edge access-grant) and not for a write of its own.
 */
export type ReviewedActions = Readonly<Record<string, readonly string[]>>;

/** Documented as Read or List, but the answer is a credential with which its bearer acts. */
export const CREDENTIAL_READS: ReviewedActions = {
  'Returns temporary AWS credentials.': [
    'cognito-identity:GetCredentialsForIdentity',
    'datazone:GetDomainExecutionRoleCredentials',
    'datazone:GetEnvironmentCredentials',
    'eks-auth:AssumeRoleForPodIdentity',
    'finspace-api:GetProgrammaticAccessCredentials',
    'gamelift:GetComputeAccess',
    'gamelift:RequestUploadCredentials',
    'lakeformation:GetTemporaryGluePartitionCredentials',
    'lakeformation:GetTemporaryGlueTableCredentials',
    'ssm:GetAccessToken',
    'sts:GetSessionToken',
  ],
  'Returns a password or a stored secret in clear text.': [
    'ec2:GetPasswordData',
    'pca-connector-scep:GetChallengePassword',
    'secretsmanager:BatchGetSecretValue',
    'secretsmanager:GetSecretValue',
    'states:RevealSecrets',
  ],
  'Returns a token with which its bearer acts at a service.': [
    'amplifybackend:GetToken',
    'bedrock-agentcore:CompleteResourceTokenAuth',
    'bedrock-agentcore:GetResourceApiKey',
    'bedrock-agentcore:GetResourceOauth2Token',
    'bedrock-agentcore:GetResourcePaymentToken',
    'cloud9:CreateEnvironmentToken',
    'codeconnections:GetConnectionToken',
    'codeguru-reviewer:CreateConnectionToken',
    'codestar-connections:GetConnectionToken',
    'cognito-identity:GetOpenIdToken',
    'cognito-identity:GetOpenIdTokenForDeveloperIdentity',
    'connect:GetFederationToken',
    'ecr-public:GetAuthorizationToken',
    'ecr:GetAuthorizationToken',
    'emr-serverless:GetSessionEndpoint',
    'gamelift:GetComputeAuthToken',
    'glue:GetSessionEndpoint',
    'iq:GetChatToken',
    'license-manager:GetAccessToken',
    'quicksight:GetAuthCode',
    'redshift-serverless:GetIdentityCenterAuthToken',
    'redshift:GetIdentityCenterAuthToken',
    'route53globalresolver:GetAccessToken',
    'signin:AuthorizeOAuth2Access',
    'signin:CreateOAuth2Token',
    'sts:GetServiceBearerToken',
  ],
  'Returns a private key.': ['acm:ExportCertificate'],
  'Returns a URL through which its bearer uploads a file.': [
    'auditmanager:GetEvidenceFileUploadUrl',
    'tax:GetDocumentUploadUrl',
  ],
  'Returns a URL that lets its bearer in.': [
    'kinesisanalytics:CreateApplicationPresignedUrl',
    'm2:GetSignedBluinsightsUrl',
    'nimble:GetStreamingSessionStream',
    'quicksight:GetAnonymousUserEmbedUrl',
    'quicksight:GetDashboardEmbedUrl',
    'quicksight:GetSessionEmbedUrl',
    'sagemaker:CreateHubContentPresignedUrls',
  ],
};

/** Documented as Read or List, but it changes or runs something, or lets the caller act through something else. */
export const MUTATING_READS: ReviewedActions = {
  'Runs a model, an agent, a flow or a tool with what the caller says; agents act with the rights of their role.': [
    'agent-registry:InvokeRegistryMcp',
    'bedrock-agentcore:InvokeRegistryMcp',
    'bedrock:AgenticRetrieveStream',
    'bedrock:InvokeAgent',
    'bedrock:InvokeAutomatedReasoningPolicy',
    'bedrock:InvokeFlow',
    'bedrock:InvokeInlineAgent',
    'bedrock:InvokeModel',
    'bedrock:InvokeModelWithResponseStream',
    'bedrock:InvokeTool',
    'detective:InvokeAssistant',
    'iotsitewise:InvokeAssistant',
    'qbusiness:Chat',
    'qbusiness:ChatSync',
    'workspaces:InvokeTroubleshootingInvestigation',
  ],
  'Runs the code of an endpoint or a pipeline that somebody deployed.': [
    'iotanalytics:RunPipelineActivity',
    'sagemaker:InvokeEndpoint',
    'sagemaker:InvokeEndpointAsync',
    'sagemaker:InvokeEndpointWithResponseStream',
    'iot:TestInvokeAuthorizer',
    'transfer:TestIdentityProvider',
    'workmail:TestAvailabilityConfiguration',
  ],
  'Opens the way to other actions, which the service or its tools carry out for the caller.': [
    'application-signals-mcp:InvokeMcp',
    'aws-external-anthropic:CallWithBearerToken',
    'bedrock-mantle:CallWithBearerToken',
    'bedrock:CallWithBearerToken',
    'codeconnections:UseConnection',
    'codestar-connections:UseConnection',
    'ecs-mcp:UseMcp',
    'eks-mcp:InvokeMcp',
    'eks:AccessKubernetesApi',
    'sagemaker-mlflow:AccessUI',
    'sagemaker:CallWithBearerToken',
    'signin:Authenticate',
    'ssm:ExecuteAPI',
    'workspaces:DirectoryAccessManagement',
  ],
  'Opens data, packages or a machine to the caller with a credential of its own, within a grant or rights that stand apart.':
    ['codeartifact:GetAuthorizationToken', 'gamelift:GetInstanceAccess'],
  'Connects to a live session in which the caller acts.': [
    'bedrock-agentcore:ConnectBrowserAutomationStream',
    'bedrock-agentcore:ConnectBrowserLiveViewStream',
  ],
  'Reaches systems outside of AWS with what the caller sends.': [
    'bedrock-websearch:ExternalWebAccess',
    'bedrock-websearch:InvokeFetch',
    'managedblockchain:InvokeRpcBitcoinMainnet',
    'managedblockchain:InvokeRpcBitcoinTestnet',
    'managedblockchain:InvokeRpcPolygonMainnet',
    'managedblockchain:InvokeRpcPolygonMumbaiTestnet',
  ],
  'Lets a service use a connection, a repository or a data source on behalf of the caller, as iam:PassRole does.': [
    'billing:UseSourceView',
    'cleanrooms:PassCollaboration',
    'cleanrooms:PassMembership',
    'codeconnections:PassConnection',
    'codeconnections:PassRepository',
    'codestar-connections:PassConnection',
    'codestar-connections:PassRepository',
    'quicksight:PassDataSet',
    'quicksight:PassDataSource',
    'quicksight:PassTopic',
  ],
  'Associates a third party with a connection.': [
    'codeconnections:GetIndividualAccessToken',
    'codeconnections:GetInstallationUrl',
    'codeconnections:RegisterAppCode',
    'codeconnections:StartAppRegistrationHandshake',
    'codeconnections:StartOAuthHandshake',
    'codestar-connections:GetIndividualAccessToken',
    'codestar-connections:GetInstallationUrl',
    'codestar-connections:RegisterAppCode',
    'codestar-connections:StartAppRegistrationHandshake',
    'codestar-connections:StartOAuthHandshake',
  ],
  'Hides what it returns from other readers for a while, or moves a position that others share.': [
    'codedeploy-commands-secure:PollHostCommand',
    'kinesis:SubscribeToShard',
    'sqs:ReceiveMessage',
  ],
  'Sends something to a target that acts on it.': [
    'securityhub:SendFindingEvents',
    'securityhub:SendInsightEvents',
    'ssm:PutConfigurePackageResult',
  ],
  'Starts work on what runs: on instances, databases, environments or devices.': [
    'a4b:StartSmartHomeApplianceDiscovery',
    'dms:TestConnection',
    'ec2:StartDeclarativePoliciesReport',
    'elasticbeanstalk:RequestEnvironmentInfo',
    'observabilityadmin:TestTelemetryPipeline',
  ],
  'Changes a configuration or ends work that another may have started.': [
    'cloudshell:ApproveCommand',
    'codecommit:CancelUploadArchive',
    'internetmonitor:StopQuery',
    'logs:StopLiveTail',
    'logs:StopQuery',
    's3:AllowVendedLogDeliveryForResource',
    'xray:CancelTraceRetrieval',
  ],
  'Issues a new credential for a third system on each call.': ['acm:GetAcmeExternalAccountBindingCredentials'],
};

/**
 * Documented as Write, Tagging or Permissions management, but it only reads. Only actions whose documentation leaves no
 * doubt stand here; a mistake in this direction would be a hole in every proof.
 */
export const PLAIN_READS: ReviewedActions = {
  'Lists the tags of a resource; documented under Tagging or Write.': [
    'bcm-pricing-calculator:ListTagsForResource',
    'honeycode:ListTagsForResource',
    'route53globalresolver:ListTagsForResource',
  ],
  'Lists who administers a project; changes nobody.': ['monitron:ListProjectAdminUsers'],
  'Describes connection types that AWS offers, the same for everybody.': [
    'glue:DescribeConnectionType',
    'glue:ListConnectionTypes',
  ],
};
