import type { Construct } from 'constructs';
import { WorkloadBoundary } from '../guardrail/workload-boundary';
import { PlatformStack } from './platform-stack';

/** Where a baseline goes. */
export interface BaselineStackProps {
  readonly account: string;
  /** Name of the account as people know it. */
  readonly name: string;
  /** Home region: the boundary is one for all regions. */
  readonly region: string;
  /** Developers write here. */
  readonly open: boolean;
}

/** What every account has before anything else: the boundary of its workload roles. */
export class BaselineStack extends PlatformStack {
  public constructor(scope: Construct, id: string, { account, name, region, open }: BaselineStackProps) {
    super(scope, id, {
      account,
      region,
      stackName: 'guarded-baseline',
      description: `Boundary of the workload roles of ${name}.`,
      byHand: true,
    });
    new WorkloadBoundary(this, 'boundary', { open });
  }
}
