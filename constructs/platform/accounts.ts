import type { Construct } from 'constructs';
import { EnvironmentKind } from '../environment/environment-kind';
import { BootstrapKind } from '../guardrail/bootstrap-props';
import { HardenedBootstrap } from '../guardrail/hardened-bootstrap';
import { BaselineStack } from './baseline-stack';
import type { MachineRoles } from './machine-roles';
import { environmentsOf } from './places';
import { readerProps } from './proof-props';
import type { GuardedPlatformProps } from './platform-props';

/** An account with what its bootstrap is for and whom it trusts. */
interface AccountPlan {
  readonly name: string;
  readonly account: string;
  readonly regions: readonly string[];
  readonly kind: BootstrapKind;
  readonly deployRoleArns: string[];
  readonly lookupRoleArns: string[];
}

const KINDS: Readonly<Record<EnvironmentKind, BootstrapKind>> = {
  [EnvironmentKind.DEV]: BootstrapKind.OPEN,
  [EnvironmentKind.TEST]: BootstrapKind.WORKLOAD,
  [EnvironmentKind.PROD]: BootstrapKind.WORKLOAD,
};

function environmentPlans(props: GuardedPlatformProps, roles: MachineRoles): AccountPlan[] {
  return environmentsOf(props).map((environment) => ({
    name: environment.qualifiedName,
    account: environment.account,
    regions: environment.deployedRegions,
    kind: KINDS[environment.kind],
    deployRoleArns: [roles.deploying(environment)],
    lookupRoleArns: roles.reading(environment),
  }));
}

function platformPlan(
  name: 'tooling' | 'audit',
  { organization }: GuardedPlatformProps,
  roles: MachineRoles,
): AccountPlan {
  const deployRoleArns = [roles.deployingPlatform(name)];
  const lookupRoleArns = roles.readingPlatform(name);
  const account = name === 'tooling' ? organization.toolingAccount : organization.auditAccount;
  const regions = [organization.region];
  return { name, account, regions, kind: BootstrapKind.PLATFORM, deployRoleArns, lookupRoleArns };
}

/** The stacks that every account has before anything is deployed through a pipeline: its baseline and its bootstraps. */
export function addAccounts(scope: Construct, props: GuardedPlatformProps, roles: MachineRoles): void {
  const own = [platformPlan('tooling', props, roles), platformPlan('audit', props, roles)];
  for (const plan of [...own, ...environmentPlans(props, roles)]) addAccount(scope, plan, props);
}

function addAccount(scope: Construct, { name, regions, ...plan }: AccountPlan, props: GuardedPlatformProps): void {
  const open = plan.kind === BootstrapKind.OPEN;
  const reader = readerProps(props);
  const baseline = new BaselineStack(scope, `baseline-${name}`, { ...plan, name, region: regions[0], open, reader });
  for (const region of regions)
    new HardenedBootstrap(scope, `bootstrap-${name}-${region}`, { ...plan, region }).addStackDependency(baseline);
}
