import { NotUnderstood, type Point, readExpression } from './expression';
import { type MetricKind, NAMESPACES } from './metrics';

/** One metric of an alarm. */
export interface WatchedMetric {
  readonly id: string;
  readonly namespace: string;
  readonly name: string;
  readonly statistic: string;
  /** Seconds. */
  readonly period: number;
}

/** What an alarm compares with what. */
export interface WatchedAlarm {
  readonly metrics: readonly WatchedMetric[];
  readonly expressions: Readonly<Record<string, string>>;
  /** Id of the metric or expression that is compared. */
  readonly compared: string;
  readonly comparison: string;
  readonly threshold: number;
}

/** What is wrong: the alarm is known not to do, or nobody knows. */
export interface SimulationProblem {
  readonly why: string;
  readonly unknown: boolean;
}

/** Requests of a period at which a release is tried out: from nearly none to more than anybody has. */
const TRAFFIC = [1, 10, 100, 10_000, 1_000_000];

/** Shares of requests that fail: of a release that is bad, and of one that does nothing any more. */
const FAILING = [0.01, 0.1, 0.5, 0.9];
const OUTAGE = 1;

const COMPARISONS: Readonly<Record<string, (value: number, threshold: number) => boolean>> = {
  GreaterThanThreshold: (value, threshold) => value > threshold,
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};

/**
 * Plays a healthy release and bad ones: does the alarm fire while all is well, and does it fire at all?
 *
 * @param emitted Namespaces that the stack says it emits itself; their metrics may be worth anything.
 */
export function simulate(alarm: WatchedAlarm, emitted: readonly string[] = []): SimulationProblem[] {
  const strangers = alarm.metrics.flatMap((metric) => strangeMetric(metric, emitted));
  if (strangers.length > 0) return strangers;
  const compare = COMPARISONS[alarm.comparison];
  if (!compare) return [{ why: `nobody knows when ${alarm.comparison} fires`, unknown: true }];
  if (!Number.isFinite(alarm.threshold))
    return [{ why: `its threshold is ${alarm.threshold}, which nothing crosses`, unknown: false }];
  try {
    return played(alarm, (value) => value !== undefined && compare(value, alarm.threshold));
  } catch (error) {
    if (!(error instanceof NotUnderstood)) throw error;
    return [{ why: `nobody knows what it computes: ${error.message}`, unknown: true }];
  }
}

function strangeMetric({ namespace, name }: WatchedMetric, emitted: readonly string[]): SimulationProblem[] {
  if (emitted.includes(namespace)) return [];
  const known = NAMESPACES[namespace];
  if (known && Object.hasOwn(known.metrics, name)) return [];
  const what = known ? `${namespace} has no metric ${name} that is known` : `nobody knows the namespace ${namespace}`;
  return [
    { why: `${what}; a metric that the stack emits itself is declared with its namespace (emits)`, unknown: true },
  ];
}

function played(alarm: WatchedAlarm, fires: (value: Point) => boolean): SimulationProblem[] {
  const worth = worthOf(alarm);
  const well = TRAFFIC.map((requests) => worth((metric) => valueOf(metric, requests, 0, true)));
  const isCustom = alarm.metrics.some(({ namespace }) => !Object.hasOwn(NAMESPACES, namespace));
  const failing = (share: number): Point[] =>
    TRAFFIC.flatMap((requests) =>
      [1, 1e-3, 1e3].map((scale) => worth((metric) => valueOf(metric, requests, share, false, scale))),
    );
  const partly = FAILING.flatMap(failing);
  const bad = [...partly, ...failing(OUTAGE)];
  const silent = worth(() => undefined);
  const extremes = isCustom ? [-1e12, 0, 1e12].map((value) => worth(() => value)) : [];
  const compared = `${alarm.comparison} ${alarm.threshold}`;
  const can = [...bad, ...extremes].some(fires);
  const late = can && countsFailures(alarm) && ![...partly, ...extremes, silent].some(fires);
  const always = isCustom ? [...bad, ...well, ...extremes].every(fires) : well.some(fires);
  return [
    ...(can || fires(silent)
      ? []
      : [{ why: `no bad release makes it fire (${compared}): it is worth ${span(bad)} then`, unknown: false }]),
    ...(late ? [{ why: `only a release whose every request fails makes it fire (${compared})`, unknown: true }] : []),
    ...(always
      ? [{ why: `it fires while all is well (${compared}): it is worth ${span(well)} then`, unknown: false }]
      : []),
  ];
}

function countsFailures({ metrics }: WatchedAlarm): boolean {
  return metrics.some(({ namespace, name }) => NAMESPACES[namespace]?.metrics[name] === 'failures');
}

function span(values: readonly Point[]): string {
  const present = values.filter((one): one is number => one !== undefined);
  if (present.length === 0) return 'nothing';
  const [least, most] = [Math.min(...present), Math.max(...present)];
  return least === most ? String(least) : `${least} to ${most}`;
}

/** The value that is compared, where each metric is worth what it is given. */
function worthOf({ metrics, expressions, compared }: WatchedAlarm) {
  const read = new Map(Object.entries(expressions).map(([id, text]) => [id, readExpression(text)]));
  const ids = metrics.map(({ id }) => id);
  return (value: (metric: WatchedMetric) => Point): Point => {
    const points = new Map(metrics.map((metric) => [metric.id, value(metric)]));
    const look = (id: string, depth = 0): Point => {
      if (points.has(id)) return points.get(id);
      const expression = read.get(id);
      if (!expression || depth > 20) throw new NotUnderstood(`${id}, which is no metric of the alarm`);
      return expression((other) => look(other, depth + 1), ids);
    };
    return look(compared);
  };
}

/** What a metric is worth in a period with so many requests of which a share fails. */
function valueOf(
  { namespace, name, statistic }: WatchedMetric,
  requests: number,
  share: number,
  well: boolean,
  scale = 1,
): Point {
  const kind = NAMESPACES[namespace]?.metrics[name];
  if (kind === undefined) return well ? 0 : requests * share * scale;
  if (statistic === 'SampleCount') return requests;
  return VALUES[kind]({ requests, share, well, scale, statistic, perRequest: statistic !== 'Sum' });
}

interface Moment {
  readonly requests: number;
  readonly share: number;
  readonly well: boolean;
  readonly scale: number;
  readonly statistic: string;
  /** Average and the like: the value of a request, not of all of them. */
  readonly perRequest: boolean;
}

/** Requests that come: a bad release may keep most of them away. */
function served({ requests, well, scale }: Pick<Moment, 'requests' | 'well' | 'scale'>): number {
  return well ? requests : Math.floor(requests * Math.min(scale, 1));
}

/** A request fails or does not: what a statistic over them is worth where such a share fails. */
function oneOf(statistic: string, share: number): number {
  const [, percentile] = /^p(\d+(?:\.\d+)?)$/i.exec(statistic) ?? [];
  const asPercentile =
    { Minimum: 0, Maximum: 100 }[statistic] ?? (percentile === undefined ? undefined : Number(percentile));
  if (asPercentile === undefined) return share;
  return share >= 1 || (share > 0 && share > 1 - asPercentile / 100) ? 1 : 0;
}

const VALUES: Readonly<Record<MetricKind, (moment: Moment) => Point>> = {
  traffic: ({ perRequest, ...moment }) => (perRequest ? 1 : served(moment)),
  // Never more than there are requests, or a share above a hundred percent would seem within reach.
  failures: ({ share, perRequest, ...moment }) =>
    perRequest ? oneOf(moment.statistic, share) : Math.ceil(served(moment) * share),
  trouble: ({ requests, share, well, scale }) => (well ? 0 : Math.ceil(requests * share * scale)),
  time: ({ requests, well, scale }) => (well ? 0 : requests * scale * 1000),
  load: ({ well, share }) => (well ? 0 : 100 * share),
  success: ({ well, share }) => (well ? 100 : 100 * (1 - share)),
  capacity: ({ well, share, requests }) => (well ? 1_000_000 : Math.floor(requests * (1 - share))),
};
