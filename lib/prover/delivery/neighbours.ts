import type { PatternElement, Statement } from '../../iam/model';
import { STACK_ACTIONS } from '../../contract/proof/theorem-actions';
import { catalogue } from '../../iam';
import { may } from '../../world/authorize/ask';
import { matchesPattern } from '../../world/patterns';
import type { Principal } from '../../world/model';
import { servicesTrusted } from '../closure/pass-role';
import type { Closure } from '../closure/closure';
import type { Counterexample, ResultUnknown } from '../result';
import { deliveryOf, throughPipeline } from './plan';
import type { DeliveryPlan, PlacedAction } from './plan';

/** What one pipeline drives in one account. */
interface Side {
  readonly action: PlacedAction;
  readonly account: string;
  /** Roles that deploy. */
  readonly deploying: readonly Principal[];
  /** Roles that they hand to CloudFormation. */
  readonly executing: readonly Principal[];
  /** Roles that its actions come to act as: those that deploy, and those that publish what is deployed. */
  readonly acting: readonly Principal[];
}

/** What a role may do to another pipeline's, by what is looked for in that one's policies. */
interface Concern {
  readonly what: string;
  /** The pipeline's own are those that these roles of it may do these on. */
  readonly by: 'deploying' | 'executing' | 'acting';
  readonly owning: readonly string[];
  readonly doing: readonly string[];
  /** Which of what is looked for counts; absent: all of it. */
  readonly counts?: RegExp;
}

const ROLE_CHANGES = [
  'iam:AttachRolePolicy',
  'iam:DeleteRole',
  'iam:PassRole',
  'iam:PutRolePolicy',
  'iam:UpdateAssumeRolePolicy',
];

const PUBLISH = ['s3:PutObject'];

/** Objects of a bucket: publishing names the bucket as well, where several have folders. */
const OBJECTS = /[/]|^[*]$/;

function concerns(): readonly Concern[] {
  const stacks = catalogue().actions.filter((one) => one.startsWith('cloudformation:') && STACK_ACTIONS.test(one));
  return [
    { what: 'change stacks', by: 'deploying', owning: stacks, doing: stacks },
    { what: 'change or hand over roles', by: 'executing', owning: ['iam:CreateRole'], doing: ROLE_CHANGES },
    // Who writes templates and code where another pipeline takes them from chooses what that one deploys.
    { what: 'write assets', by: 'acting', owning: PUBLISH, doing: PUBLISH, counts: OBJECTS },
  ];
}

const CLOUDFORMATION = 'cloudformation.amazonaws.com';

/**
 * Where several pipelines deploy to one account, each may change its own stacks, roles and assets and nothing of the others'. What is
 * a pipeline's own is read from its policies, wide where they are wide: a pipeline that may change everything has no
 * neighbour that is left alone.
 */
export function neighbours(closure: Closure): {
  readonly counterexamples: readonly Counterexample[];
  readonly unknowns: readonly ResultUnknown[];
} {
  const { plans } = deliveryOf(closure);
  const prod = closure.world.accounts.filter(({ environment }) => environment === 'prod');
  const found = prod.flatMap(({ id }) => {
    const sides = plans.flatMap((plan) => sideOf(closure, plan, id));
    const pairs = sides.flatMap((one) => sides.filter((other) => other !== one).map((other) => ({ one, other })));
    return pairs.flatMap(({ one, other }) => reaches(closure, one, other));
  });
  return {
    counterexamples: found.flatMap(({ counterexample }) => counterexample ?? []),
    unknowns: found.flatMap(({ unknown }) => unknown ?? []),
  };
}

interface Finding {
  readonly counterexample?: Counterexample;
  readonly unknown?: ResultUnknown;
}

function sideOf(closure: Closure, { actions, deployers }: DeliveryPlan, account: string): Side[] {
  const placed = actions.filter(({ deployments }) => deployments.some((one) => one.account === account));
  const [action] = placed;
  if (!action) return [];
  const named = placed.flatMap(({ deployments }) => deployments.filter((one) => one.account === account));
  const deploying = [...new Set(named.flatMap(({ role }) => deployers.principals(role)))];
  const executing = executors(closure, account).filter((role) =>
    deploying.some((one) => holds(closure, one, ['iam:PassRole'], [role.arn]).verdict !== 'unsat'),
  );
  const running = placed.flatMap(({ running: { roles } }) => roles.flatMap((role) => deployers.reachable(role)));
  const acting = [...new Set(running)].filter((one) => one.account === account);
  return [{ action, account, deploying, executing, acting }];
}

/** Roles that CloudFormation may act as. */
function executors({ organization }: Closure, account: string): readonly Principal[] {
  const all = organization.accounts.get(account)?.principals ?? [];
  return all.filter((one) => !one.serviceLinked && servicesTrusted(organization, one).includes(CLOUDFORMATION));
}

function reaches(closure: Closure, one: Side, other: Side): Finding[] {
  return concerns().flatMap((concern) => {
    const owned = other[concern.by].flatMap((role) => ownedBy(role, concern.owning));
    const theirs = [...new Set(owned)].filter((one) => concern.counts?.test(one) ?? true);
    if (theirs.length === 0) return [];
    const roles = [...new Set([...one.deploying, ...one.executing, ...one.acting])];
    const found = roles.flatMap((role) => finding(closure, { one, other, role, concern, theirs }));
    return found.slice(0, 1);
  });
}

interface Asked {
  readonly one: Side;
  readonly other: Side;
  readonly role: Principal;
  readonly concern: Concern;
  readonly theirs: readonly string[];
}

function finding(closure: Closure, { one, other, role, concern, theirs }: Asked): Finding[] {
  const answer = holds(closure, role, concern.doing, theirs);
  const name = other.action.pipeline.name;
  if (answer.verdict === 'unsat') return [];
  if (answer.verdict === 'unknown') return [{ unknown: { why: answer.why, where: answer.where ?? role.where } }];
  const { action, resource, context } = answer.request;
  const where = [...new Set(answer.because.map((bound) => bound.source))];
  const request = { principal: role.arn, action, resource, context };
  const why = `${role.arn} may ${concern.what} that pipeline ${name} deploys in the same account`;
  const deployment = { account: one.account, role: role.arn, request, where };
  const { deployers } = deliveryOf(closure);
  return [{ counterexample: throughPipeline(one.action, [why], deployers, deployment) }];
}

function holds(closure: Closure, principal: Principal, actions: readonly string[], resource: readonly string[]) {
  const { organization } = closure;
  return may(organization, { actor: { principal, powers: {} }, actions, resource, owner: principal.account });
}

/** Patterns of what a role's policies let it do some of these on. */
function ownedBy({ identityPolicies }: Principal, actions: readonly string[]): string[] {
  const allows = identityPolicies.flatMap(({ policy }) => policy.statements).filter(({ effect }) => effect === 'Allow');
  return allows.filter((one) => actions.some((action) => means(one.actions, action))).flatMap(patternsOf);
}

function means({ patterns, negated }: PatternElement, action: string): boolean {
  const named = patterns.some((pattern) => matchesPattern(pattern.toLowerCase(), action.toLowerCase()));
  return named !== negated;
}

function patternsOf({ resources }: Statement): readonly string[] {
  return !resources || resources.negated ? ['*'] : resources.patterns;
}
