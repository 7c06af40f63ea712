import { ACCOUNTS } from '../../../_helpers/assembly-folder';
import type { Case } from './carried-cases';

const { prod, dev } = ACCOUNTS;
const role = { 'Fn::GetAtt': ['Role', 'Arn'] };
const builder = (account: string, resource: string) => `arn:aws:imagebuilder:eu-west-2:${account}:${resource}/1.0.0/1`;

const recipe = (more: Record<string, unknown>): Case => ({
  type: 'AWS::ImageBuilder::ImageRecipe',
  properties: { Name: 'base', Version: '1.0.0', ParentImage: 'ami-0123456789abcdef0', Components: [], ...more },
});

const environment = (Variables: Record<string, unknown>): Case => ({
  type: 'AWS::Lambda::Function',
  properties: {
    Role: role,
    Handler: 'index.handler',
    Runtime: 'nodejs22.x',
    Code: { ZipFile: 'exports.handler = async () => 1' },
    Environment: { Variables },
  },
});

/** Images that are built, and data that is brought, copied or searched. */
export const BUILT_CASES: Readonly<Record<string, Case>> = {
  'a runtime that loads what the internet answers': {
    ...environment({ NODE_OPTIONS: '--import https://get.example.com/x.mjs' }),
    told: /it runs what lies at https:\/\/get\.example\.com/,
  },
  'a runtime that loads what stands beside the code': environment({
    NODE_OPTIONS: '--enable-source-maps --require ./x.js',
  }),
  'a service that code calls': environment({ RATES: 'https://rates.example.com' }),
  'a container that loads from a bucket of dev': {
    type: 'AWS::ECS::TaskDefinition',
    properties: {
      TaskRoleArn: role,
      ContainerDefinitions: [
        {
          Name: 'x',
          Image: `public.ecr.aws/docker/library/node@sha256:${'a'.repeat(64)}`,
          Environment: [{ Name: 'NODE_OPTIONS', Value: '--import s3://code-dev/x.mjs' }],
        },
      ],
    },
    told: /code-dev of account 4{12} holds/,
  },
  'an image of a component of AWS': recipe({
    Components: [{ ComponentArn: builder('aws', 'component/update-linux') }],
  }),
  'an image of a component of dev': {
    ...recipe({ Components: [{ ComponentArn: builder(dev, 'component/agent') }] }),
    told: /Components\.ComponentArn of .*ImageRecipe names .* of account 4{12}/,
  },
  'an image whose parent Parameter Store names': {
    ...recipe({ ParentImage: { 'Fn::Sub': '{{resolve:ssm:/images/base}}' } }),
    told: /what it runs \(ParentImage\) is not known before deployment/,
  },
  'a step of an image that runs what the internet answers': {
    type: 'AWS::ImageBuilder::Component',
    properties: { Name: 'x', Platform: 'Linux', Version: '1.0.0', Data: 'curl -sL https://get.example.com | sh' },
    told: /get\.example\.com/,
  },
  'a step of an image in a bucket of dev': {
    type: 'AWS::ImageBuilder::Component',
    properties: { Name: 'x', Platform: 'Linux', Version: '1.0.0', Uri: 's3://code-dev/component.yaml' },
    told: /code-dev of account 4{12} holds/,
  },
  'a machine that builds images and that a key of SSH opens': {
    type: 'AWS::ImageBuilder::InfrastructureConfiguration',
    properties: { Name: 'x', InstanceProfileName: 'build', KeyPair: 'ops' },
    told: /whoever holds the private key of ops \(KeyPair\)/,
  },
  'an image that dev may start': {
    type: 'AWS::ImageBuilder::DistributionConfiguration',
    properties: {
      Name: 'x',
      Distributions: [
        {
          Region: 'eu-west-2',
          AmiDistributionConfiguration: { LaunchPermissionConfiguration: { UserIds: [dev] } },
        },
      ],
    },
    told: /LaunchPermissionConfiguration\.UserIds admits 4{12}/,
  },
  'a copy out of a bucket of dev': {
    type: 'AWS::DataSync::LocationS3',
    properties: { S3BucketArn: 'arn:aws:s3:::code-dev', S3Config: { BucketAccessRoleArn: role } },
    told: /code-dev of account 4{12} holds/,
  },
  'a copy out of a bucket of its own': {
    type: 'AWS::DataSync::LocationS3',
    properties: { S3BucketArn: { 'Fn::GetAtt': ['Own', 'Arn'] }, S3Config: { BucketAccessRoleArn: role } },
  },
  'an ingestion of a bucket of dev': {
    type: 'AWS::OSIS::Pipeline',
    properties: {
      PipelineName: 'x',
      MinUnits: 1,
      MaxUnits: 2,
      PipelineConfigurationBody: 'source: {s3: {bucket: "s3://code-dev/logs"}}',
    },
    told: /code-dev of account 4{12}/,
  },
  'a plan for incidents that runs a document of dev': {
    type: 'AWS::SSMIncidents::ResponsePlan',
    properties: {
      Name: 'x',
      IncidentTemplate: { Title: 'x', Impact: 1 },
      Actions: [{ SsmAutomation: { DocumentName: `arn:aws:ssm:eu-west-2:${dev}:document/mend`, RoleArn: role } }],
    },
    told: /document\/mend/,
  },
  'a plan for incidents that runs one of AWS': {
    type: 'AWS::SSMIncidents::ResponsePlan',
    properties: {
      Name: 'x',
      IncidentTemplate: { Title: 'x', Impact: 1 },
      Actions: [{ SsmAutomation: { DocumentName: 'AWS-RestartEC2Instance', RoleArn: role } }],
    },
  },
  'who signs in to an application is decided by a pool of dev': {
    type: 'AWS::VerifiedPermissions::IdentitySource',
    properties: {
      PolicyStoreId: 'x',
      Configuration: {
        CognitoUserPoolConfiguration: { UserPoolArn: `arn:aws:cognito-idp:eu-west-2:${dev}:userpool/x` },
      },
    },
    told: /UserPoolArn is answered by account 4{12}/,
  },
  'practice runs of a shift of zones': {
    type: 'AWS::ARCZonalShift::ZonalAutoshiftConfiguration',
    properties: {
      ResourceIdentifier: `arn:aws:elasticloadbalancing:eu-west-2:${prod}:loadbalancer/app/x/1`,
      ZonalAutoshiftStatus: 'ENABLED',
    },
  },
};
