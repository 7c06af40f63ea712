import { applicationChanges, statedPlatform } from '../assembly';
import type { ApplicationChange, StatedPlatform } from '../assembly';
import type { PlannedStack } from './read';
import { resourceChanges } from './resources';
import type { Effect, ResourceChange } from './resources';
import { stepOf } from './steps';
import type { PlanStep } from './steps';

/** What happens to a stack. `left behind`: no deployment deletes it. */
export interface StackChange {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly path: string;
  readonly change: 'created' | 'updated' | 'left behind';
  readonly step: PlanStep;
  readonly resources: readonly ResourceChange[];
}

/** A resource with a name of its own that another stack, or another logical id, makes from now on. */
export interface Rename {
  readonly type: string;
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

/** What a change would create, replace, delete and leave behind. */
export interface Plan {
  readonly version: 1;
  /** `stop` where data is lost, a deployment fails, or nobody can say. */
  readonly verdict: 'nothing' | 'fine' | 'stop';
  readonly applications: readonly ApplicationChange[];
  readonly stacks: readonly StackChange[];
  readonly renames: readonly Rename[];
}

const keyOf = ({ account, region, name }: PlannedStack): string => `${account} ${region} ${name}`;

/** Everything that stays in the account with a stack that nothing deletes. */
function staying(stack: PlannedStack): ResourceChange[] {
  const made = resourceChanges({ Resources: {} }, stack.template);
  return made.map((each) => ({ ...each, effect: 'left behind' as const }));
}

function changeOf(older: PlannedStack | undefined, newer: PlannedStack | undefined, step: PlanStep): StackChange[] {
  const { name, account, region, path } = (newer ?? older)!;
  const stack = { name, account, region, path, step };
  if (!newer) return [{ ...stack, change: 'left behind', resources: staying(older!) }];
  const resources = resourceChanges(older?.template ?? { Resources: {} }, newer.template);
  if (!older) return [{ ...stack, change: 'created', resources }];
  return resources.length > 0 ? [{ ...stack, change: 'updated', resources }] : [];
}

/** Where a resource with a chosen name stands. */
interface Holder {
  readonly type: string;
  readonly name: string;
  readonly place: string;
}

function holders(stacks: readonly PlannedStack[]): Map<string, Holder> {
  const all = stacks.flatMap((stack) => {
    const made = resourceChanges({ Resources: {} }, { Resources: stack.template.Resources });
    return made.flatMap(({ id, type, names }) =>
      names.map((name): [string, Holder] => [
        `${stack.account} ${type.startsWith('AWS::IAM::') ? '' : stack.region} ${type} ${name}`,
        { type, name, place: `${stack.name}/${id}` },
      ]),
    );
  });
  return new Map(all);
}

/** A name moves: CloudFormation makes the new one before it deletes the old one, and fails on the name. */
function renamesOf(older: readonly PlannedStack[], newer: readonly PlannedStack[]): Rename[] {
  const before = holders(older);
  return [...holders(newer)].flatMap(([key, { type, name, place }]) => {
    const was = before.get(key);
    return was && was.place !== place ? [{ type, name, from: was.place, to: place }] : [];
  });
}

const STOPPING: readonly Effect[] = ['refused', 'unknown'];
const LOSING: readonly Effect[] = ['replaced', 'deleted', 'may be replaced'];

function stops({ effect, stateful, kept }: ResourceChange): boolean {
  return STOPPING.includes(effect) || (stateful && LOSING.includes(effect) && kept === undefined);
}

function statedIn(stacks: readonly PlannedStack[]): StatedPlatform | undefined {
  const own = stacks.filter(({ stage }) => stage === '');
  return statedPlatform(own.map(({ template }) => (template as { Metadata?: Record<string, unknown> }).Metadata ?? {}));
}

/** What the change from one assembly to another would do to what is deployed from the first. */
export function planOf(older: readonly PlannedStack[], newer: readonly PlannedStack[]): Plan {
  const [was, is] = [new Map(older.map((one) => [keyOf(one), one])), new Map(newer.map((one) => [keyOf(one), one]))];
  const [before, after] = [statedIn(older), statedIn(newer)];
  const stacks = [...new Set([...was.keys(), ...is.keys()])]
    .flatMap((key) => changeOf(was.get(key), is.get(key), stepOf((is.get(key) ?? was.get(key))!, before, after)))
    .sort((a, b) => a.step.order - b.step.order);
  const renames = renamesOf(older, newer);
  const nobody = { applications: [] };
  const bad = renames.length > 0 || stacks.some(({ resources }) => resources.some(stops));
  return {
    version: 1,
    verdict: bad ? 'stop' : stacks.length > 0 ? 'fine' : 'nothing',
    applications: applicationChanges(before ?? nobody, after ?? nobody),
    stacks,
    renames,
  };
}
