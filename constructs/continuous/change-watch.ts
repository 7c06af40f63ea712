import { Duration, Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import { Role } from 'aws-cdk-lib/aws-iam';
import { FilterPattern, type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { PROOF } from '../../lib/continuous';
import { PIPELINE_PATH, roleArn } from '../../lib/names';
import { acknowledge } from '../change/acknowledge';
import { giveRights, localArn, serviceFor } from '../change/machine-role';
import { placeOf } from '../guardrail/place';
import { CHANGES_PATTERN } from './changes-pattern';
import { required } from '../../lib/required';

/** What `ProofChangeWatch` needs to know. It is deployed in the management account, beside the organization trail. */
export interface ProofChangeWatchProps {
  /** Copy of the organization trail in CloudWatch Logs: every account, every region. */
  readonly trailLogs: ILogGroup;
  /** Account of the continuous proof, 12 digits. */
  readonly auditAccount: string;
}

/**
 * Tells the continuous proof of changes of what it is about, in whatever account and region: an alarm counts them in the
 * copy of the organization trail, and each of its turns goes to the audit account: when changes begin, and when they have
 * ended, so that the last of them is proved as well.
 */
export class ProofChangeWatch extends Construct {
  public constructor(scope: Construct, id: string, props: ProofChangeWatchProps) {
    super(scope, id);
    const { trailLogs, auditAccount } = required(`ProofChangeWatch '${id}'`, props, ['trailLogs', 'auditAccount']);
    this.alarm(trailLogs);
    const { region } = Stack.of(this);
    const { partition } = placeOf(this);
    const bus = `arn:${partition}:events:${region}:${auditAccount}:event-bus/${PROOF.bus}`;
    new CfnRule(this, 'Tell', {
      name: RULE,
      description: 'Tells the continuous proof that something changed',
      eventPattern: {
        source: ['aws.cloudwatch'],
        'detail-type': ['CloudWatch Alarm State Change'],
        resources: [changesAlarmArn(this, Stack.of(this).account)],
      },
      targets: [{ id: 'Audit', arn: bus, roleArn: this.teller(bus).roleArn }],
    });
  }

  private alarm(logGroup: ILogGroup): void {
    const filter = new MetricFilter(this, 'Changes', {
      logGroup,
      filterPattern: FilterPattern.literal(CHANGES_PATTERN),
      metricNamespace: 'GuardedEnvironments',
      metricName: 'ChangesOfWhatIsProved',
      metricValue: '1',
    });
    const alarm = new Alarm(this, 'Changed', {
      alarmName: PROOF.changesAlarm,
      alarmDescription: 'Somebody changes what the continuous proof is about; it proves anew',
      metric: filter.metric({ statistic: 'Sum', period: Duration.minutes(15) }),
      threshold: 1,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    acknowledge(
      alarm,
      'A rule hears each of its turns and starts the continuous proof; a change by itself is nothing to tell people of.',
      'NIST.800.53.R5::NIST.800.53.R5-CloudWatchAlarmAction',
    );
  }

  private teller(bus: string): Role {
    const role = new Role(this, 'TellRole', {
      roleName: RULE,
      path: PIPELINE_PATH,
      assumedBy: serviceFor('events.amazonaws.com', localArn(this, 'events', `rule/${RULE}`)),
      description: 'Tells the audit account that something changed',
    });
    giveRights(role, [{ sid: 'Tell', actions: ['events:PutEvents'], resources: [bus] }]);
    return role;
  }
}

const RULE = PROOF.changesAlarm;

/** ARN of the role that puts events on the bus of the audit account. */
export function changesRoleArn(partition: string, managementAccount: string): string {
  return roleArn(partition, managementAccount, PIPELINE_PATH, RULE);
}

/** ARN of the alarm in the management account, in the region of the given scope. */
export function changesAlarmArn(scope: Construct, managementAccount: string): string {
  return `arn:${placeOf(scope).partition}:cloudwatch:${Stack.of(scope).region}:${managementAccount}:alarm:${PROOF.changesAlarm}`;
}
