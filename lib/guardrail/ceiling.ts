import type { ConditionBlock, PolicyDocument, PolicyStatement } from './document';
import { ANYWHERE, document } from './document';
import { machineRoles } from './names';
import { READ_ACTIONS } from './read-actions';

/** A request that people may make in a guarded account although it is no read. */
export interface SanctionedRequests {
  readonly id: string;
  readonly statement: string;
  /** Role ARN patterns. */
  readonly principals: readonly string[];
  /** Exact actions; `*` alone lifts the ceiling for the principals. */
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

/** Whom a ceiling does not bind, beside the machines, and for what. */
export interface CeilingOptions {
  readonly exceptions: readonly SanctionedRequests[];
  /** Role ARN patterns that may change the guardrails themselves. */
  readonly administrators: readonly string[];
}

const ANY_ACTION = '*';

/** Principals without a ceiling: machines, administrators and whom an exception lets do anything. */
function unbound(options: CeilingOptions): readonly string[] {
  const lifted = options.exceptions.filter((exception) => exception.actions.includes(ANY_ACTION));
  return [...machineRoles(ANYWHERE), ...options.administrators, ...lifted.flatMap((exception) => exception.principals)];
}

/** A principal without an ARN matches no pattern, so the denial holds for it too. */
function exceptFor(principals: readonly string[]): ConditionBlock {
  return { ArnNotLike: { 'aws:PrincipalArn': unique(principals) } };
}

/**
 * The fence: everything but reads is denied to everyone but machines. It binds people, IAM users, root and any role
 * that somebody may yet invent. Sanctioned actions pass here and are narrowed by `sanctionedDocument`: attach both.
 */
export function ceilingDocument(options: CeilingOptions): PolicyDocument {
  return document([
    {
      Sid: 'PeopleOnlyRead',
      Effect: 'Deny',
      NotAction: [...READ_ACTIONS, ...sanctionedActions(options)],
      Resource: ['*'],
      Condition: exceptFor(unbound(options)),
    },
  ]);
}

/**
 * Narrows each sanctioned action to its resources, and each resource to its principals. Undefined where nothing is
 * sanctioned.
 */
export function sanctionedDocument(options: CeilingOptions): PolicyDocument | undefined {
  const statements = byExceptions(options).flatMap((actions, index) => narrowed(actions, index, options));
  return statements.length === 0 ? undefined : document([...statements, ...byUrlAlone(options)]);
}

/** Actions sanctioned for the same people on the same resources are narrowed together: a policy's size is limited. */
function byExceptions(options: CeilingOptions): readonly (readonly string[])[] {
  const groups = new Map<string, string[]>();
  for (const action of sanctionedActions(options)) {
    const sanctioning = options.exceptions.filter(({ actions }) => actions.includes(action));
    const key = JSON.stringify(sanctioning.map(({ principals, resources }) => [principals, resources]));
    groups.set(key, [...(groups.get(key) ?? []), action]);
  }
  return [...groups.values()];
}

/**
 * A function that is sanctioned by its URL is called no other way: the service then says who calls, and whoever calls
 * directly could write any caller into the event.
 */
function byUrlAlone(options: CeilingOptions): readonly PolicyStatement[] {
  const byUrl = options.exceptions.filter(({ actions }) => actions.includes('lambda:InvokeFunctionUrl'));
  if (byUrl.length === 0) return [];
  return [
    {
      Sid: 'ByUrlAlone',
      Effect: 'Deny',
      Action: ['lambda:InvokeFunction'],
      Resource: unique(byUrl.flatMap(({ resources }) => resources)),
      Condition: { ...exceptFor(unbound(options)), BoolIfExists: { 'lambda:InvokedViaFunctionUrl': 'false' } },
    },
  ];
}

function sanctionedActions(options: CeilingOptions): readonly string[] {
  return unique(options.exceptions.flatMap((exception) => exception.actions)).filter((action) => action !== ANY_ACTION);
}

function narrowed(actions: readonly string[], index: number, options: CeilingOptions): readonly PolicyStatement[] {
  const exceptions = options.exceptions.filter((exception) => exception.actions.includes(actions[0]));
  // Elsewhere nobody may: an exception is for exact resources.
  const elsewhere: PolicyStatement = {
    Sid: `OnlyThere${index}`,
    Effect: 'Deny',
    Action: actions,
    NotResource: unique(exceptions.flatMap((exception) => exception.resources)),
    Condition: exceptFor(unbound(options)),
  };
  // There, only those whom an exception names for that very resource.
  const there = byPrincipals(exceptions).map((group, position): PolicyStatement => ({
    Sid: `OnlyThey${index}x${position}`,
    Effect: 'Deny',
    Action: actions,
    Resource: group.resources,
    Condition: exceptFor([...unbound(options), ...group.principals]),
  }));
  return [elsewhere, ...there];
}

interface Group {
  readonly principals: readonly string[];
  readonly resources: string[];
}

/** Resources that the same principals may use share one statement; each resource stands in exactly one. */
function byPrincipals(exceptions: readonly SanctionedRequests[]): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const resource of unique(exceptions.flatMap((exception) => exception.resources))) {
    const principals = unique(
      exceptions.filter((exception) => exception.resources.includes(resource)).flatMap((each) => each.principals),
    );
    const key = JSON.stringify([...principals].sort());
    const group = groups.get(key) ?? { principals, resources: [] };
    group.resources.push(resource);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}
