import { Duration } from 'aws-cdk-lib';
import { Dashboard, GraphWidget, type IWidget, MathExpression, TextWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { METRICS, METRIC_NAMESPACE } from '../../lib/change/wiring';
import type { HandlerFunction } from './handler-function';

/** One page for all applications: how each delivers, and whether change control itself is well. It knows no names. */
export class SharedDashboard extends Construct {
  public constructor(scope: Construct, id: string, name: string, handlers: readonly HandlerFunction[]) {
    super(scope, id);
    new Dashboard(this, 'Dashboard', {
      dashboardName: `${name}-changes`,
      defaultInterval: Duration.days(30),
      widgets: [[introduction()], measures(), [handlerHealth(handlers)]],
    });
  }
}

function introduction(): IWidget {
  const markdown = '# Changes of every application\nOne line an application; `guarded change list` has the records.';
  return new TextWidget({ width: 24, height: 2, markdown });
}

function measures(): IWidget[] {
  const titles: [string, string][] = [
    [METRICS.deploymentFrequency, 'Deployments a day'],
    [METRICS.leadTime, 'Lead time (s)'],
    [METRICS.changeFailureRate, 'Change failure rate'],
    [METRICS.timeToRestore, 'Time to restore (s)'],
  ];
  return titles.map(([metricName, title]) => {
    const expression = `SEARCH('{${METRIC_NAMESPACE},Application} MetricName="${metricName}"', 'Average')`;
    const each = new MathExpression({ expression, label: '', usingMetrics: {}, period: Duration.hours(1) });
    return new GraphWidget({ width: 6, height: 8, title, left: [each] });
  });
}

/** Errors of the functions that change control consists of. */
export function handlerHealth(handlers: readonly HandlerFunction[]): IWidget {
  return new GraphWidget({
    width: 24,
    height: 6,
    title: 'Errors of change control',
    left: handlers.map((handler) => handler.function.metricErrors({ label: handler.node.id })),
  });
}
