import { ACCOUNTS } from '../../../_helpers/assembly-folder';
import type { Case } from './carried-cases';

const { prod, dev } = ACCOUNTS;
const role = { 'Fn::GetAtt': ['Role', 'Arn'] };
const call = (action: string) => `arn:aws:apigateway:eu-west-2:${action}`;

const operation = (integration: Record<string, unknown>, more: Record<string, unknown> = {}) => ({
  openapi: '3.0.1',
  info: { title: 'x', version: '1' },
  paths: { '/x': { post: { 'x-amazon-apigateway-integration': { credentials: role, ...integration }, ...more } } },
});

const pipeline = (provider: string, Configuration: Record<string, unknown>): Case => ({
  type: 'AWS::CodePipeline::Pipeline',
  properties: {
    RoleArn: role,
    ArtifactStore: { Type: 'S3', Location: { Ref: 'Own' } },
    Stages: [
      {
        Name: 'Source',
        Actions: [
          {
            Name: 'Source',
            ActionTypeId: { Category: 'Source', Owner: 'AWS', Provider: provider, Version: '1' },
            Configuration,
          },
        ],
      },
    ],
  },
});

const queuePolicy = (Condition: Record<string, unknown>): Case => ({
  type: 'AWS::SQS::QueuePolicy',
  properties: {
    Queues: [`https://sqs.eu-west-2.amazonaws.com/${prod}/x`],
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 's3.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: `arn:aws:sqs:eu-west-2:${prod}:x`,
          Condition,
        },
      ],
    },
  },
});

/** People who come in without IAM, and those for whom a service acts. */
export const PEOPLE_CASES: Readonly<Record<string, Case>> = {
  'an operation of a definition that changes a table for anybody': {
    type: 'AWS::ApiGateway::RestApi',
    properties: { Name: 'x', Body: operation({ type: 'aws', uri: call('dynamodb:action/UpdateTable') }) },
    told: /anybody may call .*UpdateTable through an operation/,
  },
  'an operation that asks who calls': {
    type: 'AWS::ApiGateway::RestApi',
    properties: {
      Name: 'x',
      Body: operation({ type: 'aws', uri: call('dynamodb:action/UpdateTable') }, { security: [{ sigv4: [] }] }),
    },
  },
  'an operation whose definition alone asks who calls': {
    type: 'AWS::ApiGateway::RestApi',
    properties: {
      Name: 'x',
      Body: {
        ...operation({ type: 'aws', uri: call('dynamodb:action/UpdateTable') }),
        security: [{ sigv4: [] }],
        'x-amazon-apigateway-auth': { type: 'AWS_IAM' },
      },
    },
    told: /anybody may call .*UpdateTable through an operation/,
  },
  'an operation that asks or does not': {
    type: 'AWS::ApiGateway::RestApi',
    properties: {
      Name: 'x',
      Body: operation({ type: 'aws', uri: call('dynamodb:action/UpdateTable') }, { security: [{ sigv4: [] }, {}] }),
    },
    told: /anybody may call .*UpdateTable through an operation/,
  },
  'an operation that says it asks nobody': {
    type: 'AWS::ApiGateway::RestApi',
    properties: {
      Name: 'x',
      Body: operation(
        { type: 'aws', uri: call('dynamodb:action/UpdateTable') },
        { 'x-amazon-apigateway-auth': { type: 'NONE' } },
      ),
    },
    told: /anybody may call .*UpdateTable through an operation/,
  },
  'an operation that asks by IAM': {
    type: 'AWS::ApiGateway::RestApi',
    properties: {
      Name: 'x',
      Body: operation(
        { type: 'aws', uri: call('dynamodb:action/UpdateTable') },
        { 'x-amazon-apigateway-auth': { type: 'AWS_IAM' } },
      ),
    },
  },
  'an operation that hands a message on': {
    type: 'AWS::ApiGateway::RestApi',
    properties: {
      Name: 'x',
      Body: operation({
        type: 'aws',
        uri: call('sqs:action/SendMessage'),
        requestTemplates: { 'application/json': 'Action=SendMessage&QueueUrl=x' },
      }),
    },
  },
  'an operation whose callers say into which queue': {
    type: 'AWS::ApiGateway::RestApi',
    properties: { Name: 'x', Body: operation({ type: 'aws', uri: call('sqs:action/SendMessage') }) },
    told: /anybody may call .*SendMessage/,
  },
  'an operation of an HTTP interface that reads settings': {
    type: 'AWS::ApiGatewayV2::Api',
    properties: { Body: operation({ type: 'aws_proxy', integrationSubtype: 'AppConfig-GetConfiguration' }) },
    told: /anybody may call AppConfig-GetConfiguration/,
  },
  'a socket that deletes a table': {
    type: 'AWS::ApiGatewayV2::Integration',
    properties: {
      ApiId: 'x',
      IntegrationType: 'AWS',
      CredentialsArn: role,
      IntegrationUri: call('dynamodb:action/DeleteTable'),
    },
    told: /callers of the interface call .*DeleteTable/,
  },
  'a socket that calls a function': {
    type: 'AWS::ApiGatewayV2::Integration',
    properties: {
      ApiId: 'x',
      IntegrationType: 'AWS_PROXY',
      IntegrationUri: { 'Fn::Sub': `${call('lambda:path')}/2015-03-31/functions/\${Fn.Arn}/invocations` },
    },
  },
  'an instance that a key opens': {
    type: 'AWS::EC2::Instance',
    properties: { ImageId: 'ami-12345678', KeyName: 'ann' },
    told: /private key of ann \(KeyName\)/,
  },
  'nodes that a key opens': {
    type: 'AWS::EKS::Nodegroup',
    properties: { ClusterName: 'x', NodeRole: role, Subnets: ['s'], RemoteAccess: { Ec2SshKey: 'ann' } },
    told: /private key of ann \(RemoteAccess\.Ec2SshKey\)/,
  },
  'a database for a directory': {
    type: 'AWS::RDS::DBInstance',
    properties: { DBInstanceClass: 'db.t4g.micro', Engine: 'postgres', Domain: 'd-1234567890' },
    told: /people of a directory sign in/,
  },
  'a pipeline of prod that delivers a repository': {
    ...pipeline('CodeStarSourceConnection', { FullRepositoryId: 'acme/site', BranchName: 'main' }),
    told: /whoever can commit to acme\/site chooses what this pipeline delivers/,
  },
  'a pipeline of prod that delivers an own bucket': pipeline('S3', { S3Bucket: { Ref: 'Own' }, S3ObjectKey: 'x' }),

  // on whose behalf
  'a queue to which a bucket of dev sends': {
    ...queuePolicy({ ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::code-dev' } }),
    told: /S3 may act here for arn:aws:s3:::code-dev of account 4{12}/,
  },
  'a queue to which a bucket of nobody sends': {
    ...queuePolicy({ ArnEquals: { 'AWS:SourceArn': 'arn:aws:s3:::uploads-of-a-partner' } }),
    told: /nothing describes whose bucket arn:aws:s3:::uploads-of-a-partner is/,
  },
  'a queue to which a named bucket of the account sends': queuePolicy({
    ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::uploads' },
    StringEquals: { 'aws:SourceAccount': prod },
  }),
  'a queue to which an own bucket sends': queuePolicy({
    ArnLike: { 'aws:SourceArn': { 'Fn::GetAtt': ['Own', 'Arn'] } },
  }),
  'a function that S3 calls for a bucket of dev': {
    type: 'AWS::Lambda::Permission',
    properties: {
      FunctionName: { Ref: 'Fn' },
      Action: 'lambda:InvokeFunction',
      Principal: 's3.amazonaws.com',
      SourceArn: 'arn:aws:s3:::code-dev',
    },
    told: new RegExp(`code-dev of account ${dev}`),
  },
};
