import { Stack } from 'aws-cdk-lib';
import { ManagedPolicy, type Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { deploymentBoundaryName, deploymentPolicyName } from '../../lib/guardrail';
import { GUARDRAIL_PATH } from '../../lib/names';
import { sandboxRole } from './sandbox-role';

/**
 * The role that CloudFormation acts as on stacks of leases. It holds what the hardened bootstrap gives CloudFormation in the
 * same account, within the same boundary: bounded roles alone, and nothing of the platform.
 */
export function executionRole(scope: Construct, id: string, application: string): Role {
  const inside = new Construct(scope, id);
  const { partition, account, region } = Stack.of(scope);
  const policy = (name: string, as: string) =>
    ManagedPolicy.fromManagedPolicyArn(inside, as, `arn:${partition}:iam::${account}:policy${GUARDRAIL_PATH}${name}`);
  return sandboxRole(inside, 'Role', {
    application,
    what: 'lease-exec',
    assumedBy: new ServicePrincipal('cloudformation.amazonaws.com'),
    description: `CloudFormation on stacks of environments of ${application}`,
    managedPolicies: [policy(deploymentPolicyName(region), 'Policy')],
    permissionsBoundary: policy(deploymentBoundaryName(region), 'Boundary'),
  });
}
