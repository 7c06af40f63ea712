import { NAMESPACES, type PlacedMetric, metricsOf, simulate, timesOf, watchedAlarm } from '../../contract/alarms';
import type { StackFacts, TemplateResource } from '../../world/model';
import { judgeProperties } from './alarm-properties';
import type { Unread } from './unread';

/** What a rollback alarm watches: what is wrong, and what nobody knows. */
export interface Watching {
  readonly problems: readonly Unread[];
  readonly unknowns: readonly Unread[];
}

type Json = Readonly<Record<string, unknown>>;

/**
 * Does the alarm watch what the stack has, and can it fire? Its metrics are of resources of the stack in the stack's own
 * account and region; a bad release is played on its expression, and so is a good one.
 *
 * @param family Stacks of the same stage, account and region: names of their resources are the workload's own.
 * @param emitted Namespaces that the stack says it emits itself.
 */
export function watching(
  alarm: TemplateResource,
  stack: StackFacts,
  family: readonly StackFacts[],
  emitted: readonly string[],
): Watching {
  const metrics = metricsOf(alarm.properties);
  const watched = alarm.properties.Metrics === undefined ? 'MetricName' : 'Metrics';
  if (typeof metrics === 'string') return { problems: [], unknowns: [{ why: metrics, property: watched }] };
  const foreign = metrics.flatMap((metric) => foreignness(metric, alarm, stack, family, emitted));
  const simulated = simulate(watchedAlarm(alarm.properties, metrics), emitted);
  const own = judgeProperties(alarm.properties, metrics);
  return {
    problems: [
      ...own.problems,
      ...metrics.flatMap(({ account }) => elsewhere(account, stack)),
      ...timesOf(metrics, stack.region).map((why) => ({ why, property: watched })),
      ...simulated.filter(({ unknown }) => !unknown).map(({ why }) => ({ why, property: comparing(watched) })),
    ],
    unknowns: [
      ...own.unknowns,
      ...foreign.map((why) => ({ why, property: watched === 'Metrics' ? 'Metrics.MetricStat.Metric' : 'Dimensions' })),
      ...simulated.filter(({ unknown }) => unknown).map(({ why }) => ({ why, property: watched })),
      ...(alarm.uncertain ? [{ why: 'whether it is there shows only at deployment', property: 'Condition' }] : []),
    ],
  };
}

/** What is played on an alarm comes from what it watches and from what that is compared with. */
function comparing(watched: string): string {
  return `${watched}, ComparisonOperator, Threshold`;
}

function elsewhere(account: unknown, stack: StackFacts): Unread[] {
  if (account === undefined || account === stack.account) return [];
  const why = `it watches a metric of account ${JSON.stringify(account)}, the stack is in ${stack.account}`;
  return [{ why, property: 'Metrics.AccountId' }];
}

/** A metric of AWS belongs to a resource of the workload: by a reference, or by a name that one of its resources has. */
function foreignness(
  metric: PlacedMetric,
  alarm: TemplateResource,
  stack: StackFacts,
  family: readonly StackFacts[],
  emitted: readonly string[],
): string[] {
  const known = NAMESPACES[metric.namespace];
  if (!known || emitted.includes(metric.namespace)) return [];
  const naming = metric.dimensions.filter(({ Name }) => known.names.includes(String(Name)));
  if (naming.length === 0) return [`its metric ${metric.name} names no resource (${known.names.join(' or ')})`];
  const strange = naming.filter((one) => !isOwn(one, metric, alarm, stack, family));
  return strange.map(
    ({ Name, Value }) => `it watches ${String(Name)} ${JSON.stringify(Value)}, which is no resource of the workload`,
  );
}

function isOwn(
  { Name, Value }: Json,
  metric: PlacedMetric,
  { refersTo = [] }: TemplateResource,
  stack: StackFacts,
  family: readonly StackFacts[],
): boolean {
  const ids = refersTo
    .filter((one) => one.metric === metric.at && one.dimension === Name)
    .flatMap((one) => one.logicalIds);
  if (ids.length > 0) return ids.every((id) => stack.resources.some((one) => one.logicalId === id));
  return (
    typeof Value === 'string' &&
    !Value.includes('*') &&
    family.some((one) => one.resources.some((each) => isNamed(each, Value)))
  );
}

/** By what `Ref` gives, by its ARN, or by a property that names it. */
function isNamed({ ref, arn, properties }: TemplateResource, name: string): boolean {
  const names = Object.entries(properties).filter(([key]) => /(^|[a-z])(Name|Identifier|Id)$/.test(key));
  return ref === name || arn === name || names.some(([, value]) => value === name);
}
