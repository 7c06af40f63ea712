import type { IAspect, IReusableStackSynthesizer, StageSynthesisOptions } from 'aws-cdk-lib';
import { AspectPriority, Aspects, CfnResource, Stage, Validations } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import type { Construct } from 'constructs';
import { AlarmTopicFence } from './alarm-topics';
import { applicationRolePath, leaseRolePath, WORKLOAD_PATH } from '../../lib/names';
import { LEASE_PREFIX, leaseTag } from '../../lib/sandbox/wiring';
import { DataFence } from './data-fence';
import { setDefaultSynthesizer } from './default-synthesizer';
import { addDefaults } from './defaults';
import type { Environment } from './environment';
import { GuardedStackSynthesizer } from './guarded-stack-synthesizer';
import { RemovalFence } from './removal-fence';
import { LeaseStackSynthesizer } from './lease-stack-synthesizer';
import { RoleFence } from './role-fence';
import { refuseUnfit } from './last-word';
import { ScratchReport } from './scratch';
import { keepApart, sharesAccount } from './shared-account';
import { StackFence } from './stack-fence';
import { UnsaidFence } from './unsaid-fence';
import { answerZones } from './zones';

/** Where a stage is deployed and what its stacks keep. */
export interface EnvironmentStageProps {
  /** The environment that this stage is a part of. */
  readonly environment: Environment;
  /** One of the environment's regions. */
  readonly region: string;
  /**
   * How long log groups keep their events where the workload does not say. Prod keeps at least 90 days.
   * @default - one year in prod, one month elsewhere
   */
  readonly logRetention?: RetentionDays;
  /**
   * Prefix of the stacks' names.
   * @default - derived from the stage's place in the construct tree
   */
  readonly stageName?: string;
  /**
   * Folder of the stage's cloud assembly.
   * @default - inside the app's
   */
  readonly outdir?: string;
}

/**
 * After every aspect of the workload (aspects that change the tree run at 200, those without a priority at 500), so that
 * the fence has the last word, and before those that only read it (1000).
 */
const LAST_WORD = 900;

/**
 * One environment in one region, for the stacks of a workload. Whatever is in it, third-party constructs included:
 *
 * - deploys through the hardened bootstrap;
 * - has every IAM role under the machine path and within the workload boundary;
 * - in prod is protected, retained, backed up, encrypted and logged where the workload says nothing, and fails synthesis
 *   where it says less, with the construct's path, the value and what would be right;
 * - elsewhere goes without remains when its stack goes.
 *
 * @example
 * class OrdersStage extends EnvironmentStage {
 *   public constructor(scope: Construct, id: string, props: EnvironmentStageProps) {
 *     super(scope, id, props);
 *     new OrdersStack(this, 'Orders');
 *   }
 * }
 */
export class EnvironmentStage extends Stage {
  /** The environment that this stage is a part of. */
  public readonly environment: Environment;
  private judged?: CloudAssembly;

  /** @throws where the region is none of the environment's. */
  public constructor(scope: Construct, id: string, props: EnvironmentStageProps) {
    super(scope, id, {
      env: { account: environmentOf(id, props).account, region: regionOf(id, props) },
      stageName: props.stageName,
      outdir: props.outdir,
    });
    this.environment = props.environment;
    const { isProd } = props.environment;
    const logRetention = props.logRetention ?? (isProd ? RetentionDays.ONE_YEAR : RetentionDays.ONE_MONTH);
    setDefaultSynthesizer(this, synthesizerOf(props.environment));
    answerZones(this, props.environment.account, regionsOf(props));
    addDefaults(this, { isProd, logRetention, path: rolePath(props.environment) });
    this.fence(isProd, logRetention);
    if (sharesAccount(props.environment)) keepApart(this, props.environment, props.region);
  }

  /**
   * Synthesizes the stage, then reads what was written: roles that were made while references were resolved, overrides and
   * late aspects included.
   *
   * @throws where anything in a finished template is outside of the fence: all findings together, with construct paths.
   */
  public override synth(options?: StageSynthesisOptions): CloudAssembly {
    const assembly = super.synth(options);
    if (this.judged === assembly) return assembly;
    const acknowledged = refuseUnfit(this, assembly.directory);
    if (acknowledged.length > 0) Validations.of(this).addPlugins(new ScratchReport(acknowledged));
    this.judged = assembly;
    return assembly;
  }

  private fence(isProd: boolean, logRetention: RetentionDays): void {
    const aspects = Aspects.of(this);
    // It adds what empties a bucket, which the workload's own aspects shall see.
    if (!isProd) aspects.add(new RemovalFence(), { priority: AspectPriority.MUTATING });
    const fences = [
      new RoleFence(isProd, rolePath(this.environment)),
      new UnsaidFence(isProd),
      new AlarmTopicFence(),
      ...(isProd ? [new StackFence(), new DataFence(logRetention)] : []),
    ];
    for (const fence of fences) aspects.add(fence, { priority: LAST_WORD });
    this.node.addValidation({ validate: () => this.secondLook(fences) });
  }

  /** What CDK makes while it resolves references is there only now, between the aspects and the templates. */
  private secondLook(fences: readonly IAspect[]): string[] {
    const resources = this.node.findAll().filter((node) => CfnResource.isCfnResource(node) && Stage.of(node) === this);
    for (const node of resources) for (const fence of fences) fence.visit(node);
    return [];
  }
}

/** Roles of somebody's own environment lie apart, so that those of another one are out of their reach. */
function rolePath(environment: Environment): string {
  const { isLease, application, name } = environment;
  if (sharesAccount(environment)) return applicationRolePath(application);
  return isLease ? leaseRolePath(leaseTag(application, name.slice(LEASE_PREFIX.length))) : WORKLOAD_PATH;
}

function synthesizerOf(environment: Environment): IReusableStackSynthesizer {
  const { application, isLease } = environment;
  if (isLease) return new LeaseStackSynthesizer(application);
  return new GuardedStackSynthesizer(sharesAccount(environment) ? { application } : {});
}

/** The stage's own region, and the one for what CloudFront takes from us-east-1 alone. */
function regionsOf({ environment: { globalRegion }, region }: EnvironmentStageProps): string[] {
  return globalRegion === undefined ? [region] : [region, globalRegion];
}

function regionOf(id: string, { environment, region }: EnvironmentStageProps): string {
  if (environment.regions.includes(region)) return region;
  throw new Error(
    `EnvironmentStage '${id}': region is ${told(region)}, expected one of environment ${environment.qualifiedName}: ${environment.regions.join(', ')}`,
  );
}

/** @throws where no Environment is given, which only JavaScript can do. */
function environmentOf(id: string, props: Partial<EnvironmentStageProps> | undefined): Environment {
  const environment: Environment | undefined = props?.environment;
  // By its form: a workload may have another copy of this package than the platform around it.
  if (environment?.qualifiedName !== undefined) return environment;
  throw new Error(
    `EnvironmentStage '${id}': environment is ${told(environment)}, expected an Environment: new EnvironmentStage(app, GuardedPlatform.stageName(environment, region), { environment, region })`,
  );
}

function told(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : String(JSON.stringify(value));
}
