import { Aspects, Stage } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { DataFence } from './data-fence';
import { setDefaultSynthesizer } from './default-synthesizer';
import { addDefaults } from './defaults';
import type { Environment } from './environment';
import { Findings } from './findings';
import { GuardedStackSynthesizer } from './guarded-stack-synthesizer';
import { RoleFence } from './role-fence';
import { StackFence } from './stack-fence';

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

  /** @throws where the region is none of the environment's. */
  public constructor(scope: Construct, id: string, props: EnvironmentStageProps) {
    super(scope, id, {
      env: { account: props.environment.account, region: regionOf(id, props) },
      stageName: props.stageName,
      outdir: props.outdir,
    });
    this.environment = props.environment;
    const { isProd } = props.environment;
    const logRetention = props.logRetention ?? (isProd ? RetentionDays.ONE_YEAR : RetentionDays.ONE_MONTH);
    setDefaultSynthesizer(this, new GuardedStackSynthesizer());
    addDefaults(this, isProd, logRetention);
    this.fence(isProd, logRetention);
  }

  private fence(isProd: boolean, logRetention: RetentionDays): void {
    const findings = new Findings();
    const aspects = Aspects.of(this);
    aspects.add(new StackFence(findings, this), { priority: LAST_WORD });
    aspects.add(new RoleFence(findings, isProd), { priority: LAST_WORD });
    if (isProd) aspects.add(new DataFence(findings, logRetention), { priority: LAST_WORD });
    this.node.addValidation({ validate: () => findings.all() });
  }
}

function regionOf(id: string, { environment, region }: EnvironmentStageProps): string {
  if (environment.regions.includes(region)) return region;
  throw new Error(
    `EnvironmentStage '${id}': region is '${region}', expected one of environment ${environment.qualifiedName}: ${environment.regions.join(', ')}`,
  );
}
