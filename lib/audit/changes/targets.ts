import type { Closure } from '../../prover/closure/closure';
import { covers } from '../../prover/delivery/armed-stacks';
import { environmentOf } from '../../prover/delivery/pipeline';
import { deliveryOf } from '../../prover/delivery/plan';
import type { World } from '../../world/model';

/** Where a stage of a pipeline deploys to. */
export interface Target {
  readonly pipeline: string;
  readonly stage: string;
  readonly account: string;
  readonly region: string;
  /** Stacks that it deploys; empty where the assembly does not hold them. */
  readonly stacks: readonly string[];
}

/** Every place in a guarded account that a pipeline of the world deploys to. */
export function targetsOf(world: World, closure: Closure): Target[] {
  return deliveryOf(closure).plans.flatMap((plan) =>
    plan.toGuarded.flatMap((placed) => {
      const { TARGET_ACCOUNT: account, TARGET_REGION: region } = environmentOf(placed.action);
      if (!account || !region) return [];
      const stacks = (world.stacks ?? []).filter((stack) => covers(placed, stack)).map((stack) => stack.name);
      return [{ pipeline: plan.pipeline.name, stage: placed.stage.name, account, region, stacks }];
    }),
  );
}
