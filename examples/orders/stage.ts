import type { Stage } from 'aws-cdk-lib';
import { type Environment, EnvironmentStage, type EnvironmentStageProps } from 'cdk-guarded-environments';
import type { Construct } from 'constructs';
import { OrdersStack } from './orders-stack';

/** Orders in one environment and region. */
export class OrdersStage extends EnvironmentStage {
  public constructor(scope: Construct, id: string, props: EnvironmentStageProps) {
    super(scope, id, props);
    addWorkload(this, props.environment);
  }
}

/** What platform.yaml's `workload` calls, once for each environment and region, to synthesize orders beside the platform. */
export function addWorkload(stage: Stage, environment: Environment): void {
  new OrdersStack(stage, 'orders', { environment, description: 'Takes orders and sends what was ordered' });
}
