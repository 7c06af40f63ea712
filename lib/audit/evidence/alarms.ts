import type { Closure } from '../../prover/closure/closure';
import { slowness } from '../../prover/delivery/alarms';
import { armedStack, prodStacks } from '../../prover/delivery/armed-stacks';
import { watchesOf } from '../../prover/delivery/bake';
import { deliveryOf } from '../../prover/delivery/plan';
import { secondsToFire } from '../../rollback/firing';
import type { StackFacts, TemplateResource, World } from '../../world/model';
import type { AlarmEvidence } from './schema-delivery';

/** The rollback alarms of every prod stack, and of the stacks before prod that list some. */
export function alarmEvidence(world: World, closure: Closure): AlarmEvidence[] {
  const { plans } = deliveryOf(closure);
  const { armed } = prodStacks(world, plans);
  const prod = new Set(armed);
  const environments = new Map(world.accounts.map((account) => [account.id, account.environment]));
  return (world.stacks ?? []).flatMap((stack) => {
    const { alarms, bakeMinutes } = armedStack(stack);
    const watches = prod.has(stack) ? watchesOf(world, plans, stack).map((one) => one.minutes) : [];
    const bake = watches.length > 0 ? Math.min(...watches) : bakeMinutes;
    return alarms.map((alarm) => alarmOf(stack, alarm, environments.get(stack.account) ?? 'other', bake));
  });
}

function alarmOf(
  stack: StackFacts,
  { properties, ref, where, ...alarm }: TemplateResource,
  environment: string,
  bakeMinutes: number | undefined,
): AlarmEvidence {
  const seconds = secondsOf(properties);
  return {
    name: ref,
    stack: stack.name,
    account: stack.account,
    region: stack.region,
    environment,
    watches: watched(properties),
    ...(seconds === undefined ? {} : { seconds }),
    ...(bakeMinutes === undefined ? {} : { bakeMinutes }),
    problems: slowness({ properties, ref, where, ...alarm }, bakeMinutes ?? 0).map(({ why }) => why),
    where,
  };
}

type Properties = TemplateResource['properties'];

/** `failed requests, percent ≥ 1, 2 of 2 periods of 60 s`. */
function watched(properties: Properties): string {
  const period = periodOf(properties);
  const periods = Number(properties.EvaluationPeriods);
  const needed = properties.DatapointsToAlarm === undefined ? periods : Number(properties.DatapointsToAlarm);
  const limit = `${COMPARISONS[String(properties.ComparisonOperator)] ?? String(properties.ComparisonOperator)} ${String(properties.Threshold)}`;
  return `${metricOf(properties)} ${limit}, ${needed} of ${periods} periods of ${period ?? 'unknown'} s`;
}

const COMPARISONS: Readonly<Record<string, string>> = {
  GreaterThanOrEqualToThreshold: '≥',
  GreaterThanThreshold: '>',
  LessThanThreshold: '<',
  LessThanOrEqualToThreshold: '≤',
};

interface Metric {
  readonly Label?: unknown;
  readonly Expression?: unknown;
  readonly ReturnData?: unknown;
  readonly MetricStat?: { readonly Period?: unknown; readonly Metric?: { readonly MetricName?: unknown } };
  readonly Period?: unknown;
}

function metricsOf({ Metrics }: Properties): readonly Metric[] {
  return Array.isArray(Metrics) ? (Metrics as Metric[]) : [];
}

function metricOf(properties: Properties): string {
  const told = metricsOf(properties).find((one) => one.ReturnData !== false) ?? metricsOf(properties)[0];
  const name = told?.Label ?? told?.MetricStat?.Metric?.MetricName ?? told?.Expression ?? properties.MetricName;
  return typeof name === 'string' ? name : 'a metric that is not known before deployment';
}

function periodOf(properties: Properties): number | undefined {
  const all = [properties.Period, ...metricsOf(properties).flatMap((one) => [one.Period, one.MetricStat?.Period])];
  const periods = all.map(Number).filter((period) => period > 0);
  return periods.length > 0 ? Math.max(...periods) : undefined;
}

function secondsOf(properties: Properties): number | undefined {
  const periodSeconds = periodOf(properties);
  const evaluationPeriods = Number(properties.EvaluationPeriods);
  const datapointsToAlarm = Number(properties.DatapointsToAlarm ?? evaluationPeriods);
  if (periodSeconds === undefined || !(datapointsToAlarm > 0)) return undefined;
  const timing = { periodSeconds, evaluationPeriods, datapointsToAlarm };
  return secondsToFire({ ...timing, treatMissingData: 'missing', minimumRequests: 1 });
}
