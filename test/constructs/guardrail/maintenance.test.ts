import { App, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { BootstrapKind, HardenedBootstrap } from '../../../constructs/guardrail';
import { BaselineStack } from '../../../constructs/platform/baseline-stack';
import { MonitorStack } from '../../../constructs/platform/monitor-stack';
import { maintenanceRole, organizationProblems, trustedRoleProblems } from '../../../lib/guardrail';
import { evaluate } from '../../lib/guardrail/evaluator';
import type { Request } from '../../lib/guardrail/evaluator';
import { BUCKET, REGION, askedFor, at } from './_asked';
import { MANAGEMENT, denying, isWrite, over, planned, unprotected } from './_planned';
import { DEPLOYER, EXECUTION, PERSON, PROD, WORKLOAD, by, role } from '../../lib/guardrail/world';

const NAME = 'OrganizationAccountAccessRole';
const LENT = role(NAME);

const plan = planned(maintenanceRole(NAME, MANAGEMENT));

/** Names of the policies of a unit that deny a request. */
const deniedBy = (request: Request, policies = plan, unit = 'ou-prod'): string[] => denying(policies, request, unit);

const MONITORS = 'guarded-baseline-monitor-monitorHumanWrite-1A2B3C';
const ASKED = askedFor(MONITORS);

/** Types of everything that prepares a prod account. */
function prepared(): string[] {
  const app = new App();
  const account = PROD;
  const reader = { auditAccount: '666666666666', organizationId: 'o-abcdefghij' };
  const place = { account, name: 'prod', region: REGION, sanctionedEvents: [], trustedServiceRoles: [] };
  const kind = BootstrapKind.WORKLOAD;
  const stacks: Stack[] = [
    new BaselineStack(app, 'baseline', { account, name: 'prod', region: REGION, open: false, reader }),
    new HardenedBootstrap(app, 'bootstrap', { account, region: REGION, kind, deployRoleArns: [DEPLOYER] }),
    new MonitorStack(app, 'monitor', place, ['alerts@example.com']),
  ];
  const templates = stacks.map(
    (stack) => Template.fromStack(stack).toJSON() as { Resources: Record<string, { Type: string }> },
  );
  return [...new Set(templates.flatMap(({ Resources }) => Object.values(Resources).map(({ Type }) => Type)))];
}

/** As CloudFormation asks in the name of whoever deploys a stack. */
const THROUGH_STACKS = { ...by(LENT), 'aws:CalledViaFirst': 'cloudformation.amazonaws.com' };

const requests = (type: string): Request[] => {
  const [actions = '', resources = []] = ASKED[type] ?? [];
  return actions
    .split(' ')
    .flatMap((action) => resources.map((resource) => ({ action, resource, context: THROUGH_STACKS })));
};

const STACK = at('cloudformation', 'stack/guarded-bootstrap/1');
const DEPLOYING = [
  'CreateChangeSet',
  'ExecuteChangeSet',
  'CreateStack',
  'UpdateStack',
  'DeleteStack',
  'DescribeStacks',
];

describe('what prepares fenced accounts', () => {
  it('is updated by the role that management lends, behind the fence: each resource of each of its stacks', () => {
    const types = prepared();
    expect(types.filter((type) => !ASKED[type])).toEqual([]);
    const calls = DEPLOYING.map((action) => ({
      action: `cloudformation:${action}`,
      resource: STACK,
      context: by(LENT),
    }));
    const stopped = [...types.flatMap(requests), ...calls].filter((request) => deniedBy(request).length > 0);
    expect(stopped.map(({ action, resource }) => `${action} ${resource}`)).toEqual([]);
    // Dev and test accounts are protected without a ceiling.
    const there = [...types.flatMap(requests), ...calls].filter(
      (request) => deniedBy(request, plan, 'ou-dev').length > 0,
    );
    expect(there).toEqual([]);
  });

  it('is closed to it where platform.yaml does not say so, and to everybody else in any case', () => {
    const writes = Object.keys(ASKED).flatMap(requests).filter(isWrite);
    const closed = planned();
    expect(writes.filter((request) => deniedBy(request, closed).length === 0)).toEqual([]);
    for (const other of [PERSON, role('OrganizationAccountAccessRole2'), role('admin')])
      expect(writes.filter((request) => deniedBy({ ...request, context: by(other) }).length === 0)).toEqual([]);
    // Machines write, but neither policies, stacks and stores of the fence nor the roles of the bootstrap.
    const fence = writes.filter(({ resource = '' }) =>
      /:(policy|repository|parameter|role)\/(cdk-|guarded\/guardrail|guarded\/pipeline\/cdk-)|:::cdk-/.test(resource),
    );
    expect(new Set(fence.map(({ action }) => action.split(':')[0]))).toEqual(new Set(['iam', 's3', 'ecr', 'ssm']));
    for (const machine of [WORKLOAD, EXECUTION])
      expect(fence.filter((request) => deniedBy({ ...request, context: by(machine) }).length === 0)).toEqual([]);
  });

  it.each([
    ['sts:AssumeRole', WORKLOAD],
    ['iam:CreateUser', `arn:aws:iam::${PROD}:user/eve`],
    ['iam:CreateRole', role('admin')],
    ['iam:PutRolePolicy', WORKLOAD],
    ['iam:PutRolePolicy', LENT],
    ['iam:UpdateAssumeRolePolicy', role('guarded/pipeline/orders-deploy-prod')],
    ['iam:DeleteRolePermissionsBoundary', EXECUTION],
    ['iam:PassRole', EXECUTION],
    ['s3:PutObject', `${BUCKET}/asset.zip`],
    ['ecr:PutImage', at('ecr', `repository/cdk-guarded-container-assets-${PROD}-${REGION}`)],
    ['cloudformation:UpdateStack', at('cloudformation', 'stack/orders-prod-eu-west-2-App/1')],
    ['cloudformation:UpdateStack', at('cloudformation', 'stack/guarded-pipeline-orders/1')],
    ['cloudwatch:DeleteAlarms', at('cloudwatch', 'alarm:orders-errors')],
    ['cloudtrail:StopLogging', '*'],
    ['organizations:LeaveOrganization', '*'],
    ['lambda:UpdateFunctionCode', at('lambda', 'function:orders')],
  ])('takes no %s on %s', (action, resource) => {
    expect(deniedBy({ action, resource, context: by(LENT) })).not.toEqual([]);
  });

  it('is in no other hands: the role is assumed from management alone, in dev and test accounts too', () => {
    for (const unit of ['ou-prod', 'ou-dev']) {
      const policies = over(plan, 'RESOURCE_CONTROL_POLICY', unit);
      const assumed = (from: string) =>
        policies.some(({ document }) => {
          const context = { ...by(from), 'aws:PrincipalIsAWSService': 'false' };
          return evaluate(document, { action: 'sts:AssumeRole', resource: LENT, context }) === 'denied';
        });
      expect([`arn:aws:iam::${MANAGEMENT}:role/Administrator`, PERSON, WORKLOAD, DEPLOYER].map(assumed)).toEqual([
        ...[false, true, true, true],
      ]);
    }
  });

  it('is run by no service: whoever may change its trust in a dev account would have a function run as it', () => {
    const aService = { 'aws:PrincipalIsAWSService': 'true', 'aws:PrincipalServiceName': 'lambda.amazonaws.com' };
    const request: Request = { action: 'sts:AssumeRole', resource: LENT, context: aService };
    for (const unit of ['ou-prod', 'ou-dev']) {
      const policies = over(plan, 'RESOURCE_CONTROL_POLICY', unit);
      expect(policies.map(({ document }) => evaluate(document, request))).toContain('denied');
      // The roles of Control Tower, which management lends to a service, are left to it.
      const resource = role('AWSControlTowerExecution');
      expect(policies.map(({ document }) => evaluate(document, { ...request, resource }))).not.toContain('denied');
    }
  });

  it('changes nothing by calls of its own: stacks do, in its name, and no other service', () => {
    const open = unprotected(plan, 'MaintainThroughStacks');
    const calls = Object.keys(ASKED).flatMap(requests).filter(isWrite);
    const direct = [by(LENT), { ...by(LENT), 'aws:CalledViaFirst': 'backup.amazonaws.com' }];
    for (const context of direct) {
      expect(calls.filter((call) => deniedBy({ ...call, context }).length === 0)).toEqual([]);
      expect(calls.filter((call) => deniedBy({ ...call, context }, open).length === 0)).not.toEqual([]);
    }
  });

  it('puts no asset into the stores of a dev account, where only the protection holds', () => {
    const put: Request = { action: 's3:PutObject', resource: `${BUCKET}/asset.zip`, context: by(LENT) };
    expect(deniedBy(put, plan, 'ou-dev')).toEqual(['guarded-protection']);
    const open = unprotected(plan, 'MaintainTheStoresAlone');
    expect(deniedBy(put, open, 'ou-dev')).toEqual([]);
  });

  it('fits into the control policies beside Control Tower and Backup', () => {
    expect(organizationProblems(plan)).toEqual([]);
  });

  it.each([
    [{ from: undefined }, /`from` must name the management account/],
    [{ allow: [{ actions: ['iam:PutRolePolicy'], resources: ['*'] }] }, /rights that are not those of/],
    [{ accounts: ['prod'] }, /rights that are not those of/],
    [{ role: 'guarded/pipeline/x' }, /lies under guarded\//],
  ])('is left open in no other way: %j', (change, why) => {
    expect(trustedRoleProblems([maintenanceRole(NAME, MANAGEMENT)])).toEqual([]);
    expect(trustedRoleProblems([{ ...maintenanceRole(NAME, MANAGEMENT), ...change }]).join()).toMatch(why);
  });

  it('is left open to no role of a service that does not say so', () => {
    const plain = { ...maintenanceRole(NAME, MANAGEMENT), maintains: undefined };
    expect(trustedRoleProblems([plain]).join()).toMatch(/outside of \/guarded\//);
  });
});
