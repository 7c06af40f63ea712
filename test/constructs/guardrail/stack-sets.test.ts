import {
  deploymentPolicyDocument,
  maintenanceRole,
  organizationProblems,
  stackSetsRole,
  trustedRoleProblems,
  workloadBoundaryDocument,
} from '../../../lib/guardrail';
import { STACK_SETS_ADMINISTRATOR } from '../../../lib/contract/stack-sets';
import { evaluate } from '../../lib/guardrail/evaluator';
import type { Request } from '../../lib/guardrail/evaluator';
import { DEPLOYER, EXECUTION, PERSON, PROD, WORKLOAD, by, role } from '../../lib/guardrail/world';
import { BUCKET, askedFor, at } from './_asked';
import { MANAGEMENT, denying, isWrite, over, planned, unprotected } from './_planned';

const ACTING = role('stacksets-exec-0a1b2c3d4e5f60718293a4b5c6d7e8f9');
const STACK = at('cloudformation', 'stack/StackSet-guarded-bootstrap-orders-prod-eu-west-2-0a1b/1');
/** CloudFormation keeps 24 characters of a stack's name at least. */
const MONITORS = 'StackSet-guarded-monitor-monitorHumanWrite-1A2B3C';
const ASKED = askedFor(MONITORS);

const MAINTENANCE = maintenanceRole('OrganizationAccountAccessRole', MANAGEMENT);
const plan = planned(MAINTENANCE, stackSetsRole(MANAGEMENT));

const deniedBy = (request: Request, policies = plan, unit = 'ou-prod'): string[] => denying(policies, request, unit);

const through = { ...by(ACTING), 'aws:CalledViaFirst': 'cloudformation.amazonaws.com' };
const requests = Object.values(ASKED).flatMap(([actions, resources]) =>
  actions
    .split(' ')
    .flatMap((action) => resources.map((resource): Request => ({ action, resource, context: through }))),
);
const own = ['CreateStack', 'UpdateStack', 'DeleteStack', 'DescribeStacks'].map((name) => ({
  ...{ action: `cloudformation:${name}`, resource: STACK, context: by(ACTING) },
}));
const told = (all: readonly Request[]): string[] => all.map(({ action, resource }) => `${action} ${resource}`);

describe('the role that stack sets of management act as', () => {
  it('makes and updates what prepares an account behind the fence, each resource of each stack', () => {
    for (const unit of ['ou-prod', 'ou-dev'])
      expect(told([...requests, ...own].filter((one) => deniedBy(one, plan, unit).length > 0))).toEqual([]);
  });

  it('is closed where no stack sets are said, and to everybody else in any case', () => {
    const writes = [...requests, ...own].filter(isWrite);
    const closed = planned(MAINTENANCE);
    expect(told(writes.filter((one) => deniedBy(one, closed).length === 0))).toEqual([]);
    for (const other of [PERSON, role('stackset-exec-1'), role('other/stacksets-exec-1')])
      expect(told(writes.filter((one) => deniedBy({ ...one, context: by(other) }).length === 0))).toEqual([]);
    // Machines write, but touch no such stack, in accounts that are only protected either.
    for (const machine of [WORKLOAD, EXECUTION])
      for (const unit of ['ou-prod', 'ou-dev'])
        for (const one of own.filter(isWrite))
          expect(deniedBy({ ...one, context: by(machine) }, plan, unit)).toContain('guarded-protection');
  });

  it.each([
    ['sts:AssumeRole', WORKLOAD],
    ['iam:CreateRole', role('admin')],
    ['iam:CreateRole', role('stacksets-exec-2')],
    ['iam:PutRolePolicy', ACTING],
    ['iam:DeleteRolePermissionsBoundary', EXECUTION],
    ['s3:PutObject', `${BUCKET}/asset.zip`],
    ['cloudformation:UpdateStack', at('cloudformation', 'stack/StackSet-acme-logs-1/1')],
    ['cloudformation:UpdateStack', at('cloudformation', 'stack/guarded-pipeline-orders/1')],
    ['cloudformation:UpdateStack', at('cloudformation', 'stack/guarded-bootstrap/1')],
    ['events:DeleteRule', at('events', 'rule/orders')],
    ['cloudtrail:StopLogging', '*'],
    ['organizations:LeaveOrganization', '*'],
    ['lambda:UpdateFunctionCode', at('lambda', 'function:orders')],
  ])('takes no %s on %s', (action, resource) => {
    expect(deniedBy({ action, resource, context: through })).not.toEqual([]);
  });

  it('changes nothing by calls of its own', () => {
    const direct = requests.filter(isWrite).map((one) => ({ ...one, context: by(ACTING) }));
    expect(told(direct.filter((one) => deniedBy(one).length === 0))).toEqual([]);
    const open = unprotected(plan, 'MaintainThroughStacks');
    expect(direct.filter((one) => deniedBy(one, open).length === 0)).not.toEqual([]);
  });

  it('is assumed by the service-linked role of management alone, in dev accounts too', () => {
    const administrator = `arn:aws:iam::${MANAGEMENT}:role/${STACK_SETS_ADMINISTRATOR}`;
    const others = [`arn:aws:iam::${MANAGEMENT}:role/Administrator`, PERSON, WORKLOAD, DEPLOYER];
    for (const unit of ['ou-prod', 'ou-dev']) {
      const policies = over(plan, 'RESOURCE_CONTROL_POLICY', unit);
      const denied = (context: Request['context']) =>
        policies.some(
          ({ document }) => evaluate(document, { action: 'sts:AssumeRole', resource: ACTING, context }) === 'denied',
        );
      const assumed = (from: string) => denied({ ...by(from), 'aws:PrincipalIsAWSService': 'false' });
      expect([administrator, ...others].map(assumed)).toEqual([false, true, true, true, true]);
      expect(denied({ 'aws:PrincipalIsAWSService': 'true', 'aws:PrincipalServiceName': 'lambda.amazonaws.com' })).toBe(
        true,
      );
    }
  });

  it('fits into the control policies beside Control Tower, Backup and the role of maintenance', () => {
    expect(organizationProblems(plan)).toEqual([]);
    expect(trustedRoleProblems([stackSetsRole(MANAGEMENT), maintenanceRole('Lent', MANAGEMENT)])).toEqual([]);
  });

  it('is the one pattern among trusted roles, and with these rights alone', () => {
    const ours = stackSetsRole(MANAGEMENT);
    const foreign = { ...ours, maintains: undefined };
    expect(trustedRoleProblems([foreign]).join()).toMatch(/without patterns/);
    expect(trustedRoleProblems([{ ...ours, role: 'stacksets-*' }]).join()).toMatch(/without patterns/);
    const wider = { ...ours, allow: [...ours.allow, { actions: ['s3:PutObject'], resources: ['*'] }] };
    expect(trustedRoleProblems([wider]).join()).toMatch(/rights that are not those of/);
  });
});

describe('an account that stack sets prepare', () => {
  const place = { partition: 'aws', account: PROD };
  const touched = [at('sns', MONITORS), at('events', `rule/${MONITORS}`), at('cloudwatch', `alarm:${MONITORS}`), STACK];

  it.each([
    ['workloads', (here: typeof place) => workloadBoundaryDocument(here, { open: false, assumableRoleArns: [] })],
    ['deployments', (here: typeof place) => deploymentPolicyDocument(here, 'workload')],
  ])('keeps its %s from monitors and stacks by a layer of its own', (_who, documentOf) => {
    const denied = (here: typeof place) =>
      touched.map(
        (resource) => evaluate(documentOf(here), { action: 'sns:Publish', resource, context: {} }) === 'denied',
      );
    expect(denied({ ...place, byStackSets: true } as typeof place)).toEqual([true, true, true, true]);
    expect(denied(place)).toEqual([false, false, false, false]);
  });
});
