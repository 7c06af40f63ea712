import { proveOnly } from '../../../../lib/prover/prove';
import { readAssembly } from '../../../../lib/world/assembly';
import { ACCOUNTS, assemblyFolder, organizationMetadata } from '../../../_helpers/assembly-folder';

const { management, prod, dev } = ACCOUNTS;
const organization = {
  name: 'Organization',
  account: management,
  template: { Metadata: organizationMetadata({}, ['management', 'prod', 'dev']), Resources: {} },
};

const admitting = (account: string, Action: string, Resource: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action, Resource }],
});

/** Policies that speak of all of a service, whose resources have no region in their names or one of their own. */
const POLICIES = {
  'a multi-region access point': (account: string) => ({
    Type: 'AWS::S3::MultiRegionAccessPointPolicy',
    Properties: {
      MrapName: 'x',
      Policy: admitting(account, 's3:PutObject', `arn:aws:s3::${prod}:accesspoint/x/object/*`),
    },
  }),
  'a public repository': (account: string) => ({
    Type: 'AWS::ECR::PublicRepository',
    Properties: {
      RepositoryName: 'x',
      RepositoryPolicyText: admitting(account, 'ecr-public:PutImage', `arn:aws:ecr-public::${prod}:repository/x`),
    },
  }),
};

test.each(Object.entries(POLICIES))('the policy of %s counts, in whatever region it stands', (_, policyFor) => {
  const verdictFor = (account: string) => {
    const stack = {
      name: 'Prod',
      account: prod,
      stage: 'assembly-Prod',
      template: { Resources: { Policy: policyFor(account) } },
    };
    return proveOnly(readAssembly(assemblyFolder([organization, stack])), 'environments-are-isolated').counterexamples;
  };
  expect(verdictFor(dev)).toHaveLength(1);
  expect(verdictFor(prod)).toEqual([]);
});
