import { DateTime } from 'luxon';
import type { PipelineDefinition, RuleDefinition, StageDefinition } from './definition';
import type { ConditionType } from './model-state';

/** What rules look at. */
export interface RuleWorld {
  readonly now: number;
  /** State of an alarm by its name. */
  readonly alarm: (name: string) => string;
  /** A text with the variables of the execution filled in. */
  readonly fill: (text: string) => string;
}

/** What a rule or a condition says; `until` is when it is to be looked at again. */
export type RuleAnswer = { readonly holds: boolean } | { readonly until: number };

const MINUTE_MS = 60_000;

/** Conditions of a stage as the model goes through them. */
export function conditionOf(stage: StageDefinition, type: ConditionType) {
  const all = { BEFORE_ENTRY: stage.BeforeEntry, ON_SUCCESS: stage.OnSuccess, ON_FAILURE: stage.OnFailure };
  return all[type]?.Conditions?.[0];
}

/** A model that plays a part of a definition only would check another pipeline; so it refuses what it does not know. */
export function unknownParts({ ExecutionMode, Stages }: PipelineDefinition): string[] {
  const rules = Stages.flatMap((stage) =>
    (['BEFORE_ENTRY', 'ON_SUCCESS', 'ON_FAILURE'] as const).flatMap((type) => conditionOf(stage, type)?.Rules ?? []),
  );
  const unknown = rules.filter((rule) => !PROVIDERS[rule.RuleTypeId.Provider]);
  return [
    ...(ExecutionMode === 'QUEUED' ? [] : [`execution mode ${ExecutionMode}`]),
    ...unknown.map((rule) => `rule provider ${rule.RuleTypeId.Provider}`),
  ];
}

/** All rules of a condition together: one that fails fails it; one that waits holds it up. */
export function judge(rules: readonly RuleDefinition[], since: number, world: RuleWorld): RuleAnswer {
  const answers = rules.map((rule) => inTime(rule, since, world));
  if (answers.some((one) => 'holds' in one && !one.holds)) return { holds: false };
  const waits = answers.flatMap((one) => ('until' in one ? [one.until] : []));
  return waits.length ? { until: Math.min(...waits) } : { holds: true };
}

function inTime(rule: RuleDefinition, since: number, world: RuleWorld): RuleAnswer {
  const answer = PROVIDERS[rule.RuleTypeId.Provider]!(rule.Configuration, since, world);
  if (!('until' in answer) || !rule.TimeoutInMinutes) return answer;
  const end = since + rule.TimeoutInMinutes * MINUTE_MS;
  return end <= world.now ? { holds: false } : { until: Math.min(end, answer.until) };
}

type Provider = (configuration: Readonly<Record<string, string>>, since: number, world: RuleWorld) => RuleAnswer;

const PROVIDERS: Readonly<Record<string, Provider>> = {
  /** Outside its window the rule waits ('DeploymentWindow': 'after the deployment window opens …'). */
  DeploymentWindow: ({ Cron, TimeZone }, _, { now }) => {
    const until = opensAt(Cron!, TimeZone ?? 'UTC', now);
    return until <= now ? { holds: true } : { until };
  },
  /** Allows `WaitTime` minutes for the alarm to come into one of the states ('CloudWatchAlarm'). */
  CloudWatchAlarm: ({ AlarmName, AlarmStates = 'OK', WaitTime = '0' }, since, { now, alarm }) => {
    if (AlarmStates.split(',').includes(alarm(AlarmName!))) return { holds: true };
    const end = since + Number(WaitTime) * MINUTE_MS;
    return end <= now ? { holds: false } : { until: end };
  },
  VariableCheck: ({ Variable, Value, Operator }, _, { fill }) => ({
    holds: compare(fill(Variable!), Operator!, fill(Value!)),
  }),
};

function compare(value: string, operator: string, wanted: string): boolean {
  if (operator === 'EQ') return value === wanted;
  if (operator === 'NE') return value !== wanted;
  if (operator === 'CONTAINS') return value.includes(wanted);
  if (operator === 'MATCHES') return new RegExp(wanted).test(value);
  throw new Error(`The model does not know the operator ${operator}.`);
}

const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const HORIZON_HOURS = 24 * 14;

/** When a cron expression of whole hours, `* * 9-15 ? * MON,FRI`, next allows a deployment; now where it does already. */
function opensAt(cron: string, zone: string, now: number): number {
  const [seconds, minutes, hours, day, month, weekdays] = cron.split(' ');
  if (seconds !== '*' || minutes !== '*' || day !== '?' || month !== '*')
    throw new Error(`The model reads windows of whole hours and weekdays alone, not "${cron}".`);
  let at = DateTime.fromMillis(now, { zone });
  for (let hour = 0; hour < HORIZON_HOURS; hour++) {
    if (within(hours!, at.hour) && weekdays!.split(',').includes(DAYS[at.weekday % 7]!)) return at.toMillis();
    at = at.startOf('hour').plus({ hours: 1 });
  }
  return Infinity;
}

function within(hours: string, hour: number): boolean {
  return hours.split(',').some((part) => {
    const [first, last = first] = part.split('-').map(Number);
    return first! <= hour && hour <= last!;
  });
}
