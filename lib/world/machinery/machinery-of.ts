import type { Item } from '../assembly/stacks';
import type { MachineryPart } from '../model';
import { isMade, namesOf } from './foreign';
import type { Made } from './reconstruct';

/** What of a world is as the package makes it, by account and ARN pattern. */
export function machineryOf(items: readonly Item[], made: Made): readonly MachineryPart[] {
  return items
    .filter((item) => isMade(item, made))
    .flatMap((item) => {
      const arn = namesOf(item).find((name) => name.startsWith('arn:'));
      return arn === undefined ? [] : [{ arn, type: item.type, account: item.account, where: item.where }];
    });
}
