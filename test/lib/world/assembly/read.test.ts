import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../../../lib/errors';
import { readAssembly } from '../../../../lib/world/assembly';
import type { World } from '../../../../lib/world/model';
import {
  ACCOUNTS,
  assemblyFolder,
  nestedUrl,
  organizationMetadata,
  type StackFile,
} from '../../../_helpers/assembly-folder';

const { management, prod } = ACCOUNTS;
const organization: StackFile = {
  name: 'Organization',
  account: management,
  template: { Metadata: organizationMetadata({}, ['management', 'prod']), Resources: {} },
};
const trust = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};
const allow = (resource: unknown) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:PutObject', Resource: resource }],
});
const open = (resource: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: prod }, Action: 's3:GetObject', Resource: resource }],
});
const role = (properties: Record<string, unknown> = {}) => ({
  Type: 'AWS::IAM::Role',
  Properties: { AssumeRolePolicyDocument: trust, ...properties },
});

function read(
  resources: Record<string, unknown>,
  rest: Partial<StackFile> & { sections?: Record<string, unknown> } = {},
): World {
  const { sections, ...more } = rest;
  return readAssembly(
    assemblyFolder([
      organization,
      {
        name: 'Stack',
        account: prod,
        stage: 'assembly-Prod',
        template: { Resources: resources, ...sections },
        ...more,
      },
    ]),
  );
}
const account = (world: World) => world.accounts.find((one) => one.id === prod)!;
const whys = (world: World) => world.unknowns.map((one) => one.why).join('\n');

describe('identities', () => {
  test('gather inline, attached and added policies, boundary, path, tags and groups', () => {
    const world = read({
      Boundary: {
        Type: 'AWS::IAM::ManagedPolicy',
        Properties: { ManagedPolicyName: 'bound', PolicyDocument: allow('*') },
      },
      Managed: {
        Type: 'AWS::IAM::ManagedPolicy',
        Properties: { PolicyDocument: allow('a'), Roles: [{ Ref: 'Role' }] },
      },
      Role: role({
        Path: '/guarded/workload/',
        Policies: [{ PolicyName: 'inline', PolicyDocument: allow('b') }],
        ManagedPolicyArns: [{ 'Fn::Sub': 'arn:${AWS::Partition}:iam::aws:policy/ReadOnlyAccess' }],
        PermissionsBoundary: { Ref: 'Boundary' },
        Tags: [{ Key: 'k', Value: 'v' }],
      }),
      Extra: {
        Type: 'AWS::IAM::Policy',
        Properties: { PolicyName: 'extra', PolicyDocument: allow('c'), Roles: [{ Ref: 'Role' }] },
      },
      Group: {
        Type: 'AWS::IAM::Group',
        Properties: { GroupName: 'g', Policies: [{ PolicyName: 'p', PolicyDocument: allow('d') }] },
      },
      User: { Type: 'AWS::IAM::User', Properties: { UserName: 'u', Groups: [{ Ref: 'Group' }] } },
    });
    const [user, made] = account(world).principals;
    expect(made).toMatchObject({
      arn: `arn:aws:iam::${prod}:role/guarded/workload/Stack-Role-*`,
      tags: { k: 'v' },
      boundary: { name: 'bound' },
    });
    expect(made.identityPolicies.map((one) => one.name).sort()).toEqual([
      'Stack-Managed-*',
      'arn:aws:iam::aws:policy/ReadOnlyAccess',
      'extra',
      'inline',
    ]);
    expect(user).toMatchObject({ groups: [`arn:aws:iam::${prod}:group/g`], person: { why: 'an IAM user' } });
    expect(user.identityPolicies.map((one) => one.name)).toEqual(['p']);
    expect(whys(world)).toBe('');
  });

  test('a policy added to a role from elsewhere, and a managed policy from elsewhere, are unknown', () => {
    const world = read({
      P: { Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'p', PolicyDocument: allow('*'), Roles: ['other'] } },
      R: role({ ManagedPolicyArns: [{ 'Fn::ImportValue': 'x' }] }),
    });
    expect(whys(world)).toMatch(/adds to the role other/);
    expect(whys(world)).toMatch(/managed policy is not known/);
  });

  test('two roles whose cut names have one language stay two', () => {
    const long = (end: string) => `AVeryLongLogicalIdentifierThatIsCut${end}0123456789`;
    const world = read({
      [long('A')]: role({ Policies: [{ PolicyName: 'a', PolicyDocument: allow('a') }] }),
      [long('B')]: role(),
    });
    expect(new Set(account(world).principals.map((one) => one.arn)).size).toBe(2);
  });
});

describe('resources', () => {
  test('carry policies, run as roles and depend on content', () => {
    const world = read({
      Role: role(),
      Fn: {
        Type: 'AWS::Lambda::Function',
        Properties: { Role: { 'Fn::GetAtt': ['Role', 'Arn'] }, Code: { S3Bucket: 'assets' } },
      },
      Permission: {
        Type: 'AWS::Lambda::Permission',
        Properties: {
          FunctionName: { Ref: 'Fn' },
          Action: 'lambda:InvokeFunction',
          Principal: 'events.amazonaws.com',
          SourceAccount: prod,
        },
      },
      One: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: open('*') } },
      Two: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: open('*') } },
      Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'b' } },
      BucketPolicy: {
        Type: 'AWS::S3::BucketPolicy',
        Properties: { Bucket: { Ref: 'Bucket' }, PolicyDocument: open('arn:aws:s3:::b/*') },
      },
    });
    const resources = account(world).resources;
    const fn = resources.find((one) => one.type === 'AWS::Lambda::Function')!;
    expect(fn).toMatchObject({ roles: [`arn:aws:iam::${prod}:role/Stack-Role-*`], dependsOn: ['arn:aws:s3:::assets'] });
    expect(fn.policy?.policy.statements[0].conditions[0]).toMatchObject({ operator: 'StringEquals', values: [prod] });
    expect(
      resources.filter((one) => one.type === 'AWS::KMS::Key').map((one) => one.policy?.policy.statements.length),
    ).toEqual([1, 1]);
    expect(resources.find((one) => one.arn === 'arn:aws:s3:::b')?.policy?.where).toMatch(/BucketPolicy/);
  });

  test.each([
    [
      'a policy on a type nobody modelled',
      { X: { Type: 'AWS::New::Thing', Properties: { AccessRules: allow('*') } } },
      /not modelled/,
    ],
    [
      'a role that nothing describes',
      { X: { Type: 'AWS::New::Thing', Properties: { RoleArn: `arn:aws:iam::${prod}:role/elsewhere` } } },
      /role that nothing describes/,
    ],
    [
      'a role that is imported',
      { X: { Type: 'AWS::New::Thing', Properties: { RoleArn: { 'Fn::ImportValue': 'x' } } } },
      /runs as a role that is not known/,
    ],
    [
      'a custom resource from elsewhere',
      { X: { Type: 'Custom::X', Properties: { ServiceToken: 'arn:aws:lambda:eu-west-2:1:function:f' } } },
      /provider of this custom resource/,
    ],
    ['a stack set', { X: { Type: 'AWS::CloudFormation::StackSet' } }, /StackSet deploys/],
    ['a module', { X: { Type: 'Org::Some::Thing::MODULE' } }, /MODULE deploys/],
    [
      'a nested stack from elsewhere',
      { X: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'https://s3.amazonaws.com/b/k' } } },
      /not in the assembly/,
    ],
    [
      'Fn::Transform',
      { X: { Type: 'AWS::S3::Bucket', Properties: { Tags: { 'Fn::Transform': { Name: 'M' } } } } },
      /Fn::Transform/,
    ],
    ['a type that is not one of AWS', { X: { Type: 'Third::Party::Thing' } }, /not one of AWS/],
  ])('%s is unknown', (_, resources, why) => {
    expect(whys(read(resources))).toMatch(why);
  });

  test('a macro over the template is unknown', () => {
    expect(whys(read({}, { sections: { Hooks: { H: { Type: 'Acme::Hook' } } } }))).toMatch(/hook H of type Acme::Hook/);
    expect(whys(read({}, { sections: { Surprises: {} } }))).toMatch(/what the section Surprises of a template does/);
    expect(whys(read({}, { sections: { Rules: {}, Description: 'x' } }))).toEqual('');
    expect(whys(read({}, { sections: { Transform: ['Macro'] } }))).toMatch(/transform Macro/);
  });

  test('the stack itself runs as its execution role', () => {
    const world = read(
      { Exec: role({ RoleName: 'exec' }) },
      { executionRole: `arn:\${AWS::Partition}:iam::${prod}:role/exec` },
    );
    expect(account(world).resources).toContainEqual(
      expect.objectContaining({ type: 'AWS::CloudFormation::Stack', roles: [`arn:aws:iam::${prod}:role/exec`] }),
    );
    expect(whys(world)).toBe('');
  });
});

describe('across stacks', () => {
  test('exports are imported within their account and region', () => {
    const folder = assemblyFolder([
      organization,
      {
        name: 'A',
        account: prod,
        stage: 's',
        template: {
          Resources: { R: role({ RoleName: 'r' }) },
          Outputs: { O: { Value: { 'Fn::GetAtt': ['R', 'Arn'] }, Export: { Name: 'role' } } },
        },
      },
      {
        name: 'B',
        account: prod,
        stage: 's',
        template: {
          Resources: { F: { Type: 'AWS::Lambda::Function', Properties: { Role: { 'Fn::ImportValue': 'role' } } } },
        },
      },
    ]);
    const world = readAssembly(folder);
    expect(account(world).resources.find((one) => one.type === 'AWS::Lambda::Function')?.roles).toEqual([
      `arn:aws:iam::${prod}:role/r`,
    ]);
  });

  test('nested stacks take parameters and give outputs', () => {
    const inner = {
      Parameters: { P: { Type: 'String' } },
      Resources: { R: role({ RoleName: { Ref: 'P' } }) },
      Outputs: { O: { Value: { 'Fn::GetAtt': ['R', 'Arn'] } } },
    };
    const world = read(
      {
        N: {
          Type: 'AWS::CloudFormation::Stack',
          Properties: { TemplateURL: nestedUrl(prod, inner), Parameters: { P: 'inner' } },
        },
        F: { Type: 'AWS::Lambda::Function', Properties: { Role: { 'Fn::GetAtt': ['N', 'Outputs.O'] } } },
      },
      { nested: { inner } },
    );
    expect(world.unknowns).toEqual([]);
    expect(account(world).principals.map((one) => one.arn)).toEqual([`arn:aws:iam::${prod}:role/inner`]);
    expect(account(world).resources.find((one) => one.type === 'AWS::Lambda::Function')?.roles).toEqual([
      `arn:aws:iam::${prod}:role/inner`,
    ]);
  });

  test.each([
    ['another bucket', (url: string) => url.replace('cdk-guarded-assets', 'acme-templates')],
    ['another region', (url: string) => url.replace('s3.eu-west-2', 's3.eu-west-1')],
    ['another server', (url: string) => url.replace('https://s3.', 'https://example.com/s3.')],
    ['an older version', (url: string) => `${url}?versionId=1`],
    ['the key alone', (url: string) => url.slice(url.lastIndexOf('/') + 1)],
  ])('a nested stack by %s is none of the assembly, whatever its metadata says', (_, elsewhere) => {
    const inner = { Resources: { R: role({ RoleName: 'r' }) } };
    const Metadata = { 'aws:asset:path': 'inner.template.json' };
    const Properties = { TemplateURL: elsewhere(nestedUrl(prod, inner)) };
    const world = read({ N: { Type: 'AWS::CloudFormation::Stack', Properties, Metadata } }, { nested: { inner } });
    expect(world.unknowns).toContainEqual(
      expect.objectContaining({ why: 'the template of this nested stack is not in the assembly' }),
    );
    expect(account(world).principals).toEqual([]);
  });

  test('assignments make roles of people', () => {
    const world = read({
      Set: { Type: 'AWS::SSO::PermissionSet', Properties: { Name: 'Developer', InlinePolicy: allow('*') } },
      A: {
        Type: 'AWS::SSO::Assignment',
        Properties: {
          PermissionSetArn: { 'Fn::GetAtt': ['Set', 'PermissionSetArn'] },
          TargetId: prod,
          PrincipalId: 'group',
        },
      },
    });
    expect(account(world).principals).toContainEqual(
      expect.objectContaining({
        arn: `arn:aws:iam::${prod}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Developer_*`,
        person: expect.objectContaining({ permissionSet: 'Developer' }),
      }),
    );
  });

  test('a control policy of a template leaves FullAWSAccess in place', () => {
    const scp = {
      Type: 'AWS::Organizations::Policy',
      Properties: {
        Name: 'ceiling',
        Type: 'SERVICE_CONTROL_POLICY',
        Content: { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }] },
        TargetIds: ['r-root'],
      },
    };
    expect(read({ P: scp }).policies.map((one) => one.name)).toEqual(['FullAWSAccess', 'ceiling']);
  });
});

test('a trust policy is told from the other documents of its role', () => {
  const world = read({ R: role() });
  const places = account(world).principals.map((one) => [one.where, one.trust?.where]);
  expect(places).not.toEqual([]);
  for (const [where, trust] of places) expect(trust).toBe(`${where}.AssumeRolePolicyDocument`);
});

describe('who speaks for the organization', () => {
  const sanction = {
    'GuardedEnvironments::Exceptions': [
      { id: 'x', statement: 's', principals: ['*'], actions: ['*'], resources: ['*'] },
    ],
  };

  test('only the root assembly does', () => {
    const world = read({}, { sections: { Metadata: sanction } });
    expect(world.exceptions).toEqual([]);
    expect(whys(world)).toMatch(/refused here/);
  });

  test('with a platform nothing in the assembly does', () => {
    const platform = read({});
    const folder = assemblyFolder([
      {
        name: 'Product',
        account: prod,
        template: { Metadata: { ...sanction, ...organizationMetadata() }, Resources: { R: role() } },
      },
    ]);
    const world = readAssembly(folder, platform);
    expect(world.exceptions).toEqual([]);
    expect(world.organizationId).toBe('o-abc123defg');
    expect(world.unknowns.filter((one) => /refused here/.test(one.why))).toHaveLength(2);
    expect(account(world).principals).toHaveLength(1);
  });

  test('without anybody everything is unknown', () => {
    expect(whys(readAssembly(assemblyFolder([{ name: 'S', account: prod, template: { Resources: {} } }])))).toMatch(
      /nothing describes the organization/,
    );
  });

  test('an exception that is open as a whole is refused', () => {
    const metadata = {
      ...organizationMetadata({}, ['management']),
      'GuardedEnvironments::Exceptions': [
        { id: 'x', statement: 's', principals: [{ 'Fn::ImportValue': 'y' }], actions: ['*'], resources: ['*'] },
      ],
    };
    const world = readAssembly(
      assemblyFolder([{ name: 'O', account: management, template: { Metadata: metadata, Resources: {} } }]),
    );
    expect(world.exceptions).toEqual([]);
    expect(whys(world)).toMatch(/exception names something/);
  });
});

describe('bad input', () => {
  test('names the file and the place', () => {
    const folder = assemblyFolder([organization]);
    writeFileSync(join(folder, 'Organization.template.json'), '{ "Resources": {');
    expect(() => readAssembly(folder)).toThrow(/Organization.template.json: is no complete JSON/);
    rmSync(join(folder, 'Organization.template.json'));
    expect(() => readAssembly(folder)).toThrow(/templateFile of .*manifest.json: is missing/);
    rmSync(join(folder, 'manifest.json'));
    expect(() => readAssembly(folder)).toThrow(InputError);
  });

  test.each([
    [{ Resources: { X: {} } }, /Resources.X.Type/],
    [{ Resources: [] }, /Resources: got a list/],
    [
      { Metadata: { 'GuardedEnvironments::Organization': { organization: { id: 'nonsense' } } }, Resources: {} },
      /GuardedEnvironments::Organization.organization.id/,
    ],
  ])('a template out of shape: %j', (template, message) => {
    expect(() => readAssembly(assemblyFolder([{ name: 'S', account: management, template }]))).toThrow(message);
  });

  test('a template outside of the assembly is refused', () => {
    const folder = assemblyFolder([organization]);
    const manifest = {
      artifacts: {
        S: {
          type: 'aws:cloudformation:stack',
          environment: 'aws://1/x',
          properties: { templateFile: '../../etc/passwd' },
        },
      },
    };
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
    expect(() => readAssembly(folder)).toThrow(/outside the assembly/);
  });

  test('the digest is the same for the same content and another for other content', () => {
    const [one, two] = [assemblyFolder([organization]), assemblyFolder([organization])];
    expect(readAssembly(one).subject.digest).toBe(readAssembly(two).subject.digest);
    expect(read({ R: role() }).subject.digest).not.toBe(read({}).subject.digest);
  });
});
