import { z } from 'zod';
import { accountId, some } from './fields';

const BY_HAND = "write a list of account ids: { byHand: ['333333333333'] }";
const STACK_SETS = `write true, or which accounts stay by hand: { byHand: ['333333333333'] }`;

/** Whether stack sets of management prepare the accounts. */
export const stackSets = z
  .union([z.boolean(), z.strictObject({ byHand: some(accountId, BY_HAND) })], { error: STACK_SETS })
  .default(false)
  .meta({
    description:
      'Service-managed stack sets of management bring accounts what prepares them (baseline, bootstraps, monitors), behind the fence too: one deployment with the credentials of management. Accounts under byHand, which stood before, stay with an administrator. Default: false, an administrator deploys all of it.',
    examples: [true],
  });

/** Accounts that stack sets prepare none of; undefined where there are no stack sets. */
export function byHandOf(given: z.output<typeof stackSets>): readonly string[] | undefined {
  if (given === false) return undefined;
  return given === true ? [] : given.byHand;
}
