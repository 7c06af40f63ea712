import type { Place, PolicyStatement } from './document';
import { iamArn } from './document';
import { BOUNDED_ROLE_WRITES, INSTANCE_PROFILE_WRITES, POLICY_WRITES } from './actions';
import { boundaryArn } from './names';
import { ownWorkloadPolicies, ownWorkloadRoles } from './tenant';
import type { Tenant } from './tenant';

/**
 * The only way to a role in a workload account: under the workload path, with the boundary from its first moment. The
 * boundary cannot be taken off again, since nothing here allows that.
 */
export function boundedRoleStatements(place: Place, tenant?: Tenant): readonly PolicyStatement[] {
  const roles = ownWorkloadRoles(place, tenant);
  return [
    {
      Sid: 'RolesOnlyBounded',
      Effect: 'Allow',
      Action: ['iam:CreateRole', 'iam:PutRolePermissionsBoundary'],
      Resource: [roles],
      Condition: { StringEquals: { 'iam:PermissionsBoundary': boundaryArn(place) } },
    },
    { Sid: 'BoundedRoles', Effect: 'Allow', Action: BOUNDED_ROLE_WRITES, Resource: [roles] },
    {
      // Under the workload path: a permission set may name a customer-managed policy elsewhere by its name alone.
      Sid: 'WorkloadPolicies',
      Effect: 'Allow',
      Action: [...POLICY_WRITES, ...INSTANCE_PROFILE_WRITES],
      Resource: ownWorkloadPolicies(place, tenant),
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
export function passWorkloadRoles(place: Place, tenant?: Tenant): PolicyStatement {
  return {
    Sid: 'PassOnlyWorkloadRoles',
    Effect: 'Allow',
    Action: ['iam:PassRole'],
    Resource: [ownWorkloadRoles(place, tenant), iamArn(place, 'role/aws-service-role/*')],
  };
}
