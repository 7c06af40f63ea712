import { homeRegionBeside } from '../../lib/contract/partitions';
import { isKnownRegion } from '../../lib/contract/regions';
import { LEASE_PREFIX, LEASE_VARIABLES } from '../../lib/sandbox/wiring';
import { EnvironmentKind } from './environment-kind';

/** What tells one environment from all others. */
export interface EnvironmentProps {
  /** Application that runs here: lower-case letters, digits and hyphens, 2 to 32 characters, for example `orders`. */
  readonly application: string;
  /** Name within the application, same alphabet, 1 to 24 characters, for example `prod`. */
  readonly name: string;
  /** What the environment is for; decides what the stages in it retain, protect and refuse. */
  readonly kind: EnvironmentKind;
  /** Id of the account, twelve digits. Prod shares its account with no other kind. */
  readonly account: string;
  /** Regions in order of deployment, for example `['eu-west-2', 'eu-west-1']`; the first is the home region. */
  readonly regions: string[];
  /**
   * Region of the services that are at home in one place, `us-east-1` in the commercial partition. A stage may have stacks
   * there beside those of its own region: certificates and web ACLs of CloudFront, Lambda@Edge. They are deployed first, by
   * the same deployment, and have no rollback alarms of their own. The region gets a bootstrap.
   * @default - none: every stack of a stage is in the region of the stage
   */
  readonly globalRegion?: string;
  /**
   * Whether the account holds other applications too. Each then deploys by roles of its own, whose names are the application's
   * (20 characters at most), and its own stacks alone; its roles lie under a path of their own and carry its tag, which
   * keeps them from what another application's tag is on. Nothing tells buckets apart: there the workloads' own policies hold.
   * @default false
   */
  readonly shared?: boolean;
}

const APPLICATION = /^[a-z](?:[a-z0-9-]{0,30}[a-z0-9])$/;
/** It becomes part of the names of the roles that deploy, which IAM ends at 64 characters. */
const SHARING = /^.{1,20}$/;
const NAME = /^[a-z](?:[a-z0-9-]{0,22}[a-z0-9])?$/;
const ACCOUNT = /^\d{12}$/;

/**
 * One environment of one application: an account and the regions in it. A value: it creates nothing.
 *
 * @example
 * const prod = new Environment({
 *   application: 'orders',
 *   name: 'prod',
 *   kind: EnvironmentKind.PROD,
 *   account: '333333333333',
 *   regions: ['eu-west-2', 'eu-west-1'],
 * });
 */
export class Environment {
  /**
   * What a build is for: the environment of the lease that self-service builds, alone, or else all that the application
   * has. A workload's app makes its stages of these.
   */
  public static toBuild(environments: Environment[]): Environment[] {
    const lease = leaseOf(process.env);
    return lease === undefined ? environments : [new Environment(lease)];
  }

  /** Application that runs here. */
  public readonly application: string;
  /** Name within the application. */
  public readonly name: string;
  /** What the environment is for. */
  public readonly kind: EnvironmentKind;
  /** Id of the account, twelve digits. */
  public readonly account: string;
  /** Regions in order of deployment. */
  public readonly regions: string[];
  /** Region of support stacks beside those of each region, if there may be any. */
  public readonly globalRegion?: string;
  /** Whether the account holds other applications too. */
  public readonly shared: boolean;

  /** @throws an Error that names every property that is wrong, with the value got and what would be right. */
  public constructor(props: EnvironmentProps) {
    const problems = problemsOf(props ?? {});
    if (problems.length > 0) throw new Error(`Environment '${props?.name}': ${problems.join('; ')}`);
    this.application = props.application;
    this.name = props.name;
    this.kind = props.kind;
    this.account = props.account;
    this.regions = [...props.regions];
    this.globalRegion = props.globalRegion;
    this.shared = props.shared ?? false;
  }

  /** Whether this is where customers are served, with all that follows from it. */
  public get isProd(): boolean {
    return this.kind === EnvironmentKind.PROD;
  }

  /** Whether it belongs to a lease of self-service: its names carry the lease's, and it deploys with the rights of leases. */
  public get isLease(): boolean {
    return this.kind === EnvironmentKind.DEV && this.name.startsWith(LEASE_PREFIX);
  }

  /** First region: where the account-wide stacks of the environment live. */
  public get homeRegion(): string {
    return this.regions[0]!;
  }

  /** Every region that something is deployed to, the home region first. */
  public get deployedRegions(): string[] {
    return [...new Set([...this.regions, ...(this.globalRegion === undefined ? [] : [this.globalRegion])])];
  }

  /** Name across applications: `orders-prod`. */
  public get qualifiedName(): string {
    return `${this.application}-${this.name}`;
  }
}

/** The lease that this build is for, as self-service tells it. */
function leaseOf(variables: NodeJS.ProcessEnv): EnvironmentProps | undefined {
  const { name, application, account, region } = LEASE_VARIABLES;
  const lease = variables[name];
  if (!lease) return undefined;
  return {
    application: variables[application] ?? '',
    name: `${LEASE_PREFIX}${lease}`,
    kind: EnvironmentKind.DEV,
    account: variables[account] ?? '',
    regions: [variables[region] ?? ''],
  };
}

/** From JavaScript anything may come, so each value is taken for what it is before its form is looked at. */
function problemsOf(props: Partial<EnvironmentProps>): string[] {
  const problems: string[] = [];
  const check = (
    holds: boolean,
    property: keyof EnvironmentProps,
    right: string,
    value: unknown = props[property],
  ): void => {
    if (!holds) problems.push(`${property} is ${JSON.stringify(value)}, expected ${right}`);
  };
  check(isText(props.application, APPLICATION), 'application', '2 to 32 of a-z, 0-9 and inner hyphens');
  check(isText(props.name, NAME), 'name', '1 to 24 of a-z, 0-9 and inner hyphens');
  check([undefined, true, false].includes(props.shared), 'shared', 'true or false');
  if (props.shared === true)
    check(isText(props.application, SHARING), 'application', 'at most 20 characters where the account is shared');
  check(Object.values(EnvironmentKind).includes(props.kind!), 'kind', "'dev', 'test' or 'prod'");
  check(isText(props.account, ACCOUNT), 'account', 'twelve digits, quoted');
  const regions: unknown[] = Array.isArray(props.regions) ? props.regions : [];
  check(regions.length > 0, 'regions', 'at least one region');
  for (const region of regions)
    check(isText(region) && isKnownRegion(region), 'regions', "a region such as 'eu-west-2'", region);
  check(new Set(regions).size === regions.length, 'regions', 'each region once');
  const [home] = regions;
  const right = isText(home) ? homeRegionBeside(home) : undefined;
  check([undefined, right].includes(props.globalRegion), 'globalRegion', `'${right}' or nothing`);
  return problems;
}

function isText(value: unknown, form = /./): value is string {
  return typeof value === 'string' && form.test(value);
}
