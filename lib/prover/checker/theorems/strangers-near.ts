import { ANSWERING, DECIDING } from '../../../contract/proof/theorem-actions';
import type { Duty } from '../claims';
import { type Context, writesLike } from '../context';
import type { CheckedPart, CheckedPrincipal } from '../input';
import { cannot } from './cannot';

/** Machines that stand where the machinery stands and are no part of it. */
function strangersOf({ place }: Context, parts: readonly CheckedPart[]): readonly CheckedPrincipal[] {
  const own = new Set(parts.map(({ arn }) => arn));
  const ours = new Set(parts.map(({ account }) => account));
  return place.world.accounts
    .filter(({ id, environment }) => ours.has(id) && /^(tooling|audit|management)$/.test(environment))
    .flatMap(({ principals }) => principals)
    .filter((one) => !one.person && !one.serviceLinked && !own.has(one.arn));
}

/** Of every such machine and every kind of part that decides there: that it changes, starts or answers for none of them. */
export function* strangerDuties(context: Context): Generator<Duty & { readonly principal: CheckedPrincipal }> {
  const { place } = context;
  const parts = place.world.machinery ?? [];
  for (const principal of strangersOf(context, parts))
    for (const [type, pattern] of Object.entries(DECIDING)) {
      const near = parts.filter((one) => one.type === type && one.account === principal.account);
      if (near.length === 0) continue;
      if (ANSWERING[type])
        yield {
          ...{ says: 'answers for nothing:', subject: `${principal.arn} ${type}`, actions: ANSWERING[type] },
          principal,
          holds: (by, actions) => cannot({ place, principal, actions, sanctionedToo: true }, by),
        };
      const on = near.flatMap(({ arn }) => [arn, `${arn}/*`, `${arn}:*`]);
      yield {
        ...{
          says: 'changes nothing that decides:',
          subject: `${principal.arn} ${type}`,
          actions: writesLike(context, pattern),
        },
        principal,
        holds: (by, actions) => cannot({ place, principal, actions, on, sanctionedToo: true }, by),
      };
    }
}
