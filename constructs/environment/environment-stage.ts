import { Stage } from 'aws-cdk-lib';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Environment } from './environment';

/** Where a stage is deployed and what its stacks keep. */
export interface EnvironmentStageProps {
  /** The environment that this stage is a part of. */
  readonly environment: Environment;
  /** One of the environment's regions. */
  readonly region: string;
  /**
   * How long log groups keep their events where the workload does not say.
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

/** One environment in one region. */
export class EnvironmentStage extends Stage {
  /** The environment that this stage is a part of. */
  public readonly environment: Environment;

  public constructor(scope: Construct, id: string, props: EnvironmentStageProps) {
    super(scope, id, {
      env: { account: props.environment.account, region: props.region },
      stageName: props.stageName,
      outdir: props.outdir,
    });
    this.environment = props.environment;
  }
}
