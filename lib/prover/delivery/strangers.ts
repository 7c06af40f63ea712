import { catalogue, isWriteClass } from '../../iam';
import { DECIDING } from '../../contract/proof/theorem-actions';
import { knownAs } from '../../world/authorize/actor';
import { listed, reasons } from '../../world/authorize/ask';
import type { MachineryPart, Principal, Resource, World } from '../../world/model';
import type { Closure } from '../closure/closure';
import type { Findings } from '../theorems/theorem';

const found = new WeakMap<RegExp, readonly string[]>();

function writes(of: RegExp): readonly string[] {
  const known = found.get(of) ?? catalogue().actions.filter((each) => of.test(each) && isWrite(each));
  found.set(of, known);
  return known;
}

function isWrite(action: string): boolean {
  return isWriteClass(catalogue().find(action)!.class);
}

/** Machines that stand where the machinery stands and are no part of it. */
function strangersIn(world: World, parts: readonly MachineryPart[]): Principal[] {
  const own = new Set(parts.map(({ arn }) => arn));
  const ours = new Set(parts.map(({ account }) => account));
  return world.accounts
    .filter(({ id, environment }) => ours.has(id) && /^(tooling|audit|management)$/.test(environment))
    .flatMap(({ principals }) => principals)
    .filter((one) => !one.person && !one.serviceLinked && !own.has(one.arn));
}

function resourceOf(world: World, { arn, type, account, where }: MachineryPart): Resource {
  const all = world.accounts.find(({ id }) => id === account)?.resources ?? [];
  const plain: Resource = { arn, type, account, where, roles: [], tags: {}, dependsOn: [] };
  return all.find((one) => one.arn === arn && one.type === type) ?? plain;
}

/**
 * Machines of somebody's own that may change, start or answer for a part of the machinery: what the pipeline does is then no
 * longer what was proved of it. People are judged by what they may do anywhere.
 */
export function strangers(closure: Closure): Pick<Findings, 'counterexamples' | 'unknowns'> {
  const { world, organization } = closure;
  const parts = (world.machinery ?? []).filter(({ type }) => DECIDING[type] !== undefined);
  const asked = strangersIn(world, world.machinery ?? []).map((principal) => {
    const near = parts.filter(({ account }) => account === principal.account);
    return near.map((part) => {
      const question = listed(organization, resourceOf(world, part), false);
      const actor = { principal, powers: {} };
      return { principal, part, answer: closure.ask({ actor, actions: writes(DECIDING[part.type]!), ...question }) };
    });
  });
  const counterexamples = asked.flatMap((ofOne) =>
    ofOne.flatMap(({ principal, part, answer }) => {
      if (answer.verdict !== 'sat') return [];
      const { action, resource, context } = answer.request;
      const request = { principal: knownAs(principal), action, resource, context };
      return [{ human: principal.arn, steps: [], request, where: [...reasons(answer), part.where] }];
    }),
  );
  const unknowns = asked
    .flat()
    .filter(({ answer }) => answer.verdict === 'unknown')
    .map(({ principal, part }) => ({
      why: `nobody can decide whether ${principal.arn} may change ${part.arn}`,
      where: principal.where,
    }));
  return { counterexamples, unknowns };
}
