import { APPROVING, CHANGING } from '../../../contract/proof/theorem-actions';
import type { Duty, Ledger, Witness } from '../claims';
import type { Context } from '../context';
import type { Certificate, CheckedPrincipal, CheckedResource } from '../input';
import { cannot } from './cannot';

/** What must be shown of somebody whom people reach, at a pipeline: one of the first two, else that the third holds. */
export interface Separated {
  readonly principal: CheckedPrincipal;
  readonly approves: Duty;
  readonly changes: Duty;
  readonly both: Duty;
  /** That nobody else comes to act as it: needed of whoever may do one of them, where somebody may do the other. */
  readonly alone: Duty;
}

/** What shows that nobody comes to act as a principal but itself, by looking. */
export const ALONE_LOOKS: Readonly<Record<string, (principal: CheckedPrincipal, by: Witness) => boolean>> = {
  /** A user, or a role that only Identity Center hands out: no trust policy lets anybody in. */
  unassumable: ({ trust }) => trust === undefined,
};

/** The pipelines of guarded accounts. */
export function guardedPipelines({ place }: Context): readonly CheckedResource[] {
  return place.world.accounts
    .filter((one) => place.guarded(one.id))
    .flatMap(({ resources }) => resources.filter((one) => one.type === 'AWS::CodePipeline::Pipeline'));
}

const byAccount = new WeakMap<Certificate, ReadonlyMap<string, readonly CheckedPrincipal[]>>();

/** Everybody whom people reach, by account. */
function reachedIn({ place, certificate }: Context): ReadonlyMap<string, readonly CheckedPrincipal[]> {
  let found = byAccount.get(certificate);
  if (!found) byAccount.set(certificate, (found = grouped(place, certificate.reachable)));
  return found;
}

function grouped({ principals }: Context['place'], arns: readonly string[]): Map<string, CheckedPrincipal[]> {
  const found = new Map<string, CheckedPrincipal[]>();
  for (const principal of arns.flatMap((arn) => principals.get(arn) ?? [])) {
    const same = found.get(principal.account);
    if (same) same.push(principal);
    else found.set(principal.account, [principal]);
  }
  return found;
}

/** Who acts in another account comes to a pipeline by a policy of the pipeline alone, and pipelines have none. */
function near(context: Context, { account, policy }: CheckedResource): readonly CheckedPrincipal[] {
  const reached = reachedIn(context);
  return policy === undefined ? (reached.get(account) ?? []) : [...reached.values()].flat();
}

/** What must be shown at a pipeline, of everybody whom people reach. */
export function separatedAt(context: Context, pipeline: CheckedResource): readonly Separated[] {
  const { place } = context;
  const on = [pipeline.arn, `${pipeline.arn}/*`, `${pipeline.arn}:*`];
  const target = { on, sanctionedToo: true };
  return near(context, pipeline).map((principal) => {
    const subject = `${pipeline.arn} ${principal.arn}`;
    const holds: Duty['holds'] = (by, actions) => cannot({ place, principal, actions, ...target }, by);
    return {
      principal,
      approves: { says: 'approves nothing:', subject, actions: APPROVING, holds },
      changes: { says: 'changes nothing that is released:', subject, actions: CHANGING, holds },
      both: { says: 'does not do both:', subject, holds: () => false },
      alone: { says: 'is nobody but itself:', subject, holds: (by) => ALONE_LOOKS[by.kind]?.(principal, by) ?? false },
    };
  });
}

/** Nobody whom people reach both approves and changes what is released, by one principal or by two. */
export function checkDuties(context: Context, ledger: Ledger): void {
  for (const pipeline of guardedPipelines(context)) {
    const all = separatedAt(context, pipeline);
    const may = (one: Separated, duty: 'approves' | 'changes'): boolean =>
      !ledger.says(one[duty].says, one[duty].subject);
    for (const one of all) settleOne(ledger, one, may);
    const approving = all.filter((one) => may(one, 'approves'));
    const changing = all.filter((one) => may(one, 'changes'));
    if (approving.length > 0 && changing.length > 0)
      for (const one of new Set([...approving, ...changing])) ledger.settle(one.alone);
    fromElsewhere(context, ledger, pipeline);
  }
}

function settleOne(
  ledger: Ledger,
  one: Separated,
  may: (one: Separated, duty: 'approves' | 'changes') => boolean,
): void {
  if (!may(one, 'approves')) ledger.settle(one.approves);
  if (!may(one, 'changes')) ledger.settle(one.changes);
  if (may(one, 'approves') && may(one, 'changes')) ledger.settle(one.both);
}

/** Everybody of other accounts, the ones that are given up among them; of principals that people make only the search knows. */
function fromElsewhere(context: Context, ledger: Ledger, { account, policy }: CheckedResource): void {
  if (policy === undefined) ledger.shown(1);
  else ledger.rests('a policy of a pipeline may let somebody of another account in', 1);
  const some = madeIn(context).filter((arn) => arn.split(':')[4] === account).length;
  if (some > 0) ledger.rests('what principals that people make may do at a pipeline', some);
}

const made = new WeakMap<Certificate, readonly string[]>();

function madeIn({ place, certificate }: Context): readonly string[] {
  let found = made.get(certificate);
  if (!found) made.set(certificate, (found = certificate.reachable.filter((arn) => !place.principals.has(arn))));
  return found;
}
