import type { StackFacts, TemplateResource, World } from '../../world/model';
import type { AssetDigests } from '../assets';
import type { Fact, Judgement } from './fact';
import { leavesOf, type Json } from './leaves';

/** A resource in its stack, with the heading that its facts stand under. */
export interface Site {
  readonly of: string;
  readonly world: World;
  readonly assets: AssetDigests;
  readonly stack: StackFacts;
  readonly resource: TemplateResource;
}

/** What the detailed facts of something have in common. */
export interface Details {
  readonly of: string;
  /** Key of the fact that they are details of, and prefix of theirs. */
  readonly within: string;
  readonly subject: string;
  readonly place?: Fact['place'];
  readonly where: string;
  /** What it means that a detail is gone; `different` where nothing is said. */
  readonly gone?: Judgement;
}

/** A fact for each value of a JSON, under the heading and the key of what it belongs to. */
export function detailsOf(value: Json, { of, within, subject, place, where, gone }: Details): Fact[] {
  return leavesOf(value).map(({ path, text }) => ({
    of,
    key: `${within} ${path}`,
    within,
    subject: path ? `${subject}, ${path}` : subject,
    ...(place ? { place } : {}),
    text,
    ...(gone ? { gone } : {}),
    where,
  }));
}

/** Resources of a type with their stacks, in the given stacks of a world. */
export function resourcesIn(
  stacks: readonly StackFacts[],
  type: string,
): { readonly stack: StackFacts; readonly resource: TemplateResource }[] {
  return stacks.flatMap((stack) =>
    stack.resources.filter((resource) => resource.type === type).map((resource) => ({ stack, resource })),
  );
}

/** Stacks in guarded accounts and in management: what stands elsewhere holds nothing back from prod. */
export function guardedStacks({ accounts, stacks = [] }: World): StackFacts[] {
  const guarded = new Set(
    accounts
      .filter(({ environment }) => ['prod', 'tooling', 'audit', 'management'].includes(environment))
      .map((account) => account.id),
  );
  return stacks.filter((stack) => guarded.has(stack.account));
}

/** The last part of an ARN or a path: `orders-gate`. */
export function lastPart(text: string): string {
  return text.split(/[:/]/).at(-1) ?? text;
}
