import type { AlarmReading } from './health';
import { describe } from './health';

/** What a bake says at one look. */
export type BakeVerdict = 'watching' | 'inconclusive' | 'healthy' | 'failed';

/** A person's word on a bake that could not decide itself. */
export interface BakeDecision {
  readonly go: boolean;
  readonly by: string;
  readonly reason: string;
}

/** What one look at the alarms of a wave found. */
export interface BakeFacts {
  readonly readings: readonly AlarmReading[];
  readonly startedAt: Date;
  readonly now: Date;
  readonly bakeMinutes: number;
  readonly patienceMinutes: number;
  /** Alarms that fired before a fix or a first release went out, ARNs: they may go on firing until the bake is over. */
  readonly excused?: readonly string[];
  readonly decision?: BakeDecision;
}

/** One look's answer; `seconds` says when to look again. */
export interface BakeAnswer {
  readonly verdict: BakeVerdict;
  readonly reason: string;
  readonly seconds: number;
}

/** Half a minute; a minute where a bake is so long that its turns would not fit into a state machine's 25,000 events. */
const SHORT_TURN = 30;
const LONG_TURN = 60;
const LONG_BAKE_MINUTES = 600;

/**
 * The first alarm fails a wave; a wave is healthy when its time is over and every alarm says so. What a fix, or a first
 * release after one that failed, is to mend has until then to become well.
 */
export function bakeOnce(facts: BakeFacts): BakeAnswer {
  const answer = (verdict: BakeVerdict, reason: string): BakeAnswer => ({ verdict, reason, seconds: turn(facts) });
  const left = minutesLeft(facts, facts.bakeMinutes);
  const firing = facts.readings.filter(isFiring);
  const fatal = firing.filter((reading) => left <= 0 || !facts.excused?.includes(reading.alarm));
  if (fatal.length) return answer('failed', `Rollback alarm: ${fatal.map(describe).join('; ')}.`);
  if (facts.decision && !facts.decision.go) return decided(facts.decision, 'a person may always go back', answer);
  const still = firing.length ? `still firing: ${firing.map(describe).join('; ')}` : 'no alarm is firing';
  if (left > 0) return answer('watching', `Watched for ${Math.ceil(left)} more minutes; ${still}.`);
  return judge(facts, answer);
}

/** An alarm fires, or lacks data while it is configured to take that for a breach. */
function isFiring(reading: AlarmReading): boolean {
  return reading.state === 'ALARM' || (reading.state === 'INSUFFICIENT_DATA' && reading.missingData === 'breaching');
}

/** An alarm is well, or lacks data while it is configured to take that for well. */
function isWell(reading: AlarmReading): boolean {
  return reading.state === 'OK' || (reading.state === 'INSUFFICIENT_DATA' && reading.missingData === 'notBreaching');
}

function judge(facts: BakeFacts, answer: (verdict: BakeVerdict, reason: string) => BakeAnswer): BakeAnswer {
  const unclear = facts.readings.filter((reading) => !isWell(reading));
  if (facts.readings.length && !unclear.length) return answer('healthy', 'No alarm fired during the bake.');
  const why = unclear.map(describe).join('; ') || 'the wave has no rollback alarm';
  if (facts.decision) return decided(facts.decision, why, answer);
  if (minutesLeft(facts, facts.bakeMinutes + facts.patienceMinutes) > 0)
    return answer('inconclusive', `The alarms do not say whether the wave is well: ${why}. ${ASK}`);
  return answer('failed', `The alarms did not say whether the wave is well (${why}), and nobody decided in time.`);
}

const ASK =
  'Send traffic so that they get data, or decide: a release manager with `guarded change continue`, anyone on call with `guarded change rollback`.';

function decided(
  decision: BakeDecision,
  why: string,
  answer: (verdict: BakeVerdict, reason: string) => BakeAnswer,
): BakeAnswer {
  const told = `${decision.by} decided (${decision.reason}): ${why}.`;
  return answer(decision.go ? 'healthy' : 'failed', told);
}

function minutesLeft(facts: BakeFacts, minutes: number): number {
  return minutes - (facts.now.getTime() - facts.startedAt.getTime()) / 60_000;
}

function turn(facts: BakeFacts): number {
  return facts.bakeMinutes + facts.patienceMinutes > LONG_BAKE_MINUTES ? LONG_TURN : SHORT_TURN;
}
