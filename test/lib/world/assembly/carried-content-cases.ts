import { ACCOUNTS } from '../../../_helpers/assembly-folder';
import type { Case } from './carried-cases';

const { prod, dev } = ACCOUNTS;
const stranger = '999900001111';
const digest = 'a'.repeat(64);
const role = { 'Fn::GetAtt': ['Role', 'Arn'] };
const moving = { Ref: 'FromStore' };

const init = (config: Record<string, unknown>): Record<string, unknown> => ({
  'AWS::CloudFormation::Init': { config },
});

/** Types and properties that nobody reviewed, and what runs: from where its content comes, and who answers. */
export const CONTENT_CASES: Readonly<Record<string, Case>> = {
  // types and properties
  'a type that nobody reviewed': {
    type: 'AWS::Panorama::Package',
    properties: { PackageName: 'x' },
    told: /Panorama::Package can carry was not reviewed/,
  },
  'a type that the source does not know': {
    type: 'AWS::Brand::New',
    properties: {},
    told: /AWS::Brand::New can carry was not reviewed/,
  },
  'a property that nobody reviewed': {
    type: 'AWS::SQS::Queue',
    properties: { BrandNew: 'x' },
    told: /property BrandNew of AWS::SQS::Queue/,
  },
  'a nested property that nobody reviewed': {
    type: 'AWS::ECS::TaskDefinition',
    properties: {
      ContainerDefinitions: [
        { Name: 'x', Image: `${prod}.dkr.ecr.eu-west-2.amazonaws.com/x@sha256:${digest}`, Sidecar: {} },
      ],
    },
    told: /property ContainerDefinitions.Sidecar/,
  },
  'a queue': { type: 'AWS::SQS::Queue', properties: { VisibilityTimeout: 60, Tags: [{ Key: 'a', Value: 'b' }] } },

  // what stands beside the properties
  'an instance that unpacks an archive of dev when it starts': {
    type: 'AWS::EC2::Instance',
    properties: { ImageId: 'ami-12345678' },
    metadata: init({ sources: { '/srv': 'https://code-dev.s3.eu-west-2.amazonaws.com/app.zip' } }),
    told: /code-dev/,
  },
  'an instance that installs a package of somebody': {
    type: 'AWS::EC2::Instance',
    properties: { ImageId: 'ami-12345678' },
    metadata: init({ packages: { rpm: { agent: 'https://example.com/agent.rpm' } } }),
    told: /https:\/\/example\.com\/agent\.rpm, which nothing describes/,
  },
  'an instance whose commands hang on Parameter Store': {
    type: 'AWS::EC2::Instance',
    properties: { ImageId: 'ami-12345678' },
    metadata: init({ commands: { a: { command: { 'Fn::Sub': ['run ${x}', { x: moving }] } } } }),
    told: /a part of its code is open/,
  },
  'an instance that writes a file': {
    type: 'AWS::EC2::Instance',
    properties: { ImageId: 'ami-12345678' },
    metadata: init({
      files: { '/etc/app.conf': { content: 'upstream https://api.example.com', mode: '000644' } },
      packages: { yum: { httpd: [] } },
      services: { systemd: { httpd: { enabled: true } } },
    }),
  },

  // code in buckets
  'code of a bucket of dev': {
    type: 'AWS::Lambda::LayerVersion',
    properties: { Content: { S3Bucket: 'code-dev', S3Key: 'x' } },
    told: /code-dev of account 4{12} holds, which is not guarded/,
  },
  'code of a bucket that nobody describes': {
    type: 'AWS::Lambda::LayerVersion',
    properties: { Content: { S3Bucket: 'elsewhere', S3Key: 'x' } },
    told: /nothing describes arn:aws:s3:::elsewhere/,
  },
  'code of a bucket that shows at deployment': {
    type: 'AWS::Lambda::LayerVersion',
    properties: { Content: { S3Bucket: moving, S3Key: 'x' } },
    told: /bucket of its code is not known before deployment/,
  },
  'code of an own bucket': {
    type: 'AWS::Lambda::LayerVersion',
    properties: { Content: { S3Bucket: { Ref: 'Own' }, S3Key: 'x' } },
  },
  'a definition of a bucket of dev': {
    type: 'AWS::StepFunctions::StateMachine',
    properties: { RoleArn: role, DefinitionS3Location: { Bucket: 'code-dev', Key: 'x' } },
    told: /code-dev/,
  },
  'a definition with a substitution that shows at deployment': {
    type: 'AWS::StepFunctions::StateMachine',
    properties: { RoleArn: role, DefinitionString: '{}', DefinitionSubstitutions: { x: moving } },
    told: /part of its code is open/,
  },
  'a definition of an own function': {
    type: 'AWS::StepFunctions::StateMachine',
    properties: { RoleArn: role, DefinitionString: { 'Fn::Sub': '{"Resource":"${Fn.Arn}"}' } },
  },
  'a definition that calls a function of dev': {
    type: 'AWS::StepFunctions::StateMachine',
    properties: { RoleArn: role, DefinitionString: `{"Resource":"arn:aws:lambda:eu-west-2:${dev}:function:x"}` },
    told: /names .* of account 4{12}/,
  },
  'a job whose libraries lie in dev': {
    type: 'AWS::Glue::Job',
    properties: {
      Role: role,
      Command: { Name: 'glueetl', ScriptLocation: { 'Fn::Sub': 's3://${Own}/x.py' } },
      DefaultArguments: { '--extra-jars': 's3://code-dev/x.jar' },
    },
    told: /code-dev/,
  },
  'a job that installs from a public registry': {
    type: 'AWS::Glue::Job',
    properties: {
      Role: role,
      Command: { Name: 'glueetl', ScriptLocation: { 'Fn::Sub': 's3://${Own}/x.py' } },
      DefaultArguments: { '--additional-python-modules': 'left-pad' },
    },
    told: /installs left-pad/,
  },
  'a job of an own bucket': {
    type: 'AWS::Glue::Job',
    properties: {
      Role: role,
      Command: { Name: 'glueetl', ScriptLocation: { 'Fn::Sub': 's3://${Own}/x.py' } },
      DefaultArguments: { '--job-language': 'python' },
    },
  },
  'a bootstrap action at an address of a stranger': {
    type: 'AWS::EMR::Cluster',
    properties: {
      Name: 'x',
      JobFlowRole: 'r',
      ServiceRole: 'r',
      Instances: {},
      BootstrapActions: [{ Name: 'x', ScriptBootstrapAction: { Path: 'https://example.com/x.sh' } }],
    },
    told: /example.com/,
  },
  'an environment file in dev': {
    type: 'AWS::ECS::TaskDefinition',
    properties: {
      ContainerDefinitions: [
        {
          Name: 'x',
          Image: `public.ecr.aws/x/y@sha256:${digest}`,
          EnvironmentFiles: [{ Type: 's3', Value: 'arn:aws:s3:::code-dev/x.env' }],
        },
      ],
    },
    told: /code-dev/,
  },
  'user data that fetches from dev': {
    type: 'AWS::EC2::LaunchTemplate',
    properties: { LaunchTemplateData: { UserData: { 'Fn::Base64': 'aws s3 cp s3://code-dev/x .' } } },
    told: /code-dev/,
  },

  // images, layers, documents
  'an image of a foreign account': {
    type: 'AWS::ECS::TaskDefinition',
    properties: { ContainerDefinitions: [{ Name: 'x', Image: `${stranger}.dkr.ecr.eu-west-2.amazonaws.com/x:1` }] },
    told: /9{4}0{4}1{4}/,
  },
  'an image of a stranger by its tag': {
    type: 'AWS::Batch::JobDefinition',
    properties: { Type: 'container', ContainerProperties: { Image: 'docker.io/library/busybox:latest' } },
    told: /name the image by its digest/,
  },
  'an image of a stranger by its digest': {
    type: 'AWS::Batch::JobDefinition',
    properties: { Type: 'container', ContainerProperties: { Image: `docker.io/library/busybox@sha256:${digest}` } },
  },
  'an image of AWS by its tag': {
    type: 'AWS::Batch::JobDefinition',
    properties: { Type: 'container', ContainerProperties: { Image: 'public.ecr.aws/amazonlinux/amazonlinux:2023' } },
  },
  'an image that shows at deployment': {
    type: 'AWS::AppRunner::Service',
    properties: { SourceConfiguration: { ImageRepository: { ImageIdentifier: moving, ImageRepositoryType: 'ECR' } } },
    told: /its image is not known/,
  },
  'an image of an own repository that nothing describes': {
    type: 'AWS::Batch::JobDefinition',
    properties: {
      Type: 'container',
      ContainerProperties: { Image: `${prod}.dkr.ecr.eu-west-2.amazonaws.com/hidden:1` },
    },
    told: /nothing describes .*hidden/,
  },
  'a layer of dev': {
    type: 'AWS::Lambda::Function',
    properties: { Role: role, Code: { ZipFile: 'x' }, Layers: [`arn:aws:lambda:eu-west-2:${dev}:layer:x:1`] },
    told: /layer:x:1 of account 4{12}/,
  },
  'a layer of AWS': {
    type: 'AWS::Lambda::Function',
    properties: {
      Role: role,
      Code: { ZipFile: 'x' },
      Layers: ['arn:aws:lambda:eu-west-2:580247275435:layer:LambdaInsightsExtension:14'],
    },
  },
  'a document of dev': {
    type: 'AWS::SSM::Association',
    properties: { Name: `arn:aws:ssm:eu-west-2:${dev}:document/x` },
    told: /document\/x of account 4{12}/,
  },
  'a document of AWS': { type: 'AWS::SSM::Association', properties: { Name: 'AWS-UpdateSSMAgent' } },
  'a machine image from a parameter': {
    type: 'AWS::EC2::Instance',
    properties: { ImageId: moving },
    told: /its machine image is not known/,
  },
  'a machine image of AWS’s own parameter': {
    type: 'AWS::EC2::Instance',
    properties: { ImageId: { Ref: 'AmazonLinux' } },
  },

  // who answers
  'a provider in dev': {
    type: 'Custom::Thing',
    properties: { ServiceToken: `arn:aws:lambda:eu-west-2:${dev}:function:x` },
    told: /ServiceToken is answered by account 4{12}/,
  },
  'an authorizer in a foreign account': {
    type: 'AWS::ApiGateway::Authorizer',
    properties: {
      RestApiId: 'x',
      Type: 'TOKEN',
      Name: 'x',
      AuthorizerUri: `arn:aws:apigateway:eu-west-2:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-2:${stranger}:function:x/invocations`,
    },
    told: /AuthorizerUri is answered by account/,
  },
  'a trigger of a user pool in dev': {
    type: 'AWS::Cognito::UserPool',
    properties: { LambdaConfig: { PreAuthentication: `arn:aws:lambda:eu-west-2:${dev}:function:x` } },
    told: /LambdaConfig.PreAuthentication is answered/,
  },
  'a trigger of a user pool by an own function': {
    type: 'AWS::Cognito::UserPool',
    properties: { LambdaConfig: { PreAuthentication: { 'Fn::GetAtt': ['Fn', 'Arn'] } } },
  },
};
