import { HOLDING_UP, SILENCING } from '../../contract/proof/theorem-actions';
import type { Closure, Violation } from '../closure/closure';
import { elsewhere } from '../delivery/elsewhere';
import { rollbackFindings } from '../delivery/rollback';
import { stories } from '../closure/story';
import type { Note } from '../result';
import type { StackFacts } from '../../world/model';
import { findEverywhere, type Sought } from './search';
import { withoutPipeline } from './listed';
import type { Theorem } from './theorem';

/** What silences without naming the alarm: a mute rule lists alarms and is a resource of its own. */
const MUTING: Sought = {
  actions: ['cloudwatch:PutAlarmMuteRule'],
  resources: ['arn:*:cloudwatch:*:*:alarm-mute-rule:*'],
};

const ASSUMPTIONS: readonly Note[] = [
  {
    id: 'alarms-see-failures',
    statement:
      'the metrics behind the rollback alarms show what customers would notice, and a bake has enough requests to show it',
  },
];

/** A pipeline elsewhere keeps the bake that the template of a product counts on. */
function bakeNote(stacks: readonly StackFacts[]): Note[] {
  if (stacks.length === 0) return [];
  const names = stacks.map((stack) => stack.where).join(', ');
  const statement = `whatever deploys ${names} watches as long as the templates count on (bakeMinutes of their rollback alarms)`;
  return [{ id: 'bake-as-listed', statement }];
}

function byHandNote(stacks: readonly StackFacts[]): Note[] {
  if (stacks.length === 0) return [];
  const names = stacks.map((stack) => stack.where).join(', ');
  return [{ id: 'stacks-by-hand', statement: `no pipeline deploys ${names}; whoever deploys them watches them` }];
}

/** Whoever keeps an alarm of a stack from firing, or the stack from going back. */
function silencers(
  closure: Closure,
  alarms: readonly { readonly arn?: string; readonly account: string }[],
  armed: readonly StackFacts[],
): Violation[] {
  const arns = alarms.flatMap((alarm) => alarm.arn ?? []);
  if (arns.length === 0) return [];
  const accounts = new Set(alarms.map((alarm) => alarm.account));
  const stacks = armed.map(({ name, account }) => `arn:*:cloudformation:*:${account}:stack/${name}/*`);
  const searches = [{ actions: SILENCING, resources: arns }, MUTING, { actions: HOLDING_UP, resources: stacks }];
  return findEverywhere(closure, searches, (account) => accounts.has(account));
}

/** Prod deploys roll back by themselves, on alarms that can fire and that nobody can silence. */
export const rollbackIsArmed: Theorem = {
  id: 'rollback-is-armed',
  statement:
    'every prod deploy has stage rollback, every prod stack has rollback alarms in its account and region that can fire within the bake, and no human can silence them',
  check(world, closure: Closure) {
    const { counterexamples, unknowns, alarms, byHand, unwatched, armed } = rollbackFindings(world, closure);
    const other = elsewhere(world, closure);
    const silenced = silencers(closure, alarms, armed);
    return {
      counterexamples: [...counterexamples, ...stories(closure, silenced)],
      unknowns: [...closure.unknowns, ...unknowns, ...other.unknowns],
      assumptions: [...ASSUMPTIONS, ...byHandNote(byHand), ...bakeNote(unwatched), ...other.assumptions],
      ...(alarms.length + byHand.length + unwatched.length + armed.length === 0 ? withoutPipeline(world) : {}),
    };
  },
};
