import type { Construct } from 'constructs';
import { EnvironmentKind } from '../environment/environment-kind';
import { BootstrapKind } from '../guardrail/bootstrap-props';
import type { HardenedBootstrapProps } from '../guardrail/bootstrap-props';
import { HardenedBootstrap } from '../guardrail/hardened-bootstrap';
import { BaselineStack } from './baseline-stack';
import type { MachineRoles } from './machine-roles';
import { bootstrapTemplatesName, stageId } from './names';
import { accountsIn } from './places';
import type { EnvironmentAccount } from './places';
import { readerProps } from './proof-props';
import type { GuardedPlatformProps } from './platform-props';
import type { Preparing } from './preparing';
import { toolingsOf } from './tooling';
import type { Tooling } from './tooling';
import { TemplatesStack } from './templates-stack';

/** An account with what its bootstrap is for and whom it trusts. */
interface AccountPlan {
  readonly name: string;
  readonly account: string;
  readonly regions: readonly string[];
  readonly kind: BootstrapKind;
  readonly shared?: boolean;
  /** Whom the bootstrap of a region trusts. */
  readonly trusted: (region: string) => Trusted;
}

type Trusted = Pick<HardenedBootstrapProps, 'deployRoleArns' | 'lookupRoleArns' | 'tenants'>;

const KINDS: Readonly<Record<EnvironmentKind, BootstrapKind>> = {
  [EnvironmentKind.DEV]: BootstrapKind.OPEN,
  [EnvironmentKind.TEST]: BootstrapKind.WORKLOAD,
  [EnvironmentKind.PROD]: BootstrapKind.WORKLOAD,
};

/** The one environment's roles, or those of each environment that shares the account. */
function trustedIn({ shared, environments }: EnvironmentAccount, roles: MachineRoles, region: string): Trusted {
  const there = environments.filter(({ deployedRegions }) => deployedRegions.includes(region));
  const each = there.map((environment) => ({
    application: environment.application,
    stacks: environment.regions.map((region) => stageId(environment, region)),
    deployRoleArns: [roles.deploying(environment)],
    lookupRoleArns: roles.reading(environment),
  }));
  if (shared) return { deployRoleArns: [], tenants: each };
  const [{ deployRoleArns, lookupRoleArns }] = each;
  return { deployRoleArns, lookupRoleArns };
}

function environmentPlans(props: GuardedPlatformProps, roles: MachineRoles): AccountPlan[] {
  return accountsIn(props).map((account) => ({
    name: account.name,
    account: account.id,
    regions: account.regions,
    kind: KINDS[account.kind],
    shared: account.shared,
    trusted: (region) => trustedIn(account, roles, region),
  }));
}

/** An account of the platform itself, which the platform's own pipeline alone deploys to. */
function platformPlan({ account, region, name }: Omit<Tooling, 'isHome'>, roles: MachineRoles): AccountPlan {
  const trusted = { deployRoleArns: [roles.deployingPlatform(name)], lookupRoleArns: roles.readingPlatform(name) };
  return { name, account, regions: [region], kind: BootstrapKind.PLATFORM, trusted: () => trusted };
}

function platformPlans(props: GuardedPlatformProps, roles: MachineRoles): AccountPlan[] {
  const { auditAccount: account, region } = props.organization;
  return [...toolingsOf(props), { account, region, name: 'audit' }].map((each) => platformPlan(each, roles));
}

/** The stacks that every account has before anything is deployed through a pipeline: its baseline and its bootstraps. */
export function addAccounts(preparing: Preparing, props: GuardedPlatformProps, roles: MachineRoles): void {
  for (const plan of [...platformPlans(props, roles), ...environmentPlans(props, roles)])
    addAccount(preparing, plan, props);
}

function addAccount(preparing: Preparing, plan: AccountPlan, props: GuardedPlatformProps): void {
  const { name, account, regions, kind, shared, trusted } = plan;
  const [region] = regions;
  const open = kind === BootstrapKind.OPEN;
  const reader = readerProps(props);
  const baseline = preparing.stack(
    account,
    (scope) => new BaselineStack(scope, `baseline-${name}`, { account, name, region, open, shared, reader }),
  );
  for (const each of regions) {
    const id = `bootstrap-${name}-${each}`;
    const place = { account, region: each };
    const bucket = shared ? templatesOf(preparing, id, props, place) : undefined;
    const bootstrap = { ...place, kind, ...trusted(each), templateBucket: bucket?.name };
    const stack = preparing.stack(account, (scope) => new HardenedBootstrap(scope, id, bootstrap));
    for (const before of [baseline, ...(bucket ? [bucket.stack] : [])]) stack.addStackDependency(before);
  }
}

/**
 * The template grows with the applications, and soon is larger than what CloudFormation takes without a bucket. What a stack set
 * brings goes through the bucket of management.
 */
function templatesOf(
  preparing: Preparing,
  id: string,
  { organization }: GuardedPlatformProps,
  place: { readonly account: string; readonly region: string },
): { readonly stack: TemplatesStack; readonly name: string } | undefined {
  if (preparing.byStackSets(place.account)) return undefined;
  const name = bootstrapTemplatesName(place.account, place.region);
  const make = (scope: Construct) =>
    new TemplatesStack(scope, `${id}-templates`, organization, { ...place, bucketName: name });
  return { stack: preparing.stack(place.account, make), name };
}
