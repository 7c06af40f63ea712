import { createHash } from 'node:crypto';
import { copyModel, isOver } from './model-state';
import type { SceneState } from './scene';

/**
 * A copy that shares what nobody changes in place: items, objects and whatever is over are replaced as a whole, as in
 * the services that they stand for, so only the lists and maps around them are copied.
 */
export function copyState(state: SceneState): SceneState {
  return {
    ...state,
    model: copyModel(state.model),
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
let texts = new Map<string, number>();

/** Texts of objects whose numbers are remembered; beyond it they are read anew, which costs time and no answer. */
const REMEMBERED = 20_000;

/** A number for a text, the same for the same text and for no other; what is kept is a hash of 160 bits. */
function numberOf(text: string): number {
  const short = sha1(text);
  const found = numbers.get(short) ?? numbers.size;
  numbers.set(short, found);
  return found;
}

/** The same for something that never changes in place. */
function numberOfFrozen(one: object): number {
  const found = known.get(one) ?? numberOf(JSON.stringify(one));
  known.set(one, found);
  return found;
}

function numberOfText(text: string): number {
  const found = texts.get(text) ?? numberOf(text);
  if (texts.size > REMEMBERED) texts = new Map();
  texts.set(text, found);
  return found;
}

function part(one: { readonly status: string }): string {
  return isOver(one) ? String(numberOfFrozen(one)) : JSON.stringify(one);
}

/**
 * The same for states that are the same in everything, whatever way led there, and different for all others: a hash
 * over the numbers of the parts, so that parts which did not change are not read again.
 */
export function keyOf({ items, objects, model, deployments, ...rest }: SceneState): string {
  const { executions, actions, machines, ...more } = model;
  const lists = [executions, actions, machines].map((list) => list.map(part).join());
  const table = [...items.values()].map(numberOfFrozen).sort((a, b) => a - b);
  const bucket = [...objects].map(([key, text]) => `${key} ${numberOfText(text)}`).sort();
  return sha1(JSON.stringify([lists, table, bucket, deployments.map(numberOfFrozen), more, rest]));
}

/** The same as a key for comparing between processes, in which numbers are given in another order; slow. */
export function lastingKeyOf({ items, objects, ...rest }: SceneState): string {
  const sorted = (_: string, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort())
      : value;
  return sha1(JSON.stringify([Object.fromEntries(items), Object.fromEntries(objects), rest], sorted));
}

function sha1(text: string): string {
  return createHash('sha1').update(text).digest('base64');
}
