import { type IManagedPolicy, type IPrincipal, Role } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { SANDBOX_PATH } from '../../lib/names';
import { SANDBOX_NAMES } from '../../lib/sandbox/wiring';
import type { Right } from '../change/acknowledge';
import { giveRights } from '../change/machine-role';

/** A role that self-service runs as, with exactly the rights given. */
export interface SandboxRoleProps {
  readonly application: string;
  readonly what: string;
  readonly assumedBy: IPrincipal;
  readonly description: string;
  readonly rights?: readonly Right[];
  readonly managedPolicies?: IManagedPolicy[];
  readonly permissionsBoundary?: IManagedPolicy;
}

/** Makes one, under a path on which nobody but the platform makes roles. */
export function sandboxRole(scope: Construct, id: string, props: SandboxRoleProps): Role {
  const { application, what, rights = [], ...role } = props;
  const made = new Role(scope, id, { ...role, path: SANDBOX_PATH, roleName: SANDBOX_NAMES.role(application, what) });
  if (rights.length > 0) giveRights(made, rights);
  return made;
}
