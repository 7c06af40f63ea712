import { knownRoles } from '../../lib/contract/trusted-roles';
import type { TrustedRole } from '../../lib/contract/trusted-roles';
import { maintenanceRole, stackSetsRole } from '../../lib/guardrail';

/** Actions of a service's role, and what they act on. */
export interface TrustedRoleActions {
  /** Exact actions: `ec2:CreateSnapshot`. */
  readonly actions: string[];
  /** Patterns of ARNs, as narrow as the actions allow. */
  readonly resources: string[];
}

/**
 * A role outside the machine paths that a service of AWS acts as in guarded accounts. The control policies spare it by its
 * name for these actions and let nobody assume it but the service, or whom the account that `from` names lets assume roles;
 * the certificate lists it.
 */
export interface TrustedServiceRole {
  /** Path and name, without patterns: `service-role/AWSBackupDefaultServiceRole`. */
  readonly role: string;
  /** Host name of the service that acts as it: `backup.amazonaws.com`. */
  readonly service: string;
  /**
   * Account whose machinery assumes it for the service, as stack sets do from their administrator's account. Whoever may
   * assume roles there may act as it too, as far as its trust policy goes.
   * @default - the service alone assumes it
   */
  readonly from?: string;
  /** What it is there for, in the words that a certificate prints. */
  readonly why: string;
  /** Names of the guarded units in which it may: `prod`, `tooling`, `audit`. */
  readonly accounts: string[];
  /** What it may do beyond reading. */
  readonly allow: TrustedRoleActions[];
  /**
   * It changes what prepares accounts, which is closed to everybody else: `TrustedServiceRoles.maintenance()` says so.
   * @default false
   */
  readonly maintains?: boolean;
}

/** Roles of services that are well known, for `trustedServiceRoles`. */
export class TrustedServiceRoles {
  /**
   * Those that Control Tower acts as in enrolled accounts: its baselines through stack sets, the recorder, the forwarder.
   *
   * @param managementAccount Account in which Control Tower runs, 12 digits.
   */
  public static controlTower(managementAccount: string): TrustedServiceRole[] {
    return knownRoles('ControlTower', managementAccount).map(asProps);
  }

  /** The default role of AWS Backup, for taking and copying recovery points in prod. */
  public static backup(): TrustedServiceRole[] {
    return knownRoles('Backup', '').map(asProps);
  }

  /**
   * The role of each account by which management creates and updates what prepares it (baseline, bootstraps, monitors) behind
   * the fence, and nothing else.
   *
   * @param role Its name: `OrganizationAccountAccessRole`.
   * @param managementAccount Account from which alone it is assumed, 12 digits.
   */
  public static maintenance(role: string, managementAccount: string): TrustedServiceRole {
    return asProps(maintenanceRole(role, managementAccount));
  }

  /**
   * The role of each account that stack sets of management act as, with what it takes to create and update what prepares accounts
   * (baseline, bootstraps, monitors) behind the fence, and nothing else. `GuardedPlatform` lists it where `stackSets` are on.
   *
   * @param managementAccount Account that administers the stack sets, 12 digits.
   */
  public static stackSets(managementAccount: string): TrustedServiceRole {
    return asProps(stackSetsRole(managementAccount));
  }

  private constructor() {}
}

function asProps({ accounts, allow, ...role }: TrustedRole): TrustedServiceRole {
  const copied = allow.map(({ actions, resources }) => ({ actions: [...actions], resources: [...resources] }));
  return { ...role, accounts: [...accounts], allow: copied };
}
