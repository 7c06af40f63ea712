import type { Closure } from '../closure/closure';
import { elsewhere } from '../delivery/elsewhere';
import { rollbackFindings } from '../delivery/rollback';
import { stories } from '../closure/story';
import type { Note } from '../result';
import type { StackFacts } from '../../world/model';
import { findEverywhere } from './search';
import type { Theorem } from './theorem';

/** Actions by which somebody keeps an alarm from firing. */
const SILENCING = [
  'cloudwatch:PutMetricAlarm',
  'cloudwatch:PutCompositeAlarm',
  'cloudwatch:DeleteAlarms',
  'cloudwatch:DisableAlarmActions',
  'cloudwatch:SetAlarmState',
];

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

/** Prod deploys roll back by themselves, on alarms that can fire and that nobody can silence. */
export const rollbackIsArmed: Theorem = {
  id: 'rollback-is-armed',
  statement:
    'every prod deploy has stage rollback, every prod stack has rollback alarms in its account and region that can fire within the bake, and no human can silence them',
  check(world, closure: Closure) {
    const { counterexamples, unknowns, alarms, byHand, unwatched } = rollbackFindings(world, closure);
    const other = elsewhere(world, closure);
    const arns = alarms.flatMap((alarm) => alarm.arn ?? []);
    const accounts = new Set(alarms.map((alarm) => alarm.account));
    const silenced =
      arns.length === 0
        ? []
        : findEverywhere(closure, [{ actions: SILENCING, resources: arns }], (account) => accounts.has(account));
    return {
      counterexamples: [...counterexamples, ...stories(closure, silenced)],
      unknowns: [...closure.unknowns, ...unknowns, ...other.unknowns],
      assumptions: [...ASSUMPTIONS, ...byHandNote(byHand), ...bakeNote(unwatched), ...other.assumptions],
    };
  },
};
