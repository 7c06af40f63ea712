import { WORKLOAD_PATH } from '../names';
import type { Place, PolicyStatement } from './document';
import { iamArn } from './document';
import { BOUNDED_ROLE_WRITES, INSTANCE_PROFILE_WRITES, POLICY_WRITES } from './actions';
import { boundaryArn, workloadPolicies, workloadRoles } from './names';

/**
 * The only way to a role in a workload account: under the workload path, with the boundary from its first moment. The
 * boundary cannot be taken off again, since nothing here allows that.
 */
export function boundedRoleStatements(place: Place): readonly PolicyStatement[] {
  return [
    {
      Sid: 'RolesOnlyBounded',
      Effect: 'Allow',
      Action: ['iam:CreateRole', 'iam:PutRolePermissionsBoundary'],
      Resource: [workloadRoles(place)],
      Condition: { StringEquals: { 'iam:PermissionsBoundary': boundaryArn(place) } },
    },
    { Sid: 'BoundedRoles', Effect: 'Allow', Action: BOUNDED_ROLE_WRITES, Resource: [workloadRoles(place)] },
    {
      // Under the workload path: a permission set may name a customer-managed policy elsewhere by its name alone.
      Sid: 'WorkloadPolicies',
      Effect: 'Allow',
      Action: [...POLICY_WRITES, ...INSTANCE_PROFILE_WRITES],
      Resource: [workloadPolicies(place), iamArn(place, `instance-profile${WORKLOAD_PATH}*`)],
    },
    {
      // AWS writes a service-linked role's trust and rights; nobody can pass or change them.
      Sid: 'ServiceLinkedRoles',
      Effect: 'Allow',
      Action: ['iam:CreateServiceLinkedRole', 'iam:DeleteServiceLinkedRole'],
      Resource: [iamArn(place, 'role/aws-service-role/*')],
    },
  ];
}

/** A role may be handed to a service only if it is a workload's. */
export function passWorkloadRoles(place: Place): PolicyStatement {
  return {
    Sid: 'PassOnlyWorkloadRoles',
    Effect: 'Allow',
    Action: ['iam:PassRole'],
    Resource: [workloadRoles(place), iamArn(place, 'role/aws-service-role/*')],
  };
}
