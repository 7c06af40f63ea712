/**
 * Which service prefixes can hand a role to a service principal (`iam:PassRole`) and make it run: those of the service
 * itself, and services that hand on roles which trust another one (Batch job roles trust ecs-tasks, node groups' roles
 * trust ec2). A service principal without a row may be handed a role by anything.
 * Source: Service Authorization Reference, 'dependent actions'; the services' user guides on their roles.
 */
const HANDING: Readonly<Record<string, string>> = {
  lambda: 'lambda serverlessrepo',
  edgelambda: 'lambda cloudfront',
  ec2:
    'ec2 autoscaling elasticmapreduce batch elasticbeanstalk opsworks imagebuilder eks ecs cloud9 datapipeline gamelift ' +
    'redshift workspaces launchwizard ssm servicecatalog codedeploy lightsail sagemaker parallelcluster pcs gamesparks ' +
    'appstream evs mgn drs m2 odb fis resource-explorer-2 autoscaling-plans',
  'ecs-tasks': 'ecs batch events scheduler pipes sagemaker codedeploy apprunner states proton fis',
  ecs: 'ecs codedeploy',
  cloudformation: 'cloudformation servicecatalog codepipeline codestar proton',
  codebuild: 'codebuild amplify codestar proton',
  codepipeline: 'codepipeline codestar',
  codedeploy: 'codedeploy codestar',
  glue: 'glue databrew lakeformation',
  states: 'states',
  sagemaker: 'sagemaker datazone braket',
  bedrock: 'bedrock',
  'bedrock-agentcore': 'bedrock-agentcore',
  events: 'events',
  scheduler: 'scheduler',
  pipes: 'pipes',
  ssm: 'ssm events config',
  'tasks.apprunner': 'apprunner',
  'build.apprunner': 'apprunner',
  datapipeline: 'datapipeline',
  elasticmapreduce: 'elasticmapreduce datapipeline',
  eks: 'eks',
  'eks-fargate-pods': 'eks',
  'pods.eks': 'eks',
  batch: 'batch',
  elasticbeanstalk: 'elasticbeanstalk',
  amplify: 'amplify',
  apigateway: 'apigateway',
  appsync: 'appsync',
  iot: 'iot',
  firehose: 'firehose',
  cloudtrail: 'cloudtrail',
  logs: 'logs',
  config: 'config',
  rds: 'rds',
  'monitoring.rds': 'rds',
  dms: 'dms',
  transfer: 'transfer',
  kinesisanalytics: 'kinesisanalytics',
  'vpc-flow-logs': 'ec2',
  s3: 's3',
  'batchoperations.s3': 's3',
  backup: 'backup',
  delivery: 'logs',
  rolesanywhere: 'rolesanywhere',
  'airflow-env': 'airflow',
  airflow: 'airflow',
  cloud9: 'cloud9',
  synthetics: 'synthetics',
  codestar: 'codestar',
  gamelift: 'gamelift',
  redshift: 'redshift redshift-serverless',
  servicecatalog: 'servicecatalog',
  imagebuilder: 'imagebuilder',
};

/** Prefixes that make a service of this host name run as a role; nothing where it is not known. */
export function handingPrefixes(host: string): readonly string[] | undefined {
  return HANDING[host.replace(/\.amazonaws\.com(\.cn)?$/, '')]?.split(' ');
}

/** The best known action by which each service is given a role to run as, for telling. */
const CREATING: Readonly<Record<string, string>> = {
  lambda: 'lambda:CreateFunction lambda:UpdateFunctionConfiguration',
  ec2: 'ec2:RunInstances ec2:RequestSpotInstances ec2:AssociateIamInstanceProfile autoscaling:CreateLaunchConfiguration',
  'ecs-tasks': 'ecs:RegisterTaskDefinition ecs:RunTask batch:RegisterJobDefinition',
  cloudformation:
    'cloudformation:CreateStack cloudformation:UpdateStack cloudformation:CreateStackSet cloudformation:CreateChangeSet',
  codebuild: 'codebuild:CreateProject codebuild:UpdateProject',
  codepipeline: 'codepipeline:CreatePipeline codepipeline:UpdatePipeline',
  glue: 'glue:CreateJob glue:CreateDevEndpoint glue:UpdateJob glue:CreateSession',
  sagemaker: 'sagemaker:CreateNotebookInstance sagemaker:CreateTrainingJob sagemaker:CreateProcessingJob',
  states: 'states:CreateStateMachine',
  'tasks.apprunner': 'apprunner:CreateService',
  'bedrock-agentcore': 'bedrock-agentcore:CreateCodeInterpreter',
  datapipeline: 'datapipeline:PutPipelineDefinition datapipeline:CreatePipeline',
};

/** Well-known creating actions of a service principal. */
export function creatingActions(host: string): readonly string[] {
  return CREATING[host.replace(/\.amazonaws\.com(\.cn)?$/, '')]?.split(' ') ?? [];
}
