import { Construct } from 'constructs';
import type { ChangeControlProps } from './change-control-props';

/** Change control of one application: records, freeze, notifications, and the functions that decide. */
export class ChangeControl extends Construct {
  /** What it was made from. */
  public readonly props: ChangeControlProps;

  public constructor(scope: Construct, id: string, props: ChangeControlProps) {
    super(scope, id);
    this.props = props;
  }
}
