import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

const NIST = 'NIST.800.53.R5::NIST.800.53.R5-';

/** An alarm without an action of its own: `reader` reads its state and acts. */
export function acknowledgeReadBy(alarm: IConstruct, reader: string): void {
  Validations.of(alarm).acknowledge({
    id: `${NIST}CloudWatchAlarmAction`,
    reason: `${reader} reads the state of this alarm and acts; an action of its own would tell people twice.`,
  });
}

/** A role that moves traffic: its policy is its own, and alarms are described without naming one. */
export function acknowledgeShiftRole(role: IConstruct): void {
  Validations.of(role).acknowledge(
    { id: `${NIST}IAMNoInlinePolicy`, reason: 'The policy belongs to this role alone and goes when the role goes.' },
    {
      id: 'AwsSolutions::AwsSolutions-IAM5[Resource::*]',
      reason: 'CodeDeploy describes alarms in lists: cloudwatch:DescribeAlarms takes no single alarm.',
    },
  );
}
