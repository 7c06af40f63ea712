/**
 * The actions that the theorems speak of. What a theorem says is one fact: the prover seeks them, and the checker of its
 * certificate wants each of them claimed.
 */

/** What changes stacks, or single resources as a stack would, and so everything in them. */
export const STACK_ACTIONS =
  /^cloudformation:(CreateStack|UpdateStack|DeleteStack|ExecuteChangeSet|CreateChangeSet|CreateStackInstances|UpdateStackSet|ExecuteStackRefactor|RollbackStack|ContinueUpdateRollback|(Create|Update|Delete)Resource)$|^servicecatalog:(ProvisionProduct|UpdateProvisionedProduct|TerminateProvisionedProduct|ExecuteProvisionedProductPlan)$|^proton:(Create|Update|Delete)(Service|Environment|Component)\w*$|^serverlessrepo:CreateCloudFormationChangeSet$/;

/** Actions by which a pipeline's role changes what runs in an account. */
export const DEPLOYING: readonly string[] = [
  'cloudformation:CreateStack',
  'cloudformation:UpdateStack',
  'cloudformation:CreateChangeSet',
  'cloudformation:ExecuteChangeSet',
  'lambda:UpdateFunctionCode',
  'lambda:UpdateFunctionConfiguration',
  'ecs:UpdateService',
  'codedeploy:CreateDeployment',
];

/** Changes to the organization's policies, to who may do what, to the trail and to the pipeline. */
export const GUARDRAIL_ACTIONS: readonly RegExp[] = [
  /^organizations:(AttachPolicy|DetachPolicy|UpdatePolicy|DeletePolicy|DisablePolicyType|MoveAccount|LeaveOrganization|RemoveAccountFromOrganization)$/,
  /^sso:(Create|Delete|Put|Attach|Update|Provision).*(PermissionSet|AccountAssignment)/,
  /^cloudtrail:(StopLogging|DeleteTrail|UpdateTrail|PutEventSelectors|PutInsightSelectors|DeleteEventDataStore|StopEventDataStoreIngestion)$/,
  /^config:(StopConfigurationRecorder|DeleteConfigurationRecorder|DeleteDeliveryChannel|PutConfigurationRecorder)$/,
  /^iam:(Delete|Put)(Role|User)PermissionsBoundary$/,
  /^codepipeline:(UpdatePipeline|DeletePipeline|DisableStageTransition|OverrideStageCondition)$/,
];

/** Changes to evidence in audit. */
export const EVIDENCE_ACTIONS: readonly string[] = [
  's3:DeleteObject',
  's3:DeleteObjectVersion',
  's3:PutBucketPolicy',
  's3:DeleteBucketPolicy',
  's3:BypassGovernanceRetention',
  's3:PutLifecycleConfiguration',
  's3:PutBucketObjectLockConfiguration',
];

/** Giving an approval. */
export const APPROVING: readonly string[] = ['codepipeline:PutApprovalResult'];

/** Changing what is released, or going past a gate (CodePipeline API reference). */
export const CHANGING: readonly string[] = [
  'codepipeline:StartPipelineExecution',
  'codepipeline:RetryStageExecution',
  'codepipeline:UpdatePipeline',
  'codepipeline:OverrideStageCondition',
  'codepipeline:RollbackStage',
  'codepipeline:EnableStageTransition',
  'codepipeline:PutJobSuccessResult',
  'codepipeline:PutThirdPartyJobSuccessResult',
];

/** Actions by which somebody keeps an alarm from firing; a law compares them with what the guardrails deny. */
export const SILENCING: readonly string[] = [
  'cloudwatch:PutMetricAlarm',
  'cloudwatch:PutCompositeAlarm',
  'cloudwatch:PutLogAlarm',
  'cloudwatch:DeleteAlarms',
  'cloudwatch:DisableAlarmActions',
  'cloudwatch:SetAlarmState',
  'cloudwatch:PutAlarmMuteRule',
];

/** A stack policy that forbids an update forbids the way back as well (CloudFormation user guide, 'Stack policies'). */
export const HOLDING_UP: readonly string[] = ['cloudformation:SetStackPolicy'];

/** What of the machinery decides, and the writes on it that would let somebody else decide. */
export const DECIDING: Readonly<Record<string, RegExp>> = {
  'AWS::CodePipeline::Pipeline': /^codepipeline:/,
  'AWS::CodeBuild::Project': /^codebuild:/,
  'AWS::Lambda::Function': /^lambda:/,
  'AWS::StepFunctions::StateMachine': /^states:/,
  'AWS::Events::Rule': /^events:/,
  'AWS::DynamoDB::Table': /^dynamodb:/,
  'AWS::S3::Bucket': /^s3:/,
  'AWS::ECR::Repository': /^ecr:/,
  'AWS::SSM::Parameter': /^ssm:/,
  'AWS::IAM::Role': /^iam:/,
  'AWS::IAM::ManagedPolicy': /^iam:/,
  // What it tells people, and what its functions take for told: a message of somebody else's is believed.
  'AWS::SNS::Topic': /^sns:/,
  'AWS::SQS::Queue': /^sqs:/,
  // Every function's usual role writes logs anywhere, and nothing is decided by them; they must stay.
  'AWS::Logs::LogGroup': /^logs:(?!(CreateLogGroup|CreateLogStream|PutLogEvents|PutLogEventsBatch)$)/,
  'AWS::CloudWatch::Alarm': /^cloudwatch:/,
  'AWS::Scheduler::Schedule': /^scheduler:/,
  // Who only uses a key can do no more than the stores behind it let them.
  'AWS::KMS::Key': /^kms:(PutKeyPolicy|CreateGrant|ScheduleKeyDeletion|DisableKey|UpdatePrimaryRegion|ReplicateKey)$/,
};

/** Writes that do not name the part itself, by the part for which whoever may make them can answer or which they can feed. */
export const ANSWERING: Readonly<Record<string, readonly string[]>> = {
  'AWS::CodePipeline::Pipeline': [
    'codepipeline:AcknowledgeJob',
    'codepipeline:PutJobFailureResult',
    'codepipeline:PutJobSuccessResult',
    'codepipeline:PutThirdPartyJobFailureResult',
    'codepipeline:PutThirdPartyJobSuccessResult',
  ],
  'AWS::CodeBuild::Project': ['codebuild:ImportSourceCredentials', 'codebuild:PersistOAuthToken'],
  'AWS::StepFunctions::StateMachine': ['states:SendTaskFailure', 'states:SendTaskSuccess'],
  'AWS::Lambda::Function': [
    'lambda:CreateEventSourceMapping',
    'lambda:DeleteEventSourceMapping',
    'lambda:UpdateEventSourceMapping',
  ],
};

/** Powers over the organization, its people and its accounts, that a machine of a delegated administrator may hold. */
export const ORGANIZATION_ACTIONS =
  /^(organizations|sso|sso-directory|identitystore):|^sts:AssumeRoot$|^cloudformation:(Create|Update)Stack(Set|Instances)$/;
