/**
 * Services through which people act as a role without being an IAM principal first: a role's trust in one of them means
 * that whoever the service lets in chooses what the role does. Reviewed by hand; each row with its reason and source.
 * Services that people drive only by an action of IAM (`ssm:StartSession`, `lambda:UpdateFunctionCode`,
 * `sagemaker:CreatePresignedDomainUrl`) are not here: those actions are edges of the closure.
 */
export interface PeopleService {
  /** Service principals without `.amazonaws.com`. */
  readonly hosts: readonly string[];
  /** Id of the edge from these people to the role. */
  readonly edge: string;
  /** Who they are. */
  readonly people: string;
  /** What they do, and why IAM does not ask them first. */
  readonly reason: string;
  readonly source: string;
  /** Types whose `role` these people act as: the resource then names them. */
  readonly users: RegExp;
  /** A role that runs nothing but resources of these types serves the service itself. */
  readonly serving?: RegExp;
  /** Names of roles that the service makes for itself. */
  readonly own?: RegExp;
  /** A trust statement may name one certificate's subject under one trust anchor: a machine, by assumption. */
  readonly certificates?: boolean;
}

const NONE = /^$/;

/** The table. */
export const PEOPLE_SERVICES: readonly PeopleService[] = [
  {
    hosts: ['chatbot'],
    edge: 'chat',
    people: 'members of a chat channel',
    reason: 'whoever is in the channel types commands that Amazon Q runs as the channel’s role, within its guardrails',
    source: 'Amazon Q Developer in chat applications administrator guide, Understanding permissions',
    users: /^AWS::Chatbot::/,
  },
  {
    hosts: ['supportapp'],
    edge: 'chat',
    people: 'members of a chat channel',
    reason: 'users in the Slack channel have the permissions of the role',
    source: 'AWS Support user guide, Managing access to the AWS Support App',
    users: /^AWS::SupportApp::SlackChannelConfiguration$/,
  },
  {
    hosts: ['ds'],
    edge: 'directory',
    people: 'users of a directory',
    reason:
      'users and groups of a Microsoft AD are assigned to the role and sign in to the console with their password',
    source:
      'AWS Directory Service administration guide, Granting users and groups access to AWS resources with IAM roles',
    users: NONE,
  },
  {
    hosts: ['transfer'],
    edge: 'file-transfer',
    people: 'users of a transfer server',
    reason: 'they sign in with an SSH key or a password of the server and write files as the role of the user',
    source: 'AWS Transfer Family user guide, Create an IAM role and policy; Configuring transfer web apps',
    users: /^AWS::Transfer::(User|WebApp)$/,
    serving: /^AWS::Transfer::(Server|Connector|Workflow)$/,
  },
  {
    hosts: ['appstream'],
    edge: 'streaming-session',
    people: 'users of streaming sessions',
    reason: 'the fleet’s role is a profile on the instance that the user works on',
    source:
      'Amazon AppStream 2.0 administration guide, Using an IAM role to grant permissions to applications and scripts',
    users: /^AWS::AppStream::(Fleet|ImageBuilder)$/,
    own: /^(AmazonAppStreamServiceAccess|ApplicationAutoScalingForAmazonAppStreamAccess|AmazonAppStreamPCAAccess)$/,
  },
  {
    hosts: ['application.qbusiness'],
    edge: 'portal',
    people: 'users of a Q Business web experience',
    reason: 'they sign in through an identity provider and act as the role of the web experience',
    source: 'Amazon Q Business user guide, IAM role for an Amazon Q web experience',
    users: /^AWS::QBusiness::WebExperience$/,
  },
  {
    hosts: ['quicksight'],
    edge: 'portal',
    people: 'authors in QuickSight',
    reason: 'they sign in with an account of QuickSight and run their own SQL on its data sources as the role',
    source: 'Amazon QuickSight user guide, Passing IAM roles to Amazon QuickSight',
    users: /^AWS::QuickSight::/,
  },
  {
    hosts: ['grafana'],
    edge: 'portal',
    people: 'users of a Grafana workspace',
    reason: 'they sign in by SAML or Identity Center and run their own queries on its data sources as the role',
    source: 'Amazon Managed Grafana user guide, Permissions and policies for data sources',
    users: /^AWS::Grafana::Workspace$/,
  },
  {
    hosts: ['datazone', 'auth.datazone'],
    edge: 'portal',
    people: 'users of a DataZone or SageMaker Unified Studio portal',
    reason: 'project members work as the role of the domain or of their environment',
    source: 'Amazon DataZone user guide, IAM roles for Amazon DataZone',
    users: /^AWS::DataZone::/,
  },
  {
    hosts: ['monitor.iotsitewise'],
    edge: 'portal',
    people: 'users of a SiteWise Monitor portal',
    reason: 'they sign in through Identity Center and act as the role of the portal',
    source: 'AWS IoT SiteWise user guide, Using service roles for AWS IoT SiteWise Monitor',
    users: /^AWS::IoTSiteWise::Portal$/,
  },
  {
    hosts: ['credentials.deadline'],
    edge: 'portal',
    people: 'users of a Deadline Cloud monitor, and whoever submits jobs',
    reason:
      'they sign in through Identity Center and get credentials of the role; jobs run commands of their submitters',
    source: 'AWS Deadline Cloud user guide, Service roles',
    users: /^AWS::Deadline::/,
  },
  {
    hosts: ['codecatalyst', 'codecatalyst-runner'],
    edge: 'portal',
    people: 'members of a CodeCatalyst space',
    reason: 'an AWS Builder ID is no IAM identity; members write the workflows that run as the role',
    source: 'Amazon CodeCatalyst user guide, Understanding the CodeCatalyst trust model',
    users: NONE,
  },
  {
    hosts: ['partnercentral-account-management'],
    edge: 'portal',
    people: 'users of AWS Partner Central',
    reason: 'users of the portal are mapped to the role',
    source: 'AWS Partner Central getting started guide, Managing user role assignments',
    users: NONE,
  },
  {
    hosts: ['permission.iq'],
    edge: 'portal',
    people: 'experts of AWS IQ',
    reason: 'a third-party expert is granted the role for a piece of work',
    source: 'AWS IQ user guide, Permissions',
    users: NONE,
  },
  {
    hosts: ['rolesanywhere'],
    edge: 'certificate',
    people: 'holders of certificates',
    reason: 'whoever holds a key whose certificate chains to the trust anchor gets credentials of the role',
    source: 'IAM Roles Anywhere user guide, Trust model and trust policy',
    users: /^AWS::RolesAnywhere::Profile$/,
    certificates: true,
  },
  {
    hosts: ['credentials.iot'],
    edge: 'certificate',
    people: 'holders of devices',
    reason: 'whoever holds a device, or its certificate, gets credentials of the role that a role alias names',
    source: 'AWS IoT Core developer guide, Authorizing direct calls to AWS services using the credential provider',
    users: /^AWS::IoT::RoleAlias$/,
  },
];

/** Considered and not counted, each with its reason: people come in by an action of IAM, or not at all. */
export const MACHINE_SERVICES: Readonly<Record<string, string>> = {
  ec2: 'people enter an instance by Session Manager or Instance Connect, actions of IAM; keys of SSH are an assumption',
  ssm: 'automations and hybrid nodes are started by actions of IAM; who administers a node of one’s own is an assumption',
  sagemaker:
    'Studio is entered by sagemaker:CreatePresignedDomainUrl; a domain that Identity Center opens is an assumption',
  cloud9: 'members of an environment are IAM principals',
  codebuild: 'who may start or change a project, or push to its source, is an edge',
  amplify: 'builds run what stands in a repository, whose protection is an assumption',
  redshift: 'users of a database with passwords of its own are an assumption; with IAM they are an edge',
  rds: 'users of a database with passwords of its own are an assumption; with IAM they are an edge',
  elasticmapreduce: 'studios and notebooks are opened by actions of IAM',
  airflow: 'its web server is entered by airflow:CreateWebLoginToken',
  workspaces: 'the role makes network interfaces; users of a desktop get no credentials of it',
  bedrock: 'agents are called by an action of IAM and act as they were built',
  lexv2: 'a conversation calls what the bot was built to call',
  connect: 'callers choose nothing that the role does',
  appsync: 'callers of an interface choose nothing that its data sources do as the role',
  apigateway: 'callers of an interface choose nothing that its integrations do as the role',
  'cognito-idp': 'the role sends messages; users of a pool get roles by web identity, which counts as people',
  'pods.eks':
    'pods run what the cluster was told to, which is an edge; users of a cluster that IAM does not know are an assumption',
};

/** The name of a service principal: without its region, `.amazonaws.com` and partition. */
export function serviceOf(host: string): string {
  return host
    .toLowerCase()
    .replace(/\.amazonaws\.com(\.cn)?$/, '')
    .replace(/\.(us|eu|ap|sa|ca|me|af|il|mx|cn)(-[a-z]+)+-\d$/, '');
}
