import { actionAtoms } from './atoms';
import { anyone } from './anyone';
import { catalogue, isWriteClass } from './catalogue';
import type { ActionClass } from './catalogue';
import { CORRECTIONS } from './corrections';
import { decide } from './decide';
import type { Question } from './decide';
import { viewsOf } from './dimensions';
import type { Policy } from './model';
import { DEFAULT_BUDGET, byResources, forAction, statementsOf } from './solve';
import { actsOn } from './resource-types';
import { requestOf } from './witness';

/** An action that a policy allows and that is no plain read. */
export interface AllowedWrite {
  readonly action: string;
  /** A resource on which it is allowed; the pattern of the Allow statement where that is not decided. */
  readonly resource: string;
  readonly class: ActionClass;
}

/** An action that the reviewed table takes for a plain read although the catalogue does not. */
export interface CorrectedRead {
  readonly action: string;
  readonly reason: string;
}

/** What a policy allows beyond plain reads. */
export interface Writes {
  readonly writes: readonly AllowedWrite[];
  /** Allowed actions that count as plain reads against the catalogue. */
  readonly corrected: readonly CorrectedRead[];
  readonly catalogue: { readonly name: string; readonly version: string };
}

/**
 * Every action of the catalogue that a policy allows on some resource that it acts on and in some context, and that is
 * no plain read. What cannot be decided counts as allowed.
 */
export function writesOf(policy: Policy): Writes {
  const { name, version } = catalogue();
  const allowed = allowedActions(policy, (action) => {
    const found = catalogue().find(action)!;
    return isWriteClass(found.class) || CORRECTIONS.has(found.name);
  });
  const writes: AllowedWrite[] = [];
  const corrected: CorrectedRead[] = [];
  for (const { action, resource } of allowed) {
    const found = catalogue().find(action)!;
    if (isWriteClass(found.class)) writes.push({ action, resource, class: found.class });
    else corrected.push({ action, reason: found.reason! });
  }
  return { writes, corrected, catalogue: { name, version } };
}

/** The catalogue's actions that a policy allows, among those that matter, each with a resource. */
function allowedActions(policy: Policy, matters: (action: string) => boolean): { action: string; resource: string }[] {
  const { allows, denies } = statementsOf(policy, policy.kind);
  const all = [...allows, ...denies];
  const ground = {
    action: [],
    resource: [],
    callers: policy.kind === 'identity' ? undefined : anyone(all),
    facts: new Map(),
    views: viewsOf(all),
  };
  const forbidding = denies.filter(({ statement }) => statement.unreadable.length === 0);
  const question: Question = { layers: [allows], forbidding, ground, budget: DEFAULT_BUDGET };
  const found: { action: string; resource: string }[] = [];
  for (const atom of actionAtoms(all, catalogue().actions.filter(matters))) {
    found.push(...allowedOf(forAction(question, atom.representative), atom.actions));
  }
  return found.sort((a, b) => (a.action < b.action ? -1 : 1));
}

/** Actions that act on the same resources share the answer. */
function allowedOf(question: Question, actions: readonly string[]): { action: string; resource: string }[] {
  if (question.layers[0].length === 0) return [];
  const answers = new Map<number, string | undefined>();
  for (const { action, resource } of byResources(actions)) {
    answers.set(
      resource!.id,
      allowedResource({ ...question, ground: { ...question.ground, resource: [resource!] } }, action),
    );
  }
  return actions.flatMap((action) => {
    const resource = answers.get(actsOn(action)!.id);
    return resource === undefined ? [] : [{ action, resource }];
  });
}

function allowedResource(question: Question, action: string): string | undefined {
  const decision = decide(question);
  if (decision.verdict === 'unsat') return undefined;
  if (decision.verdict === 'sat') return requestOf(decision, question.layers[0], action).resource;
  return question.layers[0][0].statement.resources?.patterns[0] ?? '*';
}
