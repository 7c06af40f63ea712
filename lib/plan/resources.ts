import { isDeepStrictEqual } from 'node:util';
import { dataRule, resourcesOf } from '../fence';
import type { Template } from '../fence';
import { changedPaths, isOpen, referredAt, replacingOf } from './replacing';

type Resource = ReturnType<typeof resourcesOf>[number];

/** What CloudFormation would do with a resource, the worst first. */
export const EFFECTS = [
  'refused',
  'replaced',
  'deleted',
  'unknown',
  'may be replaced',
  'left behind',
  'created',
  'updated',
] as const;

/**
 * `refused`: CloudFormation fails on it. `left behind`: it leaves the template and stays in the account. `may be replaced`: what a
 * function comes to, or what a property refers to, decides. `unknown`: nothing is known of the type.
 */
export type Effect = (typeof EFFECTS)[number];

/** One resource that changes. */
export interface ResourceChange {
  readonly id: string;
  readonly type: string;
  readonly effect: Effect;
  /** It holds data, or a key that data needs. */
  readonly stateful: boolean;
  /** Why, where that is not plain. */
  readonly because?: string;
  /** Whether the old one stays in the account, or a last snapshot of it, where it is replaced or deleted. */
  readonly kept?: 'retained' | 'snapshot';
  /** Names that it has by its template, so that nothing else can have them. */
  readonly names: readonly string[];
}

const KEPT: Readonly<Record<string, ResourceChange['kept']>> = {
  Retain: 'retained',
  RetainExceptOnCreate: 'retained',
  Snapshot: 'snapshot',
};

/**
 * What nothing else can be called. Where several properties name it together, they are one name, and one that a reference
 * makes leaves it open.
 */
function namesOf({ type, properties }: Resource): string[] {
  const values = identifierOf({ type, properties });
  const known = values.filter(isText);
  return known.length > 0 && known.length === values.length ? [known.join(' ')] : [];
}

/** What names it, as the template says it; references stand as they are. */
function identifierOf({ type, properties }: Pick<Resource, 'type' | 'properties'>): readonly unknown[] {
  return (replacingOf(type)?.identifier ?? []).map((name) => properties[name]);
}

const isText = (value: unknown): value is string => typeof value === 'string';

function described(resource: Resource) {
  const { id, type, properties } = resource;
  return { id, type, stateful: dataRule(type, properties) !== undefined, names: namesOf(resource) };
}

function gone(resource: Resource): ResourceChange {
  const kept = KEPT[String(resource.deletionPolicy)];
  return { ...described(resource), effect: kept === 'retained' ? 'left behind' : 'deleted', ...(kept ? { kept } : {}) };
}

/** What decides over a resource that is there on both sides. */
interface Judged {
  readonly effect: Effect;
  readonly because?: string;
}

/** A name that was chosen is taken as long as the old resource is there. */
function replaced(before: Resource, after: Resource, because: string): Judged {
  const names = identifierOf(after).filter(isText);
  const same = names.length > 0 && isDeepStrictEqual(identifierOf(after), identifierOf(before));
  if (!same) return { effect: 'replaced', because };
  return {
    effect: 'refused',
    because: `${because} replaces it, and its name ${names.join(', ')} is taken until it is gone`,
  };
}

function judge(before: Resource, after: Resource): Judged | undefined {
  if (before.type !== after.type) return { effect: 'refused', because: `its type was ${before.type}` };
  if (isDeepStrictEqual(before.properties, after.properties)) return undefined;
  const row = replacingOf(after.type);
  if (!row) return custom(after.type);
  const certain = changedPaths(row.yes, before.properties, after.properties);
  const plain = certain.filter((path) => !isOpen(path, before.properties) && !isOpen(path, after.properties));
  if (plain.length > 0) return replaced(before, after, plain.join(', '));
  const open = [...certain, ...changedPaths(row.maybe, before.properties, after.properties)];
  if (open.length > 0) return { effect: 'may be replaced', because: open.join(', ') };
  return { effect: 'updated' };
}

/** What a custom resource answers decides; of any other type nothing is known. */
function custom(type: string): Judged {
  if (/^(Custom::|AWS::CloudFormation::CustomResource$)/.test(type))
    return { effect: 'may be replaced', because: 'its handler decides' };
  return { effect: 'unknown', because: 'the pinned specification does not know the type' };
}

function changed(before: Resource, after: Resource): ResourceChange[] {
  const judged = judge(before, after);
  if (!judged) return [];
  const policies = [KEPT[String(before.updateReplacePolicy)], KEPT[String(after.updateReplacePolicy)]];
  const kept = policies[0] === policies[1] ? policies[0] : undefined;
  const goes = judged.effect === 'replaced' || judged.effect === 'may be replaced';
  return [{ ...described(after), ...judged, ...(kept && goes ? { kept } : {}) }];
}

/** Properties that must not change refer to what is replaced: then that is replaced as well. */
function drawnAlong(resource: Resource, gone: ReadonlySet<string>): ResourceChange[] {
  const row = replacingOf(resource.type);
  const paths = [...(row?.yes ?? []), ...(row?.maybe ?? [])];
  const found = paths.find((path) => referredAt(path, resource.properties).some((id) => gone.has(id)));
  if (found === undefined) return [];
  const kept = KEPT[String(resource.updateReplacePolicy)];
  const because = `${found} refers to what is replaced`;
  return [{ ...described(resource), effect: 'may be replaced', because, ...(kept ? { kept } : {}) }];
}

function propagate(changes: readonly ResourceChange[], after: readonly Resource[]): ResourceChange[] {
  const gone = new Set(changes.filter(({ effect }) => /replaced$/.test(effect)).map(({ id }) => id));
  const settled = new Set(changes.filter(({ effect }) => effect !== 'updated').map(({ id }) => id));
  const along = after.filter(({ id }) => !settled.has(id)).flatMap((each) => drawnAlong(each, gone));
  if (along.length === 0) return [...changes];
  const ids = new Set(along.map(({ id }) => id));
  return propagate([...changes.filter(({ id }) => !ids.has(id)), ...along], after);
}

/** What CloudFormation would do with the resources of a stack, the worst first. */
export function resourceChanges(older: Template, newer: Template): ResourceChange[] {
  const [before, after] = [resourcesOf(older), resourcesOf(newer)];
  const was = new Map(before.map((each) => [each.id, each]));
  const is = new Map(after.map((each) => [each.id, each]));
  const direct = [
    ...before.filter(({ id }) => !is.has(id)).map(gone),
    ...after.flatMap((each): ResourceChange[] => {
      const old = was.get(each.id);
      return old ? changed(old, each) : [{ ...described(each), effect: 'created' }];
    }),
  ];
  const rank = ({ effect }: ResourceChange) => EFFECTS.indexOf(effect);
  return propagate(direct, after).sort((a, b) => rank(a) - rank(b) || (a.id < b.id ? -1 : 1));
}
