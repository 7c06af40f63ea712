import { type Answer, pass, refuse } from './answer';

/** What CloudWatch said of one alarm, or why nothing came. */
export interface AlarmReading {
  /** ARN. */
  readonly alarm: string;
  /** `OK`, `ALARM`, `INSUFFICIENT_DATA`; `MISSING` where there is no such alarm; `UNREADABLE` where nobody answered. */
  readonly state: string;
  /** The alarm's own treatment of missing data: breaching, notBreaching, ignore, missing. */
  readonly missingData?: string;
  readonly why?: string;
}

/** Nobody deploys onto a burning house: no rollback alarm may be firing, except to fix the incident itself. */
export function checkHealth(readings: readonly AlarmReading[], incident: string | undefined): Answer {
  const unread = readings.filter((reading) => !['OK', 'ALARM', 'INSUFFICIENT_DATA'].includes(reading.state));
  if (unread.length)
    return refuse(
      `Rollback alarms cannot be read: ${unread.map(describe).join('; ')}.`,
      "Check that they exist and that the target's reader role may be assumed, then retry the gate.",
    );
  const firing = readings.filter((reading) => reading.state === 'ALARM');
  if (firing.length && incident) return pass(`Alarms are firing; the change is a fix for incident ${incident}.`);
  if (firing.length)
    return refuse(
      `Rollback alarms are already firing: ${firing.map(describe).join('; ')}.`,
      'Mend prod first, or mark the change as the fix: every commit with the trailer "Incident: <number>".',
    );
  return pass(readings.length ? 'No rollback alarm is firing.' : 'Nothing is deployed that could be firing.');
}

/** `orders-errors (eu-west-2): MISSING, why`. */
export function describe(reading: AlarmReading): string {
  const [, , , region, , , name] = reading.alarm.split(':');
  return `${name ?? reading.alarm} (${region ?? '?'}) ${reading.state}${reading.why ? `, ${reading.why}` : ''}`;
}
