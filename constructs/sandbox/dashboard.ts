import { Duration } from 'aws-cdk-lib';
import { Dashboard, GraphWidget, MathExpression, TableWidget, TextWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { LEASE_METRICS } from '../../lib/sandbox/measures';
import { SANDBOX_METRICS, SANDBOX_NAMES } from '../../lib/sandbox/wiring';

/** As often as the sweep tells how leases stand. */
const PERIOD = Duration.minutes(15);

/** The environments of the whole account: owners, time left, cost against the budget, and what could not be deleted. */
export class SandboxDashboard extends Construct {
  public constructor(scope: Construct, id: string, application: string) {
    super(scope, id);
    const { hoursLeft, cost, budget, blocked } = LEASE_METRICS;
    new Dashboard(this, 'Dashboard', {
      dashboardName: SANDBOX_NAMES.dashboard(application),
      defaultInterval: Duration.days(3),
      widgets: [
        [
          new TextWidget({
            width: 24,
            height: 2,
            markdown:
              'Environments of this account. They end by themselves; `guarded env list` says more. The bill is a day late.',
          }),
        ],
        [table('Hours left', hoursLeft), table('Cost so far, US dollars', cost), table('Budget, US dollars', budget)],
        [
          new GraphWidget({ title: 'Cost so far, US dollars', width: 12, left: [every(cost)] }),
          new GraphWidget({ title: 'Things that could not be deleted', width: 12, left: [every(blocked)] }),
        ],
      ],
    });
  }
}

function table(title: string, metric: string): TableWidget {
  return new TableWidget({ title, width: 8, metrics: [every(metric)] });
}

/** One line a lease, told by its name and owner. */
function every(metric: string): MathExpression {
  return new MathExpression({
    expression: `SEARCH('{${SANDBOX_METRICS},Application,Lease,Owner} MetricName="${metric}"', 'Maximum', ${PERIOD.toSeconds()})`,
    label: "${PROP('Dim.Application')} ${PROP('Dim.Lease')} (${PROP('Dim.Owner')})",
    usingMetrics: {},
    period: PERIOD,
  });
}
