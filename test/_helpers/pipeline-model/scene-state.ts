import { createHash } from 'node:crypto';
import type { SceneState } from './scene';

/**
 * A copy that shares what nobody changes in place: items and objects are replaced as a whole, as in the services that
 * they stand for, so only their maps are copied.
 */
export function copyState(state: SceneState): SceneState {
  return {
    ...state,
    model: structuredClone(state.model),
    items: new Map(state.items),
    objects: new Map(state.objects),
    alarms: { ...state.alarms },
    revisions: { ...state.revisions },
    deployments: [...state.deployments],
    starts: { ...state.starts },
  };
}

const numbers = new Map<string, number>();
const known = new WeakMap<object, number>();

/** A number for a text, the same for the same text. */
function numberOf(text: string): number {
  const found = numbers.get(text) ?? numbers.size;
  numbers.set(text, found);
  return found;
}

function numberOfItem(item: object): number {
  const found = known.get(item) ?? numberOf(JSON.stringify(item));
  known.set(item, found);
  return found;
}

/** The same for states that are the same in everything, whatever way led there. */
export function keyOf({ items, objects, ...rest }: SceneState): string {
  const hash = createHash('sha1').update(JSON.stringify(rest));
  for (const [key, item] of [...items].sort(byKey)) hash.update(`\n${key}\t${numberOfItem(item)}`);
  for (const [key, text] of [...objects].sort(byKey)) hash.update(`\n${key}\t${numberOf(text)}`);
  return hash.digest('base64');
}

const byKey = ([a]: [string, unknown], [b]: [string, unknown]): number => (a < b ? -1 : Number(a > b));
