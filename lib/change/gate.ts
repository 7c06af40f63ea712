import { type Answer, pass, refuse, worst } from './answer';
import { type BudgetReading, checkBudget } from './budget';
import { type CalendarReading, checkCalendars } from './calendar';
import { hasBegun } from './apply';
import type { ApprovalAnswers } from './approvals';
import { checkBasis } from './basis';
import { checkDigest } from './digest';
import { fourEyes, type FourEyesFacts } from './four-eyes';
import { checkFreeze, type FreezeState } from './freeze';
import { checkHealth, type WaveHealth } from './health';
import { checkLane, holdsLane, type Lane } from './lane';
import type { ChangePolicy } from './policy';
import type { ChangeRecord } from './record';
import { isFinal } from './states';
import type { Released } from './verified';
import { wayBackBegan } from './way-back';
import { checkWindow } from './window-check';

/** What the wait before a gate looks at. */
export interface WaitFacts {
  readonly policy: ChangePolicy;
  readonly now: Date;
  readonly record: ChangeRecord;
  readonly freeze: FreezeState | undefined;
  readonly calendars: readonly CalendarReading[];
  readonly lane: Lane | undefined;
}

/** What the gate looks at besides. */
export interface GateFacts extends WaitFacts {
  /** Digest that the pipeline would deploy. */
  readonly digest: string;
  /** Starter that CodePipeline names, if a person started the execution. */
  readonly starter: string | undefined;
  /** Account of the pipeline, as far as the job tells it. */
  readonly account?: string;
  /** Approvals as CodePipeline lists them now. */
  readonly approvals: ApprovalAnswers;
  /** What is in prod now. */
  readonly released: Released | undefined;
  readonly budget: readonly BudgetReading[];
  readonly waves: readonly WaveHealth[];
}

/** How soon a stopped line is asked again: five minutes. */
const ASK_AGAIN_MS = 300_000;

/** Whether a release may go on to the gate now, must wait, or never may. */
export function mayStart(facts: WaitFacts): Answer {
  return worst([
    checkUnsealed(facts.record),
    checkWindow(facts.policy.window, facts.now),
    checkCalendars(facts.calendars, facts.now),
    waitOutFreeze(facts),
    checkLane(facts.lane, facts.record.execution, facts.now),
  ]);
}

/** Every check of the gate, by name; all of them must pass, and at the gate nothing waits. */
export function gateChecks(facts: GateFacts): Readonly<Record<string, Answer>> {
  const { policy, record, now, released } = facts;
  const incident = record.verified?.incident;
  const fix = incident ? { incident } : {};
  return {
    record: checkReleasable(record),
    basis: checkBasis(record.change, record.verified, released),
    window: checkWindow(policy.window, now),
    calendar: checkCalendars(facts.calendars, now),
    freeze: checkFreeze(facts.freeze, hasBegun(record)),
    turn: holdsLane(facts.lane, record.execution),
    'four-eyes': fourEyes(eyes(facts)),
    digest: checkDigest(record.verified?.digest, facts.digest),
    'error-budget': checkBudget({
      ...(policy.availability ? { availability: policy.availability.objective } : {}),
      readings: facts.budget,
      firstRelease: !released,
      now,
      ...fix,
    }),
    alarms: checkHealth({ waves: facts.waves, firstRelease: !released, ...fix }),
  };
}

/** The gate's one answer. A check that would wait refuses: the wait is over, and time does not stand still. */
export function gateAnswer(checks: Readonly<Record<string, Answer>>): Answer {
  const closed = Object.values(checks).map((answer) =>
    answer.verdict === 'wait'
      ? refuse(answer.reason, 'Release again; the wait before the gate holds it until then.')
      : answer,
  );
  return worst(closed);
}

function eyes({ record, policy, starter, approvals, account }: GateFacts): FourEyesFacts {
  return {
    authors: record.verified?.authors ?? [],
    historyUnknown: record.verified?.historyUnknown ?? true,
    ...(starter ? { starter } : {}),
    approvals: approvals.given,
    refused: approvals.refused,
    required: policy.approvals,
    identities: policy.identities,
    mayAnswer: (action) => policy.rights.approve[action] ?? [action, `${record.application}-${action}`],
    ...(account ? { account } : {}),
  };
}

function checkUnsealed(record: ChangeRecord): Answer {
  if (isFinal(record.state))
    return refuse(`${record.change} is sealed: ${record.state}.`, 'Start a new release; a sealed one does not go on.');
  if (wayBackBegan(record)) return refuse(`${record.change} is on its way back out of prod.`, 'Start a new release.');
  return pass('');
}

function checkReleasable(record: ChangeRecord): Answer {
  const unsealed = checkUnsealed(record);
  if (unsealed.verdict !== 'pass') return unsealed;
  if (record.verified?.proof !== 'proved')
    return refuse(
      `${record.change} was not proved (${record.verified?.proof ?? 'no proof'}).`,
      'Mend what `guarded prove` names, then release again.',
    );
  if (['drafted', 'verified'].includes(record.state))
    return refuse(`${record.change} is ${record.state}, not approved.`, 'Ask the approvers to answer in the pipeline.');
  return pass('');
}

function waitOutFreeze({ freeze, record, now }: WaitFacts): Answer {
  const answer = checkFreeze(freeze, hasBegun(record));
  if (answer.verdict === 'pass') return answer;
  return {
    verdict: 'wait',
    reason: answer.reason,
    remedy: 'It goes on when a release manager runs `guarded change unfreeze`.',
    until: new Date(now.getTime() + ASK_AGAIN_MS).toISOString(),
  };
}
