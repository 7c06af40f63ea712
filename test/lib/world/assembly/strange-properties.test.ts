import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readAssembly } from '../../../../lib/world/assembly';
import { ACCOUNTS, assemblyFolder, organizationMetadata } from '../../../_helpers/assembly-folder';

const { management, prod } = ACCOUNTS;
const folder = assemblyFolder([
  {
    name: 'Organization',
    account: management,
    template: { Metadata: organizationMetadata({}, ['management', 'prod']), Resources: {} },
  },
  { name: 'Stack', account: prod, template: { Resources: {} } },
]);

/** What is told where the manifest gives a stack more properties. */
function given(more: Record<string, unknown>): string {
  const file = join(folder, 'manifest.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as {
    artifacts: Record<string, { properties: Record<string, unknown> }>;
  };
  Object.assign(manifest.artifacts.Stack.properties, more);
  writeFileSync(file, JSON.stringify(manifest));
  return readAssembly(folder)
    .unknowns.map(({ why }) => why)
    .join('\n');
}

test('what the manifest gives a stack and no command line reads, or another account answers for, is unknown', () => {
  expect(given({ terminationProtection: true, tags: {} })).toBe('');
  expect(given({ assumeRoleArn: `arn:aws:iam::${prod}:role/deploy` })).not.toMatch(/a role of another account/);
  expect(given({ assumeRoleArn: `arn:aws:iam::${management}:role/deploy` })).toMatch(
    /the stack of account 3{12} would be deployed by .*:role\/deploy, a role of another account/,
  );
  expect(given({ stackPolicy: 'policy.json' })).toMatch(/what the property stackPolicy of a stack .* is not known/);
});

test('a stack of a stage is deployed by a role that something describes', () => {
  const Role = {
    Type: 'AWS::IAM::Role',
    Properties: { RoleName: 'deploy', AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] } },
  };
  const organization = {
    name: 'Organization',
    account: management,
    template: { Metadata: organizationMetadata({}, ['management', 'prod']), Resources: {} },
  };
  const told = (name: string): string => {
    const deployRole = `arn:\${AWS::Partition}:iam::${prod}:role/${name}`;
    const stack = {
      name: 'Orders',
      account: prod,
      stage: 'assembly-Prod',
      deployRole,
      template: { Resources: { Role } },
    };
    return readAssembly(assemblyFolder([organization, stack]))
      .unknowns.map(({ why, change }) => `${why} (${change})`)
      .join('\n');
  };
  expect(told('deploy')).toBe('');
  expect(told('other')).toMatch(
    /would be deployed by .*:role\/other, a role that nothing describes \(.*, assumeRoleArn\)/,
  );
});

test('no two stacks of a guarded account have one name in one region', () => {
  const organization = {
    name: 'Organization',
    account: management,
    template: { Metadata: organizationMetadata({}, ['management', 'prod', 'dev']), Resources: {} },
  };
  const told = (account: string, name: string) => {
    const baseline = { name: 'Base', account, template: { Resources: {} } };
    const released = { name, account, stage: 'assembly-Prod', template: { Resources: {} } };
    return readAssembly(assemblyFolder([organization, baseline, released]))
      .unknowns.map(({ why, who, change }) => `${why} (${who}; ${change})`)
      .filter((one) => one.includes('is deployed to'))
      .join('\n');
  };
  expect(told(prod, 'Orders')).toBe('');
  expect(told(prod, 'Base')).toMatch(
    /is deployed to 3{12} eu-west-2 as Base, and so is Base: .*\(whoever can get a commit merged.*, stackName\)/,
  );
  expect(told(ACCOUNTS.dev, 'Base')).toBe('');
});
