import { Duration } from 'aws-cdk-lib';
import { Alarm, type AlarmProps, ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { PROOF } from '../../lib/continuous';

/** What the alarms are made from. */
interface ProofAlarmsProps {
  readonly topic: Topic;
  readonly project: string;
}

/** Hours without a run that proved everything: a day, and the time that a run may take. */
const SILENT_HOURS = 34;

/** Alarms on a run that did not end well, and on none that did: a job that does not run says nothing by itself. */
export class ProofAlarms extends Construct {
  public constructor(
    scope: Construct,
    id: string,
    private readonly props: ProofAlarmsProps,
  ) {
    super(scope, id);
    this.alarm('NotProved', {
      alarmName: PROOF.unprovedAlarm,
      alarmDescription: 'A theorem is no longer proved on what is deployed, or it could not be read: read the log',
      metric: this.builds('FailedBuilds', Duration.minutes(5)),
      threshold: 1,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    this.alarm('Silent', {
      alarmName: PROOF.silentAlarm,
      alarmDescription: 'For more than a day no run has proved what is deployed',
      metric: this.builds('SucceededBuilds', Duration.hours(1)),
      threshold: 1,
      evaluationPeriods: SILENT_HOURS,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.BREACHING,
    });
  }

  private alarm(id: string, props: AlarmProps): void {
    new Alarm(this, id, props).addAlarmAction(new SnsAction(this.props.topic));
  }

  private builds(metricName: string, period: Duration): Metric {
    const dimensionsMap = { ProjectName: this.props.project };
    return new Metric({ namespace: 'AWS/CodeBuild', metricName, dimensionsMap, statistic: 'Sum', period });
  }
}
