import {
  BatchGetServiceLevelObjectiveBudgetReportCommand,
  GetServiceLevelObjectiveCommand,
} from '@aws-sdk/client-application-signals';
import { DescribeAlarmsCommand, type DescribeAlarmsCommandOutput } from '@aws-sdk/client-cloudwatch';
import { GetCalendarStateCommand } from '@aws-sdk/client-ssm';
import type { BudgetReading } from '../change/budget';
import type { CalendarReading } from '../change/calendar';
import type { AlarmReading } from '../change/health';
import type { PolicyTarget } from '../change/policy';
import { attempt, demand } from './failure';
import type { Runtime } from './runtime';

/** CloudWatch describes at most 100 alarms by name at once. */
const ALARMS_AT_ONCE = 100;

/** Asks every calendar; one that does not answer is unreadable, never open. */
export async function readCalendars(runtime: Runtime): Promise<CalendarReading[]> {
  return Promise.all(runtime.settings.policy.window.calendars.map((calendar) => readCalendar(runtime, calendar)));
}

async function readCalendar(runtime: Runtime, calendar: string): Promise<CalendarReading> {
  const command = new GetCalendarStateCommand({ CalendarNames: [calendar], AtTime: runtime.now().toISOString() });
  try {
    const answer = await attempt('ask it', () => runtime.clients.calendars.send(command));
    const nextTransition = answer.NextTransitionTime;
    return { calendar, state: answer.State ?? 'nothing', ...(nextTransition ? { nextTransition } : {}) };
  } catch (error) {
    return { calendar, unreadable: (error as Error).message };
  }
}

/** Asks Application Signals for every objective; one that does not answer is unreadable, never left. */
export async function readBudget(runtime: Runtime): Promise<BudgetReading[]> {
  const { policy } = runtime.settings;
  const objectives = policy.availability?.serviceLevelObjectives ?? [];
  const targets = policy.waves.flatMap((wave) => wave.targets);
  return Promise.all(
    objectives.map(async (objective) => {
      const [, , , region, account] = objective.split(':');
      const target = targets.find((one) => one.account === account && one.region === region);
      if (!target) return { objective, status: 'is in no account of a wave' };
      const status = await readObjective(runtime, target, objective);
      return status === NO_DATA
        ? { objective, status, ...(await readAge(runtime, target, objective)) }
        : { objective, status };
    }),
  );
}

/** Application Signals has nothing to say of the objective's budget. */
const NO_DATA = 'INSUFFICIENT_DATA';

/** When an objective without data was created; one that does not tell is not young. */
async function readAge(runtime: Runtime, target: PolicyTarget, objective: string): Promise<{ created?: string }> {
  try {
    const { signals } = runtime.clients.target(target.readerRole, target.region);
    const { Slo } = await attempt('read when the objective was created', () =>
      signals.send(new GetServiceLevelObjectiveCommand({ Id: objective })),
    );
    return Slo?.CreatedTime ? { created: Slo.CreatedTime.toISOString() } : {};
  } catch {
    return {};
  }
}

async function readObjective(runtime: Runtime, target: PolicyTarget, objective: string): Promise<string> {
  const command = new BatchGetServiceLevelObjectiveBudgetReportCommand({
    SloIds: [objective],
    Timestamp: runtime.now(),
  });
  try {
    const { signals } = runtime.clients.target(target.readerRole, target.region);
    const answer = await attempt('read the error budget', () => signals.send(command));
    const [report] = answer.Reports ?? [];
    if (report?.Arn && report.Arn !== objective) return `the report is about ${report.Arn}`;
    return report?.BudgetStatus ?? answer.Errors?.[0]?.ErrorMessage ?? 'no report';
  } catch (error) {
    return (error as Error).message;
  }
}

/** Asks CloudWatch in each account and region for the state of alarms, given as ARNs. */
export async function readAlarms(runtime: Runtime, alarms: readonly string[]): Promise<AlarmReading[]> {
  const targets = runtime.settings.policy.waves.flatMap((wave) => wave.targets);
  const all = [...new Set(alarms)];
  const readings = await Promise.all(
    [...new Set(all.map(placeOf))].map((place) => {
      const arns = all.filter((arn) => placeOf(arn) === place);
      const target = targets.find((one) => `${one.region} ${one.account}` === place);
      return target
        ? readPlace(runtime, target, arns)
        : arns.map((arn) => unreadable(arn, 'it is in no account of a wave'));
    }),
  );
  return readings.flat();
}

async function readPlace(runtime: Runtime, target: PolicyTarget, arns: string[]): Promise<AlarmReading[]> {
  const { cloudwatch } = runtime.clients.target(target.readerRole, target.region);
  const readings: AlarmReading[] = [];
  for (let first = 0; first < arns.length; first += ALARMS_AT_ONCE) {
    const some = arns.slice(first, first + ALARMS_AT_ONCE);
    const command = new DescribeAlarmsCommand({
      AlarmNames: some.map(nameOf),
      AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
      MaxRecords: ALARMS_AT_ONCE,
    });
    try {
      const what = `read the alarms of ${target.account} in ${target.region}`;
      readings.push(...readAnswer(some, await attempt(what, () => cloudwatch.send(command)), what));
    } catch (error) {
      readings.push(...some.map((arn) => unreadable(arn, (error as Error).message)));
    }
  }
  return readings;
}

function readAnswer(arns: readonly string[], answer: DescribeAlarmsCommandOutput, what: string): AlarmReading[] {
  const metric = demand(what, answer.MetricAlarms, 'list of alarms');
  return arns.map((alarm) => {
    const found = metric.find((one) => one.AlarmName === nameOf(alarm));
    const composite = answer.CompositeAlarms?.find((one) => one.AlarmName === nameOf(alarm));
    const state = found?.StateValue ?? composite?.StateValue ?? 'MISSING';
    return { alarm, state, ...(found?.TreatMissingData ? { missingData: found.TreatMissingData } : {}) };
  });
}

/** Region and account of an ARN. */
function placeOf(arn: string): string {
  return arn.split(':').slice(3, 5).join(' ');
}

function nameOf(arn: string): string {
  return arn.split(':').slice(6).join(':');
}

function unreadable(alarm: string, why: string): AlarmReading {
  return { alarm, state: 'UNREADABLE', why };
}
