import type { Construct } from 'constructs';
import type { ChangeControlProps } from '../change/change-control-props';
import { SharedChangeControl } from '../change/shared-change-control';
import { watchChangeControl } from './machinery-alarms';
import { CONTROL_STACK } from './names';
import type { OrganizationProps } from './platform-props';
import { PlatformStack } from './platform-stack';

/** What the change control of a platform knows. */
export interface ControlStackProps {
  /** Every application of the tooling account, the platform itself included. */
  readonly applications: ChangeControlProps[];
  /** Role that reads the records, of the audit account. */
  readonly recordReader?: string;
  readonly notifyEmails?: string[];
}

/** The tooling account: the change control that all its pipelines share. */
export class ControlStack extends PlatformStack {
  public constructor(scope: Construct, id: string, organization: OrganizationProps, props: ControlStackProps) {
    super(scope, id, {
      account: organization.toolingAccount,
      region: organization.region,
      stackName: CONTROL_STACK,
      description: 'Change control of every application: records, handlers, stop address.',
    });
    watchChangeControl(this, new SharedChangeControl(this, 'control', props));
  }
}
