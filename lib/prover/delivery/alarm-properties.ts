import type { Unread } from './unread';
import { OF_A_SHARE, type PlacedMetric, STATISTIC, UNDERSTOOD } from '../../contract/alarms';

/** What of an alarm's own properties keeps it from being evaluated, compared or heard: what does, and what nobody knows. */
export interface PropertyFindings {
  readonly problems: readonly Unread[];
  readonly unknowns: readonly Unread[];
}

type Json = Readonly<Record<string, unknown>>;

/** Judges what an alarm says of itself, besides its timing and what it compares. */
export function judgeProperties(properties: Json, metrics: readonly PlacedMetric[]): PropertyFindings {
  const few = lowSamples(properties, metrics);
  const heard = actions(properties);
  return {
    problems: [...few.problems, ...heard.problems, ...compared(properties)],
    unknowns: [...few.unknowns, ...heard.unknowns, ...notUnderstood(properties), ...strangeStatistics(metrics)],
  };
}

/** With too few samples in a period the state stays what it was: at low traffic the alarm never fires. */
function lowSamples(
  { EvaluateLowSampleCountPercentile: asked }: Json,
  metrics: readonly PlacedMetric[],
): PropertyFindings {
  if (asked === undefined || asked === 'evaluate') return { problems: [], unknowns: [] };
  const why = `it leaves periods with few samples out (EvaluateLowSampleCountPercentile is ${JSON.stringify(asked)})`;
  const certain = asked === 'ignore' && metrics.some(({ statistic }) => OF_A_SHARE.test(statistic));
  const found = [{ why, property: 'EvaluateLowSampleCountPercentile' }];
  return certain ? { problems: found, unknowns: [] } : { problems: [], unknowns: found };
}

/** An alarm that nobody hears: `guardrails` keep people from disabling actions, and a template may not either. */
function actions({ ActionsEnabled: enabled }: Json): PropertyFindings {
  if (enabled === undefined || enabled === true || enabled === 'true') return { problems: [], unknowns: [] };
  const property = 'ActionsEnabled';
  if (enabled === false || enabled === 'false')
    return {
      problems: [{ why: 'its actions are disabled (ActionsEnabled is false): nobody hears it', property }],
      unknowns: [],
    };
  const why = 'whether its actions are enabled is not known before deployment';
  return { problems: [], unknowns: [{ why, property }] };
}

/** An alarm compares one value; CloudWatch takes no other. */
function compared({ Metrics: metrics }: Json): Unread[] {
  if (!Array.isArray(metrics)) return [];
  const returned = (metrics as Json[]).filter(({ ReturnData: data }) => data !== false && data !== 'false');
  return returned.length === 1
    ? []
    : [
        {
          why: `${returned.length} of its metrics return data; CloudWatch compares exactly one`,
          property: 'Metrics.ReturnData',
        },
      ];
}

function notUnderstood(properties: Json): Unread[] {
  const strange = Object.keys(properties).filter((name) => properties[name] !== undefined && !UNDERSTOOD.has(name));
  return strange.map((name) => ({ why: `what ${name} makes of it is not known`, property: name }));
}

function strangeStatistics(metrics: readonly PlacedMetric[]): Unread[] {
  return metrics
    .filter(({ statistic }) => !STATISTIC.test(statistic))
    .map(({ id, statistic }) => ({
      why: `what the statistic ${statistic} of its metric ${id} is worth is not known`,
      property: 'Metrics.MetricStat.Stat',
    }));
}
