import { readAssembly } from '../../../../lib/world/assembly';
import { ACCOUNTS, assemblyFolder, organizationMetadata } from '../../../_helpers/assembly-folder';
import { BESIDE, CASES, SECTIONS, type Case } from './carried-cases';

const { management, prod, dev } = ACCOUNTS;
const organization = {
  name: 'Organization',
  account: management,
  template: { Metadata: organizationMetadata({}, ['management', 'prod', 'dev']), Resources: {} },
};

/** All cases in one assembly: a stack a case, so that each is told by its own place. */
function unknownsOf(account: string): Map<string, string[]> {
  const stacks = Object.values(CASES).map(
    ({ type, properties, metadata: Metadata, updatePolicy: UpdatePolicy }: Case, at) => ({
      name: `Case${at}`,
      account,
      stage: 'assembly-Prod',
      template: {
        ...SECTIONS,
        Resources: { ...BESIDE, Case: { Type: type, Properties: properties, Metadata, UpdatePolicy } },
      },
    }),
  );
  const development = {
    name: 'Development',
    account: dev,
    stage: 'assembly-Dev',
    template: {
      Resources: {
        Code: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'code-dev' } },
        Zone: { Type: 'AWS::Route53::HostedZone', Properties: { Name: 'dev.example' } },
      },
    },
  };
  const told = new Map<string, string[]>();
  for (const { why, where } of readAssembly(assemblyFolder([organization, development, ...stacks])).unknowns) {
    const name = /Case\d+/.exec(where)?.[0] ?? where;
    told.set(name, [...(told.get(name) ?? []), why]);
  }
  return told;
}

const inProd = unknownsOf(prod);

test.each(Object.keys(CASES).map((name, at): [string, number] => [name, at]))('%s', (name, at) => {
  const told = (inProd.get(`Case${at}`) ?? []).filter((why) => !/provider of this custom resource/.test(why));
  const expected = CASES[name].told;
  if (expected) expect(told.join('\n')).toMatch(expected);
  else expect(told).toEqual([]);
});

test('what carries something is judged in guarded accounts alone', () => {
  const told = [...unknownsOf(dev).values()].flat().join('\n');
  expect(told).not.toMatch(/was not reviewed|which is not guarded| admits |nothing describes arn/);
});

describe('a build that installs whatever is newest', () => {
  const tools = {
    ...organization,
    template: { Metadata: organizationMetadata({}, ['management', 'tooling', 'prod']), Resources: {} },
  };
  const project = {
    Type: 'AWS::CodeBuild::Project',
    Properties: {
      ServiceRole: { 'Fn::GetAtt': ['Role', 'Arn'] },
      Artifacts: { Type: 'NO_ARTIFACTS' },
      Source: { Type: 'CODEPIPELINE', BuildSpec: '{"phases":{"build":{"commands":["npm i -g pnpm"]}}}' },
    },
  };
  const told = (account: string) => {
    const stack = {
      name: 'Build',
      account,
      stage: 'assembly-Build',
      template: { Resources: { ...BESIDE, Build: project } },
    };
    return readAssembly(assemblyFolder([tools, stack]))
      .unknowns.map(({ why }) => why)
      .join();
  };

  it('is told in prod, and not in tooling, where nothing trusts what a build makes', () => {
    expect(told(prod)).toMatch(/its commands install pnpm/);
    expect(told(ACCOUNTS.tooling)).not.toMatch(/its commands install/);
  });
});
