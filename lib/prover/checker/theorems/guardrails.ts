import { EVIDENCE_ACTIONS, GUARDRAIL_ACTIONS } from '../../../contract/proof/theorem-actions';
import type { Duty, Ledger } from '../claims';
import { type Context, isReached, writesLike } from '../context';
import type { CheckedPrincipal, CheckedStatement } from '../input';
import { admits } from '../place';
import { type CheckedCaller, names } from '../statements';
import { cannot } from './cannot';
import { organizationDuties } from './organization';
import { reachedInFence, settleByWrites } from './reached-writes';
import { strangerDuties } from './strangers-near';

const GUARDRAILS = new RegExp(GUARDRAIL_ACTIONS.map((one) => one.source).join('|'));
const MACHINE = /:role\/guarded\/(pipeline|workload)\//;

/** Roles of prod that run workloads or deploy them, and that people do not reach. */
export function machinesOf(context: Context): readonly CheckedPrincipal[] {
  return context.place.world.accounts
    .filter((one) => one.environment === 'prod')
    .flatMap(({ principals, resources }) => {
      const running = new Set(resources.flatMap((one) => one.roles));
      return principals.filter((one) => running.has(one.arn) || MACHINE.test(one.arn));
    })
    .filter((one) => one.kind === 'role' && !one.person && !isReached(context, one));
}

/** Boundaries that may be set: the guardrails' own, and those in force. */
function boundariesOf({ place }: Context): readonly string[] {
  const used = [...place.principals.values()].flatMap((one) => one.boundary?.arn ?? []);
  return [...new Set([...used, 'arn:*:iam::*:policy/guarded/guardrail/*'])];
}

/** Of every machine of prod: that it changes no guardrail of its account. */
export function* guardrailDuties(context: Context): Generator<Duty & { readonly principal: CheckedPrincipal }> {
  const { place } = context;
  const boundaries = boundariesOf(context);
  const actions = writesLike(context, GUARDRAILS);
  for (const principal of machinesOf(context))
    yield {
      ...{ says: 'changes no guardrail:', subject: principal.arn, actions },
      principal,
      holds: (by, some) => cannot({ place, principal, actions: some, boundaries }, by),
    };
}

/** Nobody whom people reach, no machine of prod and nobody beside the machinery changes what the other proofs stand on. */
export function checkGuardrails(context: Context, ledger: Ledger): void {
  const { place } = context;
  const reached = reachedInFence(context);
  const audit = reached.filter(({ account }) => place.accounts.get(account)?.environment === 'audit');
  settleByWrites(context, ledger, reached, writesLike(context, GUARDRAILS));
  settleByWrites(context, ledger, audit, EVIDENCE_ACTIONS);
  for (const duty of guardrailDuties(context)) ledger.settle(duty);
  for (const duty of strangerDuties(context)) ledger.settle(duty);
  for (const duty of organizationDuties(context)) ledger.settle(duty);
  throughResources(context, ledger);
}

/** A policy of a resource that lets a machine of another account change a guardrail: only the search looks at those. */
function throughResources(context: Context, ledger: Ledger): void {
  const { place } = context;
  let callers: readonly CheckedCaller[] | undefined;
  for (const { id, resources } of place.world.accounts)
    for (const { arn, policy } of place.guarded(id) || place.administers(id) ? resources : []) {
      const own = writesLike(context, GUARDRAILS).filter((one) => one.startsWith(`${arn.split(':')[2]}:`));
      const admitting = own.length === 0 ? [] : (policy?.policy.statements ?? []).filter((one) => lets(one, own));
      if (admitting.length === 0) continue;
      callers ??= machinesOf(context).map((one) => place.caller(one));
      const admitted = callers.filter(
        (one) => one.account !== id && admitting.some((each) => admits(each.principals, one) !== 'no'),
      );
      if (admitted.length > 0)
        ledger.rests('a policy of a resource names machines of another account', admitted.length);
    }
}

function lets(statement: CheckedStatement, actions: readonly string[]): boolean {
  const named = statement.unreadable.length > 0 || actions.some((one) => names(statement, one));
  return statement.effect === 'Allow' && named;
}
