import { APPLICATION_TAG, applicationRolePath } from '../names';
import { ROLE_WRITES } from './actions';
import type { Place, PolicyStatement } from './document';
import { iamArn } from './document';
import { rolesOf, stacksOf, workloadPolicies, workloadRoles } from './names';

/** One application of an account that several share. */
export interface Tenant {
  readonly application: string;
  /** Region of its bootstrap. */
  readonly region: string;
  /** Beginnings of the names of its stacks, without the hyphen that follows: `orders-prod-eu-west-2`. */
  readonly stacks: readonly string[];
}

const RESOURCE = `aws:ResourceTag/${APPLICATION_TAG}`;
const REQUEST = `aws:RequestTag/${APPLICATION_TAG}`;
const PRINCIPAL = `aws:PrincipalTag/${APPLICATION_TAG}`;

/** Roles that CloudFormation may make and hand over: the tenant's, or all workloads' where the account is one's own. */
export function ownWorkloadRoles(place: Place, tenant: Tenant | undefined): string {
  return tenant ? rolesOf(place, tenant.application) : workloadRoles(place);
}

/** Policies and instance profiles that go with them. */
export function ownWorkloadPolicies(place: Place, tenant: Tenant | undefined): readonly string[] {
  if (!tenant) return [workloadPolicies(place), iamArn(place, 'instance-profile/guarded/workload/*')];
  const path = applicationRolePath(tenant.application);
  return [iamArn(place, `policy${path}*`), iamArn(place, `instance-profile${path}*`)];
}

/** Stacks that a deployment may write: the tenant's, or any where the account is one's own. */
export function ownStacks(place: Place, tenant: Tenant | undefined): readonly string[] {
  return tenant ? stacksOf(place, tenant.region, tenant.stacks) : ['*'];
}

/**
 * What keeps the deployment of one application from what another one has in the same account: stacks and roles by their
 * names, everything else by the tag that the stages put on it. A role without the tag would be nobody's, so none is made.
 */
export function deploymentFence(
  place: Place,
  tenant: Tenant,
  stackActions: readonly string[],
): readonly PolicyStatement[] {
  const { application } = tenant;
  const another = (key: string) => ({ StringNotEquals: { [key]: application }, Null: { [key]: 'false' } });
  return [
    { Sid: 'OwnStacksAlone', Effect: 'Deny', Action: stackActions, NotResource: ownStacks(place, tenant) },
    { Sid: 'LeaveOtherApplications', Effect: 'Deny', Action: ['*'], Resource: ['*'], Condition: another(RESOURCE) },
    { Sid: 'TagAsOwn', Effect: 'Deny', Action: ['*'], Resource: ['*'], Condition: another(REQUEST) },
    {
      Sid: 'RolesCarryTheTag',
      Effect: 'Deny',
      Action: ['iam:CreateRole'],
      Resource: ['*'],
      Condition: { StringNotEquals: { [REQUEST]: application } },
    },
    {
      Sid: 'RolesKeepTheTag',
      Effect: 'Deny',
      Action: ['iam:UntagRole'],
      Resource: ['*'],
      // IAM takes a role's tag off however its key is written.
      Condition: { 'ForAnyValue:StringEqualsIgnoreCase': { 'aws:TagKeys': [APPLICATION_TAG] } },
    },
  ];
}

/**
 * The same for what runs: the boundary of the account is one, and speaks of the application whose tag the role carries.
 * Whoever carries none is nobody's workload: CloudFormation makes no role without it.
 */
export function applicationFence(place: Place): readonly PolicyStatement[] {
  const own = `\${${PRINCIPAL}}`;
  const tagged = { [PRINCIPAL]: 'false' };
  return [
    {
      Sid: 'LeaveOtherApplications',
      Effect: 'Deny',
      Action: ['*'],
      Resource: ['*'],
      Condition: { StringNotEquals: { [RESOURCE]: own }, Null: { [RESOURCE]: 'false', ...tagged } },
    },
    {
      Sid: 'KeepToOwnRoles',
      Effect: 'Deny',
      Action: ['iam:PassRole', 'sts:AssumeRole'],
      NotResource: [iamArn(place, `role${applicationRolePath(own)}*`), iamArn(place, 'role/aws-service-role/*')],
      Condition: { Null: tagged },
    },
    {
      Sid: 'KeepTheTag',
      Effect: 'Deny',
      Action: [...ROLE_WRITES, 'sts:TagSession'],
      Resource: ['*'],
      Condition: { Null: tagged },
    },
  ];
}
