import type { Exception, StackFacts, TemplateResource, World } from '../../../lib/world/model';

type Json = Record<string, unknown>;

/** One edit of a world: where, and what is done there. */
export interface Edit {
  /** Type and name (Ref, or the last part of the construct path) of a resource of a template. */
  readonly resource?: readonly [type: string, name: string];
  /** The policy beside the code of all handlers of a pipeline; `handler` takes one of them alone. */
  readonly policy?: string;
  readonly handler?: string;
  /** Metadata of a stack, by its name. */
  readonly metadata?: string;
  /** What an account's resource runs as: type and the end of its ARN. */
  readonly runs?: readonly [type: string, name: string];
  /** Who holds a permission set. */
  readonly holders?: string;
  /** Id of an exception. */
  readonly sanction?: string;
  /** Place within: entries of lists by their name, stage, value or position; JSON within texts is entered too. */
  readonly path?: string;
  readonly set?: unknown;
  readonly add?: unknown;
  readonly remove?: true;
  /** Entry of the list at the place that moves to its end. */
  readonly last?: string;
}

/** Edits made so far; a case that edits nothing would be about nothing. */
let made = 0;

/** The world with an edit made; throws where there is nothing to edit. */
export function edited(world: World, edit: Edit): World {
  const before = made;
  const changed = make(world, edit);
  if (made === before) throw new Error(`nothing is edited by ${JSON.stringify(edit)}`);
  return changed;
}

function make(world: World, edit: Edit): World {
  if (edit.runs || edit.holders) return { ...world, accounts: world.accounts.map((one) => inAccount(one, edit)) };
  if (edit.sanction !== undefined)
    return {
      ...world,
      exceptions: world.exceptions.map((one) => (one.id === edit.sanction ? (change(one, edit) as Exception) : one)),
    };
  return { ...world, stacks: world.stacks!.map((stack) => inStack(stack, edit)) };
}

function inAccount(account: World['accounts'][number], edit: Edit): World['accounts'][number] {
  const [type, name] = edit.runs ?? [];
  return {
    ...account,
    resources: account.resources.map((one) =>
      one.type === type && one.arn.endsWith(name!) ? { ...one, roles: counted(edit.set) as string[] } : one,
    ),
    principals: account.principals.map((one) =>
      edit.holders && one.person?.permissionSet === edit.holders
        ? {
            ...one,
            person: { ...one.person, why: `permission set ${edit.holders} assigned to ${String(counted(edit.set))}` },
          }
        : one,
    ),
  };
}

function inStack(stack: StackFacts, edit: Edit): StackFacts {
  if (edit.metadata === stack.name) return { ...stack, metadata: change(stack.metadata, edit) as Json };
  return { ...stack, resources: stack.resources.flatMap((one) => inResource(one, edit)) };
}

function inResource(one: TemplateResource, edit: Edit): TemplateResource[] {
  if (edit.policy !== undefined && belongs(one, edit)) return [{ ...one, policy: change(one.policy, edit) }];
  const [type, name] = edit.resource ?? [];
  if (one.type !== type || (one.ref !== name && !`/${one.where}`.endsWith(`/${name}`))) return [one];
  if (edit.path === undefined) {
    made++;
    return [];
  }
  return [{ ...one, properties: change(one.properties, edit) as Json }];
}

function belongs({ ref, policy }: TemplateResource, edit: Edit): boolean {
  return policy !== undefined && (edit.handler ? ref === edit.handler : ref.startsWith(`${edit.policy}-`));
}

function change(value: unknown, edit: Edit): unknown {
  return at(value, edit.path ? edit.path.split('/') : [], edit);
}

function at(value: unknown, [step, ...rest]: readonly string[], edit: Edit): unknown {
  if (typeof value === 'string' && step !== undefined)
    return JSON.stringify(at(JSON.parse(value), [step, ...rest], edit));
  if (step === undefined || (rest.length === 0 && edit.remove)) made++;
  if (step === undefined && edit.last !== undefined) return moved(value as Json[], edit.last);
  if (step === undefined) return 'set' in edit ? edit.set : [...(value as unknown[]), edit.add];
  if (Array.isArray(value)) return inList(value, step, rest, edit);
  const object = value as Json;
  if (rest.length === 0 && edit.remove)
    return Object.fromEntries(Object.entries(object).filter(([key]) => key !== step));
  return { ...object, [step]: at(object[step], rest, edit) };
}

function inList(list: readonly unknown[], step: string, rest: readonly string[], edit: Edit): unknown[] {
  return list.flatMap((one, position) => {
    const { Name, name, stage, account } = (typeof one === 'object' ? one : {}) as Json;
    if (![Name, name, stage, account, one, String(position)].includes(step)) return [one];
    return rest.length === 0 && edit.remove ? [] : [at(one, rest, edit)];
  });
}

function moved(list: readonly Json[], name: string): Json[] {
  return [...list.filter((one) => one.Name !== name), ...list.filter((one) => one.Name === name)];
}

function counted<T>(value: T): T {
  made++;
  return value;
}
