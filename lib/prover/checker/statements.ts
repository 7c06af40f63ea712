import { covers, coversArn, overlaps, overlapsArn } from './glob';
import type { CheckedCondition, CheckedPolicy, CheckedPrincipal, CheckedStatement } from './input';

/** Who asks: a principal, or anybody of an account. */
export interface CheckedCaller {
  /** ARN or pattern. */
  readonly arn: string;
  readonly account: string;
  readonly organization: string;
  /** The principal where it is one; absent for anybody of an account. */
  readonly principal?: CheckedPrincipal;
  /** Whether a name is spelled as that of another principal that is described: with holes in it, it means that one alone. */
  readonly isAnothers?: (name: string) => boolean;
}

/** What a condition comes to for a caller. */
export type Truth = 'holds' | 'fails' | 'open';

/** Patterns of a statement: exact names, and patterns by the service that they name (none: any). */
interface Table {
  readonly exact: ReadonlySet<string>;
  readonly globs: ReadonlyMap<string, readonly string[]>;
  /** Services that it names; nothing where it may name any. */
  readonly services?: ReadonlySet<string>;
}

const tables = new WeakMap<CheckedStatement, Table>();

function tableOf({ actions: { patterns, negated } }: CheckedStatement): Table {
  const lower = patterns.map((one) => one.toLowerCase());
  const globs = new Map<string, string[]>();
  for (const one of lower.filter((each) => /[*?]/.test(each))) {
    const service = /^[^*?:]+(?=:)/.exec(one)?.[0] ?? '';
    globs.set(service, [...(globs.get(service) ?? []), one]);
  }
  const exact = new Set(lower.filter((one) => !/[*?]/.test(one)));
  const services = new Set([...exact].map(serviceIn).concat([...globs.keys()]));
  return { exact, globs, ...(negated || globs.has('') ? {} : { services }) };
}

function tableFor(statement: CheckedStatement): Table {
  let table = tables.get(statement);
  if (!table) tables.set(statement, (table = tableOf(statement)));
  return table;
}

/** Whether a statement names an action. */
export function names(statement: CheckedStatement, action: string): boolean {
  const table = tableFor(statement);
  const lower = action.toLowerCase();
  const fits = (one: string): boolean => covers(one, lower);
  const own = table.globs.get(lower.slice(0, lower.indexOf(':')));
  const named = table.exact.has(lower) || own?.some(fits) || table.globs.get('')?.some(fits) || false;
  return named !== statement.actions.negated;
}

const any = new WeakMap<CheckedStatement, WeakMap<readonly string[], boolean>>();
const services = new WeakMap<readonly string[], ReadonlyMap<string, readonly string[]>>();

/** Whether a statement names one of some actions; asked once for each pair. */
export function namesAny(statement: CheckedStatement, actions: readonly string[]): boolean {
  let known = any.get(statement);
  if (!known) any.set(statement, (known = new WeakMap()));
  let found = known.get(actions);
  if (found === undefined) known.set(actions, (found = findNamed(statement, actions)));
  return found;
}

/** Statements name few services, so most actions need no look. */
function findNamed(statement: CheckedStatement, actions: readonly string[]): boolean {
  const named = tableFor(statement).services;
  if (actions.length === 1 || !named) return actions.some((one) => names(statement, one));
  let known = services.get(actions);
  if (!known) services.set(actions, (known = byService(actions)));
  const [few, other] = named.size < known.size ? [named, known] : [known, named];
  for (const one of few.keys())
    if (other.has(one) && known.get(one)!.some((each) => names(statement, each))) return true;
  return false;
}

/** What stands before the colon, the whole where there is none: `*` is any service. */
function serviceIn(action: string): string {
  const at = action.indexOf(':');
  return (at < 0 ? action : action.slice(0, at)).toLowerCase();
}

function byService(actions: readonly string[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const one of actions) {
    const same = found.get(serviceIn(one));
    if (same) same.push(one);
    else found.set(serviceIn(one), [one]);
  }
  return found;
}

/** What is known of a caller's request to an account: a pattern, nothing (`undefined`), or that the key is absent. */
function fact(key: string, caller: CheckedCaller, owner: string): string | null | undefined {
  switch (key.toLowerCase()) {
    case 'aws:principalarn':
      return caller.arn;
    case 'aws:principalaccount':
    case 'kms:calleraccount':
      return caller.account;
    case 'aws:principalisawsservice':
      return 'false';
    case 'aws:principalorgid':
      return caller.organization;
    case 'aws:resourceaccount':
      return owner;
    case 'aws:principalservicename':
    case 'aws:sourcearn':
    case 'aws:sourceaccount':
      return null;
    default:
      return undefined;
  }
}

const BASE = /^(String|Arn)(Not)?(Equals|Like)$|^Bool$/;

function matches(operator: string, value: string, known: string): { surely: boolean; perhaps: boolean } {
  if (value.includes('$')) return { surely: false, perhaps: true };
  if (operator.startsWith('Arn')) return { surely: coversArn(value, known), perhaps: overlapsArn(value, known) };
  if (operator.endsWith('Like')) return { surely: covers(value, known), perhaps: overlaps(value, known) };
  const literal = operator === 'Bool' ? value.toLowerCase() : value;
  return { surely: known === literal && !known.includes('*'), perhaps: covers(known, literal) };
}

/** A condition for a caller; what the checker cannot follow is open. */
export function truth(condition: CheckedCondition, caller: CheckedCaller, owner: string): Truth {
  const { operator, ifExists, quantifier, values } = condition;
  const known = fact(condition.key, caller, owner);
  if (known === undefined || quantifier !== 'none' || !BASE.test(operator)) return 'open';
  const negated = operator.includes('Not');
  if (known === null) return ifExists || negated ? 'holds' : 'fails';
  const found = values.map((one) => matches(operator, one, known));
  const positive: Truth = found.some((one) => one.surely)
    ? 'holds'
    : found.some((one) => one.perhaps)
      ? 'open'
      : 'fails';
  if (positive === 'open' || !negated) return positive;
  return positive === 'holds' ? 'fails' : 'holds';
}

function onResource({ resources }: CheckedStatement, resource: string | undefined): boolean {
  if (!resources) return true;
  if (resource === undefined) return !resources.negated && resources.patterns.includes('*');
  if (resources.negated) return !resources.patterns.some((one) => overlaps(one, resource));
  return resources.patterns.some(
    (one) => !one.includes('$') && coversArn(one === '*' ? 'arn:*:*:*:*:*' : one, resource),
  );
}

function forEverybody({ principals }: CheckedStatement): boolean {
  return !principals || (!principals.negated && principals.entries.some((one) => one.value === '*'));
}

/** Whether a deny certainly forbids a caller one of the actions, on a resource or on any. */
export function forbids(
  statement: CheckedStatement,
  caller: CheckedCaller,
  owner: string,
  resource: string | undefined,
): boolean {
  const sure = statement.effect === 'Deny' && statement.unreadable.length === 0 && forEverybody(statement);
  return (
    sure &&
    onResource(statement, resource) &&
    statement.conditions.every((one) => truth(one, caller, owner) === 'holds')
  );
}

/** The statement at a place. */
export function at(policies: readonly CheckedPolicy[], where: string): CheckedStatement | undefined {
  for (const policy of policies) {
    if (!where.startsWith(policy.where)) continue;
    const found = policy.policy.statements.find((one) => `${policy.where}.${one.where}` === where);
    if (found) return found;
  }
  return undefined;
}

/** Whether policies might allow an action, on some resource. */
export function mightAllow(policies: readonly CheckedPolicy[], action: string): boolean {
  const allows = ({ policy }: CheckedPolicy): boolean =>
    policy.statements.some((one) => one.effect === 'Allow' && (one.unreadable.length > 0 || names(one, action)));
  return policies.some(allows);
}

/** Whether policies might allow one of some actions, on some resource. */
export function mightAllowAny(policies: readonly CheckedPolicy[], actions: readonly string[]): boolean {
  const allows = ({ policy }: CheckedPolicy): boolean =>
    policy.statements.some((one) => one.effect === 'Allow' && (one.unreadable.length > 0 || namesAny(one, actions)));
  return policies.some(allows);
}
