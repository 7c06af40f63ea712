import { CfnResource, Stack } from 'aws-cdk-lib';
import type { Role } from 'aws-cdk-lib/aws-iam';
import { viewOf } from '../environment/resource-view';

const DENY_ALL = ':policy/AWSDenyAll';

/** Resources that give a role rights. */
const POLICIES = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::RolePolicy'];

/**
 * What is open in the way from a chat channel into the account, in what will be rendered, overrides and aspects included:
 * empty where nothing is.
 */
export function chatOpenings(role: Role, configurations: readonly CfnResource[]): string[] {
  return [...roleOpenings(role), ...configurations.flatMap(configurationOpenings)];
}

function configurationOpenings(configuration: CfnResource): string[] {
  const { GuardrailPolicies: guardrails, UserRoleRequired: required } = viewOf(configuration).properties;
  return [
    ...(isDenyAll(guardrails)
      ? []
      : [
          told(
            configuration,
            'GuardrailPolicies',
            guardrails,
            'AWSDenyAll alone: without any, they are AdministratorAccess',
          ),
        ]),
    ...(required === true
      ? []
      : [told(configuration, 'UserRoleRequired', required, 'true: else everybody in the channel acts as its role')]),
  ];
}

function roleOpenings(role: Role): string[] {
  const resource = role.node.defaultChild as CfnResource;
  const { ManagedPolicyArns, Policies, PermissionsBoundary } = viewOf(resource).properties;
  const attached = attachedTo(resource).map((path) => `${resource.node.path}: ${path} gives it rights`);
  return [
    ...(isEmpty(ManagedPolicyArns) ? [] : [told(resource, 'ManagedPolicyArns', ManagedPolicyArns, 'none')]),
    ...(isEmpty(Policies) ? [] : [told(resource, 'Policies', Policies, 'none')]),
    ...(isDenyAll([PermissionsBoundary])
      ? []
      : [told(resource, 'PermissionsBoundary', PermissionsBoundary, 'AWSDenyAll')]),
    ...attached.map((each) => `${each}; a chat channel may do nothing: people in it act as this role`),
  ];
}

/** Policies of the same stack that name the role. */
function attachedTo(role: CfnResource): string[] {
  const stack = Stack.of(role);
  const id = stack.resolve(role.logicalId) as string;
  const resources = stack.node.findAll().filter((node) => CfnResource.isCfnResource(node));
  return resources
    .filter(({ cfnResourceType }) => POLICIES.includes(cfnResourceType))
    .filter((policy) => {
      const { Roles, RoleName } = viewOf(policy).properties;
      return JSON.stringify([Roles, RoleName]).includes(`"${id}"`);
    })
    .map((policy) => policy.node.path);
}

function isDenyAll(policies: unknown): boolean {
  return Array.isArray(policies) && policies.length === 1 && JSON.stringify(policies[0] ?? null).includes(DENY_ALL);
}

function isEmpty(list: unknown): boolean {
  return list === undefined || (Array.isArray(list) && list.length === 0);
}

function told(resource: CfnResource, property: string, got: unknown, right: string): string {
  return `${resource.node.path}: ${property} is ${JSON.stringify(got) ?? 'not set'}, expected ${right}`;
}
