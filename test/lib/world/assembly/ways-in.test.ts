import { evidenceSchema } from '../../../../lib/audit/evidence/schema';
import { prove, tellProof } from '../../../../lib/prover';
import { readAssembly } from '../../../../lib/world/assembly';
import type { Unknown } from '../../../../lib/world/model';
import { ACCOUNTS, assemblyFolder, organizationMetadata } from '../../../_helpers/assembly-folder';

const { management, prod, dev } = ACCOUNTS;
const organization = {
  name: 'Organization',
  account: management,
  template: { Metadata: organizationMetadata({}, ['management', 'prod', 'dev']), Resources: {} },
};

const worldWith = (Type: string, Properties: Record<string, unknown>) =>
  readAssembly(
    assemblyFolder([
      organization,
      {
        name: 'Orders',
        account: prod,
        stage: 'assembly-Prod',
        template: {
          Resources: {
            Case: { Type, Properties, Metadata: { 'aws:cdk:path': 'Prod/Orders/Case' } },
            Network: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
          },
        },
      },
    ]),
  );

const told = (type: string, properties: Record<string, unknown>, why: RegExp): Unknown =>
  worldWith(type, properties).unknowns.find((one) => why.test(one.why))!;

const role = `arn:aws:iam::${dev}:role/debug`;
const entry = { ClusterName: 'orders', PrincipalArn: role };

describe('who comes in by what no theorem can show', () => {
  it.each([
    [
      'AWS::EKS::AccessEntry',
      entry,
      / admits /,
      /^whoever can act as arn:aws:iam::.*role\/debug.* dev\)/,
      'PrincipalArn',
      /enters the cluster/,
    ],
    [
      'AWS::LakeFormation::PrincipalPermissions',
      {
        Principal: { DataLakePrincipalIdentifier: role },
        Permissions: ['ALL'],
        Resource: { Database: { Name: 'orders' } },
      },
      / admits /,
      /^whoever can act as arn:aws:iam::.*role\/debug/,
      'Principal.DataLakePrincipalIdentifier',
      /call the service as themselves/,
    ],
    [
      'AWS::S3::Bucket',
      { AccessControl: 'PublicReadWrite' },
      / admits /,
      /^anybody, without signing in$/,
      'AccessControl',
      /call the service/,
    ],
    [
      'AWS::S3::Bucket',
      { AccessControl: 'AuthenticatedRead' },
      / admits /,
      /^anybody who has an AWS account$/,
      'AccessControl',
      /call the service/,
    ],
    [
      'AWS::EC2::VPCPeeringConnection',
      { VpcId: { Ref: 'Network' }, PeerVpcId: 'vpc-0123456789abcdef0', PeerOwnerId: dev },
      /leads is not described/,
      /^whoever reaches the network of vpc-0123456789abcdef0/,
      'PeerVpcId',
      /cross by this path/,
    ],
    [
      'AWS::EC2::Instance',
      { ImageId: 'ami-0123456789abcdef0', KeyName: 'laptop' },
      /private key/,
      /^whoever holds the private key of laptop$/,
      'KeyName',
      /sign in with the private key/,
    ],
    [
      'AWS::EC2::Instance',
      { UserData: { 'Fn::Base64': '#!/bin/sh\naws s3 cp s3://tools-of-dev/x.sh - | sh\n' } },
      /tools-of-dev/,
      /^whoever can write arn:aws:s3:::tools-of-dev/,
      'UserData',
      /it runs/,
    ],
    [
      'AWS::CodeBuild::Project',
      { Triggers: { Webhook: true } },
      /webhook/,
      /^whoever pushes/,
      'Triggers.Webhook',
      /commands run as its role/,
    ],
    [
      'AWS::EKS::Addon',
      { ClusterName: 'orders', AddonName: 'vendor_tool' },
      /vendor_tool/,
      /^the vendor/,
      'AddonName',
      /the cluster pulls it/,
    ],
  ])('%s with %j', (type, properties, why, who, property, step) => {
    const one = told(type, properties, why);
    expect(one.who).toMatch(who);
    expect(one.change).toBe(`Prod/Orders/Case, ${property}`);
    expect(one.way!.join('\n')).toMatch(step);
  });

  it.each([
    [
      'AWS::S3::Bucket',
      { NewProperty: 'x' },
      /may use what the property NewProperty of AWS::S3::Bucket/,
      ', NewProperty',
    ],
    ['AWS::Brand::New', {}, /may use what a resource of type AWS::Brand::New/, ''],
  ])('is whoever may use what nobody has reviewed: %s with %j', (type, properties, who, property) => {
    const one = told(type, properties, /was not reviewed/);
    expect(one.who).toMatch(who);
    expect(one.way!.join('\n')).toMatch(/use, or change, what it carries/);
    expect(one.change).toBe(`Prod/Orders/Case${property}`);
  });

  it('is whoever a policy that nobody models admits', () => {
    const policy = { Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }] };
    const written = { Handler: 'index.handler', Description: JSON.stringify(policy) };
    const within = told('AWS::Lambda::Function', written, /the policy in Description/);
    const whole = told('AWS::Brand::New', { Policy: policy }, /the policy of a resource of type AWS::Brand::New/);
    expect(within.who).toBe('whoever the policy in Description admits');
    expect(whole.who).toBe('whoever the policy admits');
    for (const one of [within, whole]) expect(one.way).toEqual(['ask as themselves for what the policy allows']);
    expect([within.change, whole.change]).toEqual(['Prod/Orders/Case, Description', 'Prod/Orders/Case']);
  });

  it('is a role that nothing describes', () => {
    const code = { ZipFile: 'x' };
    const one = told('AWS::Lambda::Function', { Role: role, Code: code }, /a role that nothing describes/);
    expect([one.who, one.change]).toEqual([expect.stringMatching(/role\/debug/), 'Prod/Orders/Case']);
  });

  it('is in the answer and in its text, with the steps and the property', () => {
    const result = prove(worldWith('AWS::EKS::AccessEntry', entry));
    const answer = result.theorems.find((one) => one.id === 'environments-are-isolated')!;
    const unknown = answer.unknowns.find((one) => one.why.startsWith('PrincipalArn admits'))!;
    expect(unknown).not.toHaveProperty('theorems');
    const text = tellProof({ ...result, theorems: [{ ...answer, unknowns: [unknown] }] });
    expect(text).toContain(`      who: ${unknown.who}\n      1. call the service as themselves`);
    expect(text).toContain('      change: Prod/Orders/Case, PrincipalArn');
    const twice = tellProof({ ...result, theorems: [1, 2].map(() => ({ ...answer, unknowns: [unknown] })) });
    expect([twice.split('unknown: PrincipalArn').length, twice.split('      who: ').length]).toEqual([3, 2]);
  });

  it('is kept in an audit pack', () => {
    const [answer] = prove(worldWith('AWS::EKS::AccessEntry', entry)).theorems;
    const kept = evidenceSchema.shape.theorems.element.parse({ ...answer, statement: 'x' });
    expect(kept.unknowns).toEqual(answer.unknowns);
    expect(kept.unknowns.some((one) => one.who !== undefined && one.way !== undefined)).toBe(true);
  });
});

describe('a role that a resource admits', () => {
  it.each([
    ['AWS::EKS::AccessEntry', entry],
    [
      'AWS::LakeFormation::PrincipalPermissions',
      {
        Principal: { DataLakePrincipalIdentifier: role },
        Permissions: ['ALL'],
        Resource: { Database: { Name: 'orders' } },
      },
    ],
  ])('%s is told as admitted, and not as a role that it runs as', (type, properties) => {
    const whys = worldWith(type, properties).unknowns.map((one) => one.why);
    expect(whys.filter((why) => why.includes(role))).toEqual([expect.stringMatching(/ admits /)]);
  });
});

describe('what is filled in, brought or answered from elsewhere', () => {
  it.each([
    [
      'AWS::ECS::TaskDefinition',
      { ContainerDefinitions: [{ Name: 'x', Image: '{{resolve:ssm:/orders/image}}' }] },
      /its image is not known/,
      /may choose what is filled in there \(/,
    ],
    [
      'AWS::ECS::TaskDefinition',
      { ContainerDefinitions: [{ Name: 'x', Image: 'acme/web:latest' }] },
      /can move it/,
      /^whoever publishes acme\/web:latest$/,
    ],
    [
      'AWS::SQS::QueuePolicy',
      {
        Queues: ['x'],
        PolicyDocument: {
          Statement: [
            {
              Effect: 'Allow',
              Action: 'sqs:*',
              Resource: '*',
              Principal: { AWS: { 'Fn::ImportValue': 'their-role' } },
            },
          ],
        },
      },
      /a principal is not known/,
      /may choose what is filled in there/,
    ],
    [
      'Custom::Settings',
      { ServiceToken: 'arn:aws:lambda:eu-west-2:999900001111:function:x' },
      /provider of this custom resource/,
      /^whoever can change arn:aws:lambda/,
    ],
    [
      'AWS::SageMaker::NotebookInstance',
      { RoleArn: 'x', InstanceType: 'x', DefaultCodeRepository: 'https://github.com/acme/notes' },
      /repository is not listed/,
      /github\.com\/acme\/notes/,
    ],
    [
      'AWS::EC2::ClientVpnAuthorizationRule',
      { TargetNetworkCidr: '10.0.0.0/8' },
      /ClientVpn/,
      /^people whom no template lists/,
    ],
    ['Acme::Tools::Thing', {}, /not one of AWS's own/, /^whoever publishes, or can change, what Acme::Tools::Thing/],
    [
      'AWS::EC2::Instance',
      { UserData: { 'Fn::Base64': 'curl -fsSL https://get.example.com/x.sh | bash' } },
      /fetch/,
      /^whoever can change what its commands fetch$/,
    ],
  ])('%s tells who chooses it, and how: %j', (type, properties, why, who) => {
    const one = told(type, properties, why);
    expect(one.who).toMatch(who);
    expect(one.way!.length).toBeGreaterThan(0);
    expect(one.change).toMatch(/^Prod\/Orders\/Case/);
  });
});
