import { HOLDING_UP, SILENCING } from '../../contract/proof/theorem-actions';
import { PIPELINE_PATH } from '../../names';
import type { Closure, Node } from '../closure/closure';
import { elsewhere } from '../delivery/elsewhere';
import { rollbackFindings } from '../delivery/rollback';
import { unserved } from '../delivery/unserved';
import { stories } from '../closure/story';
import type { Counterexample, Note } from '../result';
import type { StackFacts } from '../../world/model';
import { findAt, findEverywhere, type Sought } from './search';
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

/** Where stages go back to: after a change of the pipeline itself nothing that ran before is a target. */
function targetNote(pipelines: readonly string[]): Note[] {
  if (pipelines.length === 0) return [];
  const statement = `a stage goes back to an execution that succeeded in it since the structure of its pipeline last changed (${pipelines.join(', ')}); the first release after such a change has nothing to return to but what its stacks do by themselves`;
  return [{ id: 'stage-rollback-target', statement }];
}

/** A pipeline elsewhere keeps the bake that the template of a product counts on. */
function bakeNote(stacks: readonly StackFacts[]): Note[] {
  if (stacks.length === 0) return [];
  const names = stacks.map((stack) => stack.where).join(', ');
  const statement = `whatever deploys ${names} watches as long as the templates count on (bakeMinutes of their rollback alarms)`;
  return [{ id: 'bake-as-listed', statement }];
}

/** CodeDeploy's own rollback is none of the theorem's: a stack goes back, and CodeDeploy shifts its traffic back with it. */
function codeDeployNote(armed: readonly StackFacts[]): Note[] {
  const groups = armed.flatMap(({ resources }) => resources.filter((one) => one.type === DEPLOYMENT_GROUP));
  if (groups.length === 0) return [];
  const names = groups.map(({ where }) => where).join(', ');
  const statement = `CloudFormation takes back what CodeDeploy deploys for it when the stack goes back; deployments that somebody starts in ${names} by themselves go back by the group's own AutoRollbackConfiguration and alarms, which are not proved`;
  return [{ id: 'codedeploy-rollback', statement }];
}

const DEPLOYMENT_GROUP = 'AWS::CodeDeploy::DeploymentGroup';

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
): Counterexample[] {
  const arns = alarms.flatMap((alarm) => alarm.arn ?? []);
  if (arns.length === 0) return [];
  const accounts = new Set(alarms.map((alarm) => alarm.account));
  const stacks = armed.map(({ name, account }) => `arn:*:cloudformation:*:${account}:stack/${name}/*`);
  const searches = [{ actions: SILENCING, resources: arns }, MUTING, { actions: HOLDING_UP, resources: stacks }];
  const people = findEverywhere(closure, searches, (account) => accounts.has(account));
  return [...stories(closure, people), ...silencingMachines(closure, searches, accounts)];
}

/** Machines of prod beside the pipeline's, whom people need not reach: what a workload does unasked silences as well. */
function silencingMachines(closure: Closure, searches: readonly Sought[], accounts: ReadonlySet<string>) {
  const machines = closure.world.accounts
    .filter(({ id }) => accounts.has(id))
    .flatMap(({ principals }) => principals)
    .filter(({ arn, kind, person, serviceLinked }) => kind === 'role' && !person && !serviceLinked && !isPipelines(arn))
    .filter(({ arn }) => !closure.nodes.has(arn));
  return machines.flatMap((principal): Counterexample[] => {
    const node: Node = { id: principal.arn, actor: { principal, powers: {} } };
    const found = searches.flatMap((sought) => findAt(closure, node, sought, (account) => accounts.has(account)) ?? []);
    const [first] = found;
    return first ? [{ human: principal.arn, steps: [], request: first.request, where: first.where }] : [];
  });
}

function isPipelines(arn: string): boolean {
  return arn.includes(`:role${PIPELINE_PATH}`);
}

/** Prod deploys roll back by themselves, on alarms that can fire and that nobody can silence. */
export const rollbackIsArmed: Theorem = {
  id: 'rollback-is-armed',
  statement:
    'every prod deploy has stage rollback, every prod stack has rollback alarms in its account and region that can fire within the bake, and no human can silence them',
  check(world, closure: Closure) {
    const { counterexamples, unknowns, alarms, byHand, unwatched, armed, pipelines } = rollbackFindings(world, closure);
    const other = elsewhere(world, closure);
    const silenced = silencers(closure, alarms, armed);
    return {
      counterexamples: [...counterexamples, ...silenced],
      unknowns: [...closure.unknowns, ...unknowns, ...other.unknowns, ...unserved(closure)],
      assumptions: [
        ...ASSUMPTIONS,
        ...targetNote(pipelines),
        ...byHandNote(byHand),
        ...bakeNote(unwatched),
        ...codeDeployNote(armed),
        ...other.assumptions,
      ],
      ...(alarms.length + byHand.length + unwatched.length + armed.length === 0 ? withoutPipeline(world) : {}),
    };
  },
};
