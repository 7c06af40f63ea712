import type { Construct } from 'constructs';
import { AccountReader } from '../guardrail/account-reader';
import type { AccountReaderProps } from '../guardrail/account-reader-props';
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
  /** Several applications live here. */
  readonly shared?: boolean;
  /** Who reads it for the continuous proof. */
  readonly reader?: AccountReaderProps;
}

/** What every account has before anything else: the boundary of its workload roles, and the reader of the continuous proof. */
export class BaselineStack extends PlatformStack {
  public constructor(scope: Construct, id: string, props: BaselineStackProps) {
    const { account, name, region, open, shared, reader } = props;
    super(scope, id, {
      account,
      region,
      stackName: 'guarded-baseline',
      description: `Boundary of the workload roles of ${name}.`,
      byHand: true,
    });
    new WorkloadBoundary(this, 'boundary', { open, shared });
    if (reader) new AccountReader(this, 'reader', reader);
  }
}
