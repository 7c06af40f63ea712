import { Duration } from 'aws-cdk-lib';
import {
  Dashboard,
  GraphWidget,
  type IWidget,
  Metric,
  SingleValueWidget,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { METRICS, METRIC_NAMESPACE, PROD_STAGE_PREFIX } from '../../lib/change/wiring';
import type { ChangeControlProps } from './change-control-props';
import type { HandlerFunction } from './handler-function';
import { handlerHealth } from './shared-dashboard';

/** One page an application: how it delivers, and whether change control itself is well. */
export class ChangeDashboard extends Construct {
  public constructor(scope: Construct, id: string, props: ChangeControlProps, handlers: readonly HandlerFunction[]) {
    super(scope, id);
    const { application } = props;
    new Dashboard(this, 'Dashboard', {
      dashboardName: `${application}-changes`,
      defaultInterval: Duration.days(30),
      widgets: [[introduction(props)], [now(application)], trends(application), [handlerHealth(handlers)]],
    });
  }
}

function introduction({ application, waves, approvers, window }: ChangeControlProps): IWidget {
  const openings = window.open.map(({ days, opens, closes }) => `${days.join(' ')} ${opens}–${closes}`).join(', ');
  return new TextWidget({
    width: 24,
    height: 3,
    markdown: [
      `# Changes of ${application}`,
      `Waves: ${waves.map(({ name }) => `${PROD_STAGE_PREFIX}${name}`).join(' → ')} · ` +
        `approved by ${approvers.map(({ persona }) => persona).join(' and ')} · ` +
        `window ${openings} ${window.timeZone}`,
    ].join('\n'),
  });
}

function delivery(application: string, metricName: string, label: string): Metric {
  return new Metric({
    namespace: METRIC_NAMESPACE,
    metricName,
    label,
    dimensionsMap: { Application: application },
    period: Duration.hours(1),
    statistic: 'Average',
  });
}

function measures(application: string): Metric[] {
  return [
    delivery(application, METRICS.deploymentFrequency, 'Deployments a day'),
    delivery(application, METRICS.leadTime, 'Lead time (s)'),
    delivery(application, METRICS.changeFailureRate, 'Change failure rate'),
    delivery(application, METRICS.timeToRestore, 'Time to restore (s)'),
  ];
}

function now(application: string): IWidget {
  return new SingleValueWidget({
    width: 24,
    height: 4,
    title: 'Delivery, last 30 days',
    metrics: measures(application),
  });
}

function trends(application: string): IWidget[] {
  return measures(application).map((metric) => {
    return new GraphWidget({ width: 6, height: 6, title: metric.label ?? '', left: [metric] });
  });
}
