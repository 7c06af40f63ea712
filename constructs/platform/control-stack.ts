import type { Construct } from 'constructs';
import type { ChangeControlProps } from '../change/change-control-props';
import { SharedChangeControl } from '../change/shared-change-control';
import { watchSharedChangeControl } from './machinery-alarms';
import { CONTROL_STACK } from './names';
import { PlatformStack } from './platform-stack';
import type { Tooling } from './tooling';

/** What the change control of a tooling account knows. */
export interface ControlStackProps {
  /** Every application of the tooling account; in the platform's own the platform itself as well. */
  readonly applications: ChangeControlProps[];
  /** Role that reads the records, of the audit account. */
  readonly recordReader?: string;
  readonly notifyEmails?: string[];
}

/** A tooling account: the change control that all its pipelines share. */
export class ControlStack extends PlatformStack {
  public constructor(scope: Construct, id: string, { account, region }: Tooling, props: ControlStackProps) {
    super(scope, id, {
      account,
      region,
      stackName: CONTROL_STACK,
      description: 'Change control of every application: records, handlers, stop address.',
    });
    const control = new SharedChangeControl(this, 'control', props);
    watchSharedChangeControl(this, control, props.applications.length);
  }
}
