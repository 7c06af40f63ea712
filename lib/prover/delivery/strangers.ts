import { catalogue, isWriteClass } from '../../iam';
import { ANSWERING, DECIDING } from '../../contract/proof/theorem-actions';
import { knownAs } from '../../world/authorize/actor';
import { listed, reasons, type Question } from '../../world/authorize/ask';
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

/** What is asked of a stranger about a part: a write on it, or one that names nothing and concerns it all the same. */
function questionsAbout(closure: Closure, principal: Principal, part: MachineryPart): Question[] {
  const { world, organization } = closure;
  const actor = { principal, powers: {} };
  const answering = ANSWERING[part.type];
  return [
    { actor, actions: writes(DECIDING[part.type]!), ...listed(organization, resourceOf(world, part), false) },
    ...(answering ? [{ actor, actions: answering, resource: elsewhere(part), owner: part.account }] : []),
  ];
}

/** What such a write acts on: nothing in particular, or what leads to the part and has a name that nobody chose. */
function elsewhere({ arn, account, type }: MachineryPart): readonly string[] {
  const [, partition] = arn.split(':');
  const mappings = [`arn:${partition}:lambda:*:${account}:event-source-mapping:*`];
  return type === 'AWS::Lambda::Function' ? ['*', ...mappings] : ['*'];
}

/**
 * Machines of somebody's own that may change, start or answer for a part of the machinery: what the pipeline does is then no
 * longer what was proved of it. People are judged by what they may do anywhere.
 */
export function strangers(closure: Closure): Pick<Findings, 'counterexamples' | 'unknowns'> {
  const { world } = closure;
  const parts = (world.machinery ?? []).filter(({ type }) => DECIDING[type] !== undefined);
  const asked = strangersIn(world, world.machinery ?? []).flatMap((principal) =>
    parts
      .filter(({ account }) => account === principal.account)
      .flatMap((part) =>
        questionsAbout(closure, principal, part).map((question) => ({
          principal,
          part,
          answer: closure.ask(question),
        })),
      ),
  );
  const counterexamples = asked.flatMap(({ principal, part, answer }) => {
    if (answer.verdict !== 'sat') return [];
    const { action, resource, context } = answer.request;
    const request = { principal: knownAs(principal), action, resource, context };
    return [{ human: principal.arn, steps: [], request, where: [...reasons(answer), part.where] }];
  });
  const unknowns = asked
    .filter(({ answer }) => answer.verdict === 'unknown')
    .map(({ principal, part }) => ({
      why: `nobody can decide whether ${principal.arn} may change ${part.arn}`,
      where: principal.where,
    }));
  return { counterexamples, unknowns };
}
