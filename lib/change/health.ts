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

/** One wave as it stands before a release goes to it. */
export interface WaveHealth {
  /** Name of its stage. */
  readonly stage: string;
  /** One for each rollback alarm that is known of it. */
  readonly readings: readonly AlarmReading[];
  /** The release is in it already. */
  readonly touched: boolean;
}

/** What the healthy-before-start check needs to know. */
export interface HealthFacts {
  readonly waves: readonly WaveHealth[];
  /**
   * Nothing was ever released, so neither alarms nor what they watch need be there. What is in prod all the same was left
   * by a release that failed and had nothing to go back to: another release is the only way to mend it.
   */
  readonly firstRelease: boolean;
  /** Incident that this change is a fix for. */
  readonly incident?: string;
}

/**
 * Nobody deploys onto a burning house, except to put the fire out. A fix passes while alarms fire, are gone or were never
 * named, but for the waves that it is in already: those must have become well. So does every release before anything was
 * released. An alarm that nobody can read stops them too: their bakes could not read it either.
 */
export function checkHealth(facts: HealthFacts): Answer {
  return (
    unreadable(facts) ??
    missing(facts) ??
    unguarded(facts) ??
    firing(facts) ??
    pass(readingsOf(facts.waves).length ? 'No rollback alarm is firing.' : 'Nothing is deployed that could be firing.')
  );
}

/** Alarms that fire and that a fix, or a first release, is let through for: in the waves that it is not in yet. ARNs. */
export function excused(facts: HealthFacts): string[] {
  const strict = mustBeWell(facts);
  const open = facts.waves.filter((wave) => !strict.includes(wave));
  return [...new Set(inState(readingsOf(open), 'ALARM').map((reading) => reading.alarm))];
}

function unreadable({ waves }: HealthFacts): Answer | undefined {
  const known = ['OK', 'ALARM', 'INSUFFICIENT_DATA', 'MISSING'];
  const unread = readingsOf(waves).filter((reading) => !known.includes(reading.state));
  if (!unread.length) return undefined;
  return refuse(
    `Rollback alarms cannot be read: ${list(unread)}.`,
    "Check that the target's reader role may be assumed, then release again.",
  );
}

function missing(facts: HealthFacts): Answer | undefined {
  const gone = inState(readingsOf(mustBeWell(facts)), 'MISSING');
  if (!gone.length) return undefined;
  return refuse(
    `Rollback alarms are gone: ${list(gone)}.`,
    `Mend their names in the configuration, or release what brings them back as a fix. ${FIX}`,
  );
}

/** Where something was released, silence about its alarms is no health; a wave that the release is in had its bake. */
function unguarded(facts: HealthFacts): Answer | undefined {
  const silent = mustBeWell(facts).filter((wave) => !wave.touched && !wave.readings.length);
  if (!silent.length) return undefined;
  return refuse(
    `No rollback alarm is known of ${silent.map((wave) => wave.stage).join(', ')}, though something is deployed there.`,
    `Name the alarms of its targets in the configuration, or release what brings them as a fix. ${FIX}`,
  );
}

function firing(facts: HealthFacts): Answer | undefined {
  const burning = inState(readingsOf(mustBeWell(facts)), 'ALARM');
  if (burning.length)
    return refuse(
      `Rollback alarms are already firing: ${list(burning)}.`,
      facts.firstRelease ? START_ANEW : `Mend prod first, or release a fix. ${FIX}`,
    );
  const excusable = inState(readingsOf(facts.waves), 'ALARM');
  if (!excusable.length) return undefined;
  if (facts.incident) return pass(`Alarms are firing; the change is a fix for incident ${facts.incident}.`);
  return pass(
    `Alarms are firing, but nothing was ever released that prod could go back to, so this release may begin: ${list(excusable)}. They must be silent when its bakes end.`,
  );
}

const START_ANEW =
  'Release a change that mends it: until something was released, alarms that fire hold no new release up.';
const FIX = 'A fix has the trailer "Incident: <number>" in every commit.';

/** Waves of which a healthy start is asked: all but in a first release, and of a fix those that it is in. */
function mustBeWell({ waves, firstRelease, incident }: HealthFacts): readonly WaveHealth[] {
  return firstRelease || incident ? waves.filter((wave) => wave.touched) : waves;
}

function readingsOf(waves: readonly WaveHealth[]): AlarmReading[] {
  const all = waves.flatMap((wave) => wave.readings);
  return all.filter((reading, index) => all.findIndex((other) => other.alarm === reading.alarm) === index);
}

function inState(readings: readonly AlarmReading[], state: string): AlarmReading[] {
  return readings.filter((reading) => reading.state === state);
}

function list(readings: readonly AlarmReading[]): string {
  return readings.map(describe).join('; ');
}

/** `orders-errors (eu-west-2): MISSING, why`. */
export function describe(reading: AlarmReading): string {
  const [, , , region, , , name] = reading.alarm.split(':');
  return `${name ?? reading.alarm} (${region ?? '?'}) ${reading.state}${reading.why ? `, ${reading.why}` : ''}`;
}
