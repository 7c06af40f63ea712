import type { ConditionJson } from '../../lib/access';

/** A condition as exceptions carry it: every value in a list. */
export function contextOf(condition: ConditionJson): { [operator: string]: { [key: string]: string[] } } {
  const lists = (keys: ConditionJson[string]) =>
    Object.fromEntries(Object.entries(keys).map(([key, values]) => [key, [values].flat()]));
  return Object.fromEntries(Object.entries(condition).map(([operator, keys]) => [operator, lists(keys)]));
}
