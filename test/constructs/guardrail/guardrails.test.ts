import { App, Stack, Validations } from 'aws-cdk-lib';
import { CfnManagedPolicy } from 'aws-cdk-lib/aws-iam';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks, NIST80053R5Checks } from 'cdk-nag';
import {
  BootstrapKind,
  HardenedBootstrap,
  OrganizationGuardrails,
  WorkloadBoundary,
} from '../../../constructs/guardrail';
import type { HardenedBootstrapProps, OrganizationGuardrailsProps } from '../../../constructs/guardrail';
import { hardenedBootstrap, workloadBoundaryDocument } from '../../../lib/guardrail';
import type { JsonObject } from '../../../lib/guardrail';

const DEPLOYER = 'arn:aws:iam::222222222222:role/guarded/pipeline/orders-deploy-prod';
const APPROVER = 'arn:*:iam::*:role/aws-reserved/sso.amazonaws.com/*AWSReservedSSO_ReleaseManager_*';
const organization: OrganizationGuardrailsProps = {
  guardedUnits: [
    {
      name: 'tooling',
      targets: ['ou-abcd-12345678'],
      exceptions: [
        {
          id: 'approve-orders-ReleaseManager',
          statement: 'Release managers answer the approval of orders',
          principals: [APPROVER],
          actions: ['codepipeline:PutApprovalResult'],
          resources: ['arn:aws:codepipeline:eu-west-2:222222222222:orders/Approve/ReleaseManager'],
        },
      ],
    },
  ],
  protectedTargets: ['r-abcd'],
  pipelineRoleArns: [DEPLOYER],
};
const bootstrap: HardenedBootstrapProps = {
  account: '333333333333',
  region: 'eu-west-2',
  kind: BootstrapKind.WORKLOAD,
  deployRoleArns: [DEPLOYER],
};

afterEach(() => (process.env.CDK_VALIDATION = 'false'));

function checkedApp(): App {
  process.env.CDK_VALIDATION = 'true';
  const app = new App();
  app.node.setContext('@aws-cdk/core:validateAgainstDefaultRules', true);
  app.node.setContext('@aws-cdk/core:annotationsInValidationReport', true);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new NIST80053R5Checks(app));
  return app;
}

function env(account: string): { env: { account: string; region: string } } {
  return { env: { account, region: 'eu-west-2' } };
}

test('every guardrail passes the rule packs and the validation of CloudFormation', () => {
  const app = checkedApp();
  for (const kind of Object.values(BootstrapKind)) new HardenedBootstrap(app, kind, { ...bootstrap, kind });
  const stack = new Stack(app, 'Account', env('333333333333'));
  new WorkloadBoundary(stack, 'Closed');
  new WorkloadBoundary(new Stack(app, 'Dev', env('111111111111')), 'Open', { open: true });
  new OrganizationGuardrails(new Stack(app, 'Organization', env('100000000000')), 'Guardrails', organization);
  expect(() => app.synth()).not.toThrow();
});

test('the same boundary without its acknowledgement is a finding', () => {
  const app = checkedApp();
  const stack = new Stack(app, 'Account', env('333333333333'));
  const place = { partition: 'aws', account: '333333333333' };
  const policyDocument = workloadBoundaryDocument(place, { open: false, assumableRoleArns: [] });
  new CfnManagedPolicy(stack, 'Boundary', { policyDocument });
  expect(() => app.synth()).toThrow();
});

describe('the organization guardrails', () => {
  const stack = new Stack(new App(), 'Organization', env('100000000000'));
  const guardrails = new OrganizationGuardrails(stack, 'Guardrails', organization);
  const template = Template.fromStack(stack);

  test('are policies at their targets', () => {
    expect(guardrails.policies.map((policy) => policy.name)).toEqual([
      'guarded-tooling-ceiling',
      'guarded-tooling-sanctioned',
      'guarded-machines',
      'guarded-protection',
      'guarded-machine-roles',
    ]);
    template.hasResourceProperties('AWS::Organizations::Policy', {
      Name: 'guarded-machine-roles',
      Type: 'RESOURCE_CONTROL_POLICY',
      TargetIds: ['ou-abcd-12345678'],
      Content: Match.objectLike({ Version: '2012-10-17' }),
    });
  });

  test('say what they sanction beside themselves, in the words of the snapshot format', () => {
    const recorded = (template.toJSON() as { Metadata: Record<string, unknown> }).Metadata[
      'GuardedEnvironments::Exceptions'
    ];
    expect(recorded).toEqual(organization.guardedUnits[0]?.exceptions);
  });

  test.each<[string, Partial<OrganizationGuardrailsProps>, string]>([
    [
      'a pattern of pipeline roles',
      { pipelineRoleArns: ['arn:aws:iam::222222222222:role/guarded/pipeline/*'] },
      'is no exact ARN of a role under /guarded/pipeline/',
    ],
    [
      'a pipeline role of any account',
      { pipelineRoleArns: ['arn:aws:iam::*:role/guarded/pipeline/*-deploy-*'] },
      'is in any account, right is twelve digits, or pipelineOrgPaths',
    ],
    ...['*', 'o-abc123defg/*', 'o-*/r-ab12/*ou-ab12-tooling0/*', 'o-abc123defg/r-ab12/*'].map(
      (path): [string, Partial<OrganizationGuardrailsProps>, string] => [
        `pipelines in ${path}`,
        { pipelineOrgPaths: [path] },
        `'${path}' is no path of one unit in one organization`,
      ],
    ),
    ['a pipeline role elsewhere', { pipelineRoleArns: ['arn:aws:iam::222222222222:role/admin'] }, 'is no exact ARN'],
    ['an exception of nobody', exception({ principals: [] }), "exception 'e': principals is empty"],
    ['an exception of everybody', exception({ principals: ['*'] }), "principal '*' is no role ARN pattern"],
    ['an exception of nothing', exception({ resources: [] }), 'resources is empty'],
    [
      'an exception of a family of actions',
      exception({ actions: ['ssm:*'] }),
      "action 'ssm:*' is a pattern, name each action",
    ],
  ])('refuse %s', (_what, change, message) => {
    const app = new App();
    new OrganizationGuardrails(new Stack(app, 'O'), 'G', { ...organization, ...change });
    expect(() => app.synth()).toThrow(message);
  });
});

function exception(change: object): Partial<OrganizationGuardrailsProps> {
  const good = {
    id: 'e',
    statement: 's',
    principals: [APPROVER],
    actions: ['ssm:StartAutomationExecution'],
    resources: ['a'],
  };
  return { guardedUnits: [{ name: 'prod', targets: ['ou-x'], exceptions: [{ ...good, ...change }] }] };
}

describe('the workload boundary', () => {
  test('is the policy that the stages name', () => {
    const stack = new Stack(new App(), 'guarded-baseline', env('333333333333'));
    new WorkloadBoundary(stack, 'Boundary');
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::IAM::ManagedPolicy', {
      ManagedPolicyName: 'workload-boundary',
      Path: '/guarded/guardrail/',
    });
    expect(Object.keys(template.findResources('AWS::IAM::ManagedPolicy'))).toEqual(['BoundaryPolicy9AEF8565']);
  });

  test('that is too large is refused with its size', () => {
    const app = new App();
    const assumableRoleArns = Array.from(
      { length: 60 },
      (_, i) => `arn:aws:iam::999999999999:role/a-role-with-a-long-name-${i}`,
    );
    new WorkloadBoundary(new Stack(app, 'S', env('333333333333')), 'B', { assumableRoleArns });
    expect(() => app.synth()).toThrow(/managed policy 'workload-boundary' has \d+ characters/);
  });

  test('of an account that is shared takes no role elsewhere, which would lead from one application to another', () => {
    const app = new App();
    const assumableRoleArns = ['arn:aws:iam::999999999999:role/dns'];
    new WorkloadBoundary(new Stack(app, 'S', env('333333333333')), 'B', { assumableRoleArns, shared: true });
    expect(() => app.synth()).toThrow(/assumableRoleArns is 'arn:aws:iam::999999999999:role\/dns', and the account is/);
  });
});

describe('the hardened bootstrap', () => {
  const stack = new HardenedBootstrap(new App(), 'Bootstrap', bootstrap);
  const template = Template.fromStack(stack).toJSON() as JsonObject;

  test('is the hardened template, whole and with its logical ids', () => {
    const trusted = { roleArns: [DEPLOYER], developerPatterns: [] };
    const place = { partition: 'aws', account: '333333333333' };
    const expected = hardenedBootstrap({
      place,
      region: 'eu-west-2',
      kind: 'workload',
      deploy: trusted,
      lookup: trusted,
    });
    expect(template['Resources']).toEqual(expected['Resources']);
    expect(template['Outputs']).toEqual(expected['Outputs']);
    expect(template['Parameters']).toEqual(expected['Parameters']);
  });

  test('is small enough to be deployed without a bucket, and can be deployed again after a first time that failed', () => {
    // CloudFormation takes templates of up to 51,200 bytes in the call itself.
    expect(Buffer.byteLength(JSON.stringify(template, undefined, 1))).toBeLessThan(51_200);
    expect([stack.stackName, stack.terminationProtection]).toEqual(['guarded-bootstrap', false]);
  });

  test.each<[string, Partial<HardenedBootstrapProps>, string]>([
    ['nobody who deploys', { deployRoleArns: [] }, 'deployRoleArns is empty'],
    [
      'a whole account',
      { deployRoleArns: ['arn:aws:iam::222222222222:root'] },
      "'arn:aws:iam::222222222222:root' is no exact role ARN",
    ],
    ['a pattern', { deployRoleArns: [`${DEPLOYER}*`] }, 'is no exact role ARN'],
    ['a pattern that looks up', { lookupRoleArns: ['*'] }, "'*' is no exact role ARN"],
    [
      'developers in a guarded account',
      { developerRoleArns: ['arn:aws:iam::333333333333:role/x/*'] },
      'nobody but the pipeline deploys there',
    ],
    [
      'developers of any account',
      { kind: BootstrapKind.OPEN, developerRoleArns: ['arn:aws:iam::*:role/x'] },
      'no pattern of role ARNs in one account',
    ],
  ])('refuses %s', (_what, change, message) => {
    expect(() => new HardenedBootstrap(new App(), 'B', { ...bootstrap, ...change })).toThrow(message);
  });
});
