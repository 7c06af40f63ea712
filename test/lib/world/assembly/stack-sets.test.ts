import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeAssembly } from '../../../../lib/world/assembly/read';
import { ACCOUNTS, assemblyFolder, nestedUrl, organizationMetadata } from '../../../_helpers/assembly-folder';

const { management, prod, dev } = ACCOUNTS;

const brought = {
  Parameters: { Name: { Type: 'String', Default: 'kept' } },
  Resources: {
    R: {
      Type: 'AWS::IAM::Role',
      Properties: {
        RoleName: { 'Fn::Sub': '${Name}-${AWS::AccountId}' },
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
        },
      },
    },
    T: { Type: 'AWS::SNS::Topic' },
  },
};

const target = (Accounts: unknown, more: Record<string, unknown> = {}) => ({
  DeploymentTargets: { AccountFilterType: 'INTERSECTION', Accounts, OrganizationalUnitIds: ['r-root'] },
  Regions: ['eu-west-2'],
  ...more,
});

const among = (more: Record<string, unknown>) => {
  const { DeploymentTargets, ...rest } = target([prod]);
  return { ...rest, DeploymentTargets: { ...DeploymentTargets, ...more } };
};

const set = (more: Record<string, unknown> = {}) => ({
  StackSetName: 'guarded-x',
  PermissionModel: 'SERVICE_MANAGED',
  AutoDeployment: { Enabled: false },
  TemplateURL: nestedUrl(management, brought),
  StackInstancesGroup: [target([prod, dev])],
  ...more,
});

function read(properties: Record<string, unknown>, more = {}) {
  return describeAssembly(folderOf(properties, more));
}

function folderOf(properties: Record<string, unknown>, { account = management, published = true, ...resource } = {}) {
  const Metadata = organizationMetadata({}, ['management', 'prod', 'dev']);
  return assemblyFolder([
    { name: 'Organization', account: management, template: { Metadata, Resources: {} } },
    {
      ...{ name: 'Sets', account, published, nested: { brought } },
      template: { Resources: { S: { Type: 'AWS::CloudFormation::StackSet', Properties: properties, ...resource } } },
    },
  ]);
}

const whys = (properties: Record<string, unknown>, more = {}) =>
  read(properties, more).unknowns.map(({ why, where }) => `${where}: ${why}`);

test('a set is the stacks that it deploys: in each account and region, by defaults, under names that go on', () => {
  const world = read(set());
  expect(world.unknowns).toEqual([]);
  expect(world.stackSets).toBe(true);
  const roles = world.accounts.flatMap(({ principals }) => principals.map(({ arn }) => arn));
  expect(roles).toEqual([prod, dev].map((id) => `arn:aws:iam::${id}:role/kept-${id}`));
  const resources = world.accounts.flatMap((one) => one.resources.map(({ arn }) => arn));
  const made = (world.stacks ?? []).flatMap((one) => one.resources.map(({ arn }) => arn));
  expect(made).toContain(`arn:aws:sns:eu-west-2:${prod}:StackSet-guarded-x-*-T-*`);
  expect(resources).toContain(`arn:aws:cloudformation:eu-west-2:${prod}:stack/StackSet-guarded-x-*/*`);
});

test('several groups and regions are several stacks', () => {
  const groups = [target([prod], { Regions: ['eu-west-2', 'eu-west-1'] }), target([dev])];
  const { stacks = [] } = read(set({ StackInstancesGroup: groups }));
  expect(stacks.slice(2).map(({ account, region }) => `${account} ${region}`)).toEqual([
    ...[`${prod} eu-west-2`, `${prod} eu-west-1`, `${dev} eu-west-2`],
  ]);
});

test.each<[string, Record<string, unknown>, RegExp]>([
  [
    'overrides of one group',
    { StackInstancesGroup: [target([prod], { ParameterOverrides: [] })] },
    /ParameterOverrides/,
  ],
  ['no account', { StackInstancesGroup: [target([])] }, /Accounts/],
  ['no group', { StackInstancesGroup: [] }, /StackInstancesGroup/],
  ['a property of tomorrow', { Surprise: true }, /Surprise/],
  ['an administrator of its own', { AdministrationRoleARN: `arn:aws:iam::${dev}:role/a` }, /AdministrationRoleARN/],
  ['accounts that trust a role of their own', { PermissionModel: 'SELF_MANAGED' }, /PermissionModel/],
  ['a delegated administrator', { CallAs: 'DELEGATED_ADMIN' }, /CallAs/],
  ['a name that is no name', { StackSetName: 'guarded_x' }, /StackSetName/],
  ['all accounts but some', { StackInstancesGroup: [among({ AccountFilterType: 'DIFFERENCE' })] }, /AccountFilterType/],
  ['accounts from a file', { StackInstancesGroup: [among({ AccountsUrl: 's3://b/k' })] }, /AccountsUrl/],
  ['no unit', { StackInstancesGroup: [among({ OrganizationalUnitIds: [] })] }, /OrganizationalUnitIds/],
  [
    'what is no account',
    { StackInstancesGroup: [target(['prod'])] },
    /StackInstancesGroup\.0\.DeploymentTargets\.Accounts/,
  ],
  ['no region', { StackInstancesGroup: [target([prod], { Regions: [] })] }, /Regions/],
  ['management itself', { StackInstancesGroup: [target([management])] }, /do not reach the management account/],
  [
    'a unit that the account is not in',
    { StackInstancesGroup: [among({ OrganizationalUnitIds: ['ou-dev'] })] },
    /account 333333333333 is in none of ou-dev/,
  ],
  ['one account twice', { StackInstancesGroup: [target([prod, prod])] }, /the one replaces what the other makes/],
  [
    'a template at an address that is not its own',
    { TemplateURL: nestedUrl(management, brought).replace('eu-west-2', 'eu-west-1') },
    /is no template of the assembly/,
  ],
  ['no word on new accounts', { AutoDeployment: undefined }, /AutoDeployment/],
  ['a name that is made', { StackSetName: undefined }, /StackSetName/],
  [
    'a template of another region',
    { TemplateURL: nestedUrl(management, brought, 'us-east-1') },
    /is no template of the assembly/,
  ],
  ['a template that nobody published', { TemplateURL: nestedUrl(management, { Resources: {} }) }, /is no template/],
  [
    'a condition on a value',
    { AutoDeployment: { 'Fn::If': ['C', { Enabled: false }, { Enabled: true }] } },
    /not exact/,
  ],
  [
    'a stranger',
    { StackInstancesGroup: [target(['999999999999'])] },
    /account 999999999999 is not in the organization/,
  ],
])('%s is unknown, with the place of the set', (_what, more, why) => {
  const found = whys(set(more)).filter((one) => why.test(one));
  expect(found).not.toEqual([]);
  for (const one of found) expect(one).toMatch(/Sets\.template\.json: Resources\.S: /);
});

test.each<[string, object, RegExp]>([
  ['beside management', { account: dev }, /stands in account 444444444444, expected management/],
  ['under a condition', { Condition: 'Sometimes' }, /whether it is there shows at deployment/],
  [
    'whose template goes another way than that of its stack',
    { published: false },
    /in the bucket that its own stack goes through/,
  ],
])('a set %s is unknown', (_what, more, why) => {
  const { account = management } = more as { account?: string };
  const url = nestedUrl(account, brought);
  expect(whys(set({ TemplateURL: url }), more).join()).toMatch(why);
});

test('a set whose template two files are published as is unknown', () => {
  const folder = folderOf(set());
  const file = join(folder, 'Sets.assets.json');
  const { files } = JSON.parse(readFileSync(file, 'utf8')) as { files: Record<string, { destinations: object }> };
  const [own] = Object.values(files);
  const other = { source: { path: 'Organization.template.json', packaging: 'file' }, destinations: own!.destinations };
  for (const all of [
    { ...files, other },
    { other, ...files },
  ]) {
    writeFileSync(file, JSON.stringify({ files: all }));
    const whys = describeAssembly(folder).unknowns.map(({ why }) => why);
    expect(whys.join()).toMatch(/is no template of the assembly/);
  }
});

test('a set within what a set brings is unknown', () => {
  const inner = { Resources: { I: { Type: 'AWS::CloudFormation::StackSet', Properties: set() } } };
  const Metadata = organizationMetadata({}, ['management', 'prod', 'dev']);
  const { unknowns } = describeAssembly(
    assemblyFolder([
      { name: 'Organization', account: management, template: { Metadata, Resources: {} } },
      {
        ...{ name: 'Sets', account: management, published: true, nested: { inner, brought } },
        template: {
          Resources: {
            S: {
              Type: 'AWS::CloudFormation::StackSet',
              Properties: set({ TemplateURL: nestedUrl(management, inner) }),
            },
          },
        },
      },
    ]),
  );
  expect(unknowns.map(({ where, why }) => `${where} ${why}`).join()).toMatch(
    /Resources\.I .*no template of the assembly/,
  );
});
