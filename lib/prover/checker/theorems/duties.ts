import { APPROVING, CHANGING } from '../../../contract/proof/theorem-actions';
import type { Duty, Ledger, Witness } from '../claims';
import type { Context } from '../context';
import type { Certificate, CheckedPrincipal, CheckedResource } from '../input';
import { cannot } from './cannot';

/** What must be shown of somebody whom people reach: that they approve nothing, or that they change nothing. */
export interface Separated {
  readonly principal: CheckedPrincipal;
  readonly approves: Duty;
  readonly changes: Duty;
}

/** The same at one pipeline, of somebody of whom it is not shown everywhere. */
export interface SeparatedHere extends Separated {
  readonly anywhere: Separated;
  /** That they do not do both here, where neither is shown. */
  readonly both: Duty;
  /** That nobody else comes to act as them: needed of whoever may do one, where somebody may do the other. */
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

/** What must be shown of everybody who is near a pipeline of an account, wherever they might approve or change. */
export function separated(context: Context, pipeline: CheckedResource): readonly Separated[] {
  const { place } = context;
  return near(context, pipeline).map((principal) => {
    const holds: Duty['holds'] = (by, actions) => cannot({ place, principal, actions, sanctionedToo: true }, by);
    return {
      principal,
      approves: { says: 'approves nothing:', subject: principal.arn, actions: APPROVING, holds },
      changes: { says: 'changes nothing that is released:', subject: principal.arn, actions: CHANGING, holds },
    };
  });
}

/** The same at one pipeline. */
export function separatedHere({ place }: Context, { arn }: CheckedResource, anywhere: Separated): SeparatedHere {
  const { principal } = anywhere;
  const subject = `${arn} ${principal.arn}`;
  const on = [arn, `${arn}/*`, `${arn}:*`];
  const holds: Duty['holds'] = (by, actions) => cannot({ place, principal, actions, on, sanctionedToo: true }, by);
  return {
    ...{ principal, anywhere },
    approves: { says: 'approves nothing here:', subject, actions: APPROVING, holds },
    changes: { says: 'changes nothing that is released here:', subject, actions: CHANGING, holds },
    both: { says: 'does not do both here:', subject, holds: () => false },
    alone: {
      ...{ says: 'is nobody but itself:', subject: principal.arn },
      holds: (by) => ALONE_LOOKS[by.kind]?.(principal, by) ?? false,
    },
  };
}

/** Pipelines whose neighbours are the same: those of an account, and each by itself that has a policy of its own. */
export function neighbourhoods(context: Context): readonly (readonly CheckedResource[])[] {
  const groups = new Map<string, CheckedResource[]>();
  for (const one of guardedPipelines(context)) {
    const key = one.policy === undefined ? one.account : one.arn;
    const same = groups.get(key);
    if (same) same.push(one);
    else groups.set(key, [one]);
  }
  return [...groups.values()];
}

/** Nobody whom people reach both approves and changes what is released, by one principal or by two. */
export function checkDuties(context: Context, ledger: Ledger): void {
  const may = ({ says, subject }: Duty): boolean => !ledger.says(says, subject);
  for (const pipelines of neighbourhoods(context)) {
    const all = separated(context, pipelines[0]);
    for (const duty of all.flatMap((one) => [one.approves, one.changes])) if (!may(duty)) ledger.settle(duty);
    const left = all.filter((one) => may(one.approves) || may(one.changes));
    for (const pipeline of pipelines) {
      const here = left.map((one) => separatedHere(context, pipeline, one));
      for (const one of here) settleHere(ledger, one, may);
      const approving = here.filter((one) => may(one.anywhere.approves) && may(one.approves));
      const changing = here.filter((one) => may(one.anywhere.changes) && may(one.changes));
      if (approving.length > 0 && changing.length > 0)
        for (const one of new Set([...approving, ...changing])) ledger.settle(one.alone);
      fromElsewhere(context, ledger, pipeline);
    }
  }
}

function settleHere(ledger: Ledger, one: SeparatedHere, may: (duty: Duty) => boolean): void {
  const { anywhere, approves, changes, both } = one;
  for (const duty of [approves, changes]) if (!may(duty)) ledger.settle(duty);
  const mayApprove = may(anywhere.approves) && may(approves);
  if (mayApprove && may(anywhere.changes) && may(changes)) ledger.settle(both);
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
