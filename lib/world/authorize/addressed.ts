import type { Condition, PrincipalEntry, Statement } from '../../iam/model';
import type { Caller, Layer } from '../../iam/query';

interface Name {
  readonly account: string | undefined;
  readonly name: string;
}

/** The account and the last part of an ARN, or of a session's the role's name. */
function nameOf(arn: string): Name {
  const parts = arn.split(':');
  const path = parts.slice(5).join(':').split('/');
  return { account: parts[4], name: path[0] === 'assumed-role' ? path[1] : path[path.length - 1] };
}

/** Whether an entry might mean a role or a user, or one of the sessions of a role; in doubt it might. */
function mightMean({ type, value }: PrincipalEntry, caller: Caller, named: Name): boolean {
  if (type !== 'AWS') return false;
  if (value === '*' || !SPECIFIC.test(value))
    return value === '*' || !/^\d{12}$/.test(value) || value === named.account;
  const other = nameOf(value);
  if (other.account !== named.account) return false;
  return other.name === 'root' || /[*?]/.test(value + caller.id) || other.name === named.name;
}

const SPECIFIC = /^arn:[^:*?]*:(iam|sts)::\d{12}:/;

/** Whether an entry names one role or user, who alone is meant by it. */
function namesOne({ type, value }: PrincipalEntry): boolean {
  return type === 'AWS' && SPECIFIC.test(value) && !/[*?]/.test(value) && nameOf(value).name !== 'root';
}

/** Whom a statement may mean among roles and users. */
interface Meant {
  readonly everybody: boolean;
  /** Accounts of which it may mean anybody. */
  readonly accounts: ReadonlySet<string>;
  /** Accounts and names of those whom it means alone. */
  readonly names: readonly Name[];
}

const meanings = new WeakMap<Statement, Meant>();

function meantBy(statement: Statement): Meant {
  let found = meanings.get(statement);
  if (!found) meanings.set(statement, (found = findMeant(statement)));
  return found;
}

function findMeant({ principals, conditions, unreadable }: Statement): Meant {
  const entries = principals?.entries.filter(({ type }) => type === 'AWS') ?? [];
  const names = entries.filter(namesOne).map(({ value }) => nameOf(value));
  const wide = !principals || principals.negated || entries.some((one) => !namesOne(one));
  const held = wide && unreadable.length === 0 ? heldTo(conditions) : undefined;
  if (held) return { everybody: false, accounts: held.accounts, names: [...names, ...held.names] };
  const accounts = new Set(entries.filter((one) => !namesOne(one)).flatMap((one) => accountIn(one) ?? []));
  const open = !principals || principals.negated || entries.some((one) => accountIn(one) === undefined);
  return { everybody: open, accounts, names };
}

/** The account of which an entry means somebody; nothing where that may be any. */
function accountIn({ value }: PrincipalEntry): string | undefined {
  if (/^\d{12}$/.test(value)) return value;
  return SPECIFIC.test(value) ? nameOf(value).account : undefined;
}

const NAMING = /^(String|Arn)(Equals|Like)$/;
const OF_ACCOUNT = /^arn:[^:*?$]*:(?:iam|sts)::(\d{12}):/;

/** Whom a condition on the caller's ARN holds a statement to: its values begin alike up to the account, or differ there. */
function heldTo(conditions: readonly Condition[]): Omit<Meant, 'everybody'> | undefined {
  for (const { operator, quantifier, key, values } of conditions) {
    if (!NAMING.test(operator) || quantifier !== 'none' || key.toLowerCase() !== 'aws:principalarn') continue;
    if (values.length === 0 || !values.every((value) => OF_ACCOUNT.test(value))) continue;
    const exact = values.filter((value) => !/[*?$]/.test(value));
    const others = values.filter((value) => !exact.includes(value));
    return { accounts: new Set(others.map((value) => OF_ACCOUNT.exec(value)![1]!)), names: exact.map(nameOf) };
  }
  return undefined;
}

/** Whether statements may mean anybody of an account, by whom they name or by a condition on the caller's ARN. */
export function meansSomebodyOf(layer: Layer, account: string): boolean {
  return layer.some(({ statement }) => {
    const { everybody, accounts, names } = meantBy(statement);
    return everybody || accounts.has(account) || names.some((one) => one.account === account);
  });
}

/** Policies looked up by whom they may address, so that the many that mean others are not looked at one by one. */
export class Addressees<T> {
  private readonly byName = new Map<string, Set<number>>();
  private readonly byAccount = new Map<string, Set<number>>();
  private readonly wide = new Set<number>();

  public constructor(
    private readonly all: readonly T[],
    allowsOf: (one: T) => Layer,
  ) {
    all.forEach((one, index) => allowsOf(one).forEach(({ statement }) => this.add(meantBy(statement), index)));
  }

  /**
   * Those whose statements may address a caller, in their order; `addressed` says which really do.
   *
   * @param arn What conditions on the caller's ARN see: another name than policies do where a role was made anew.
   */
  public of(caller: Caller, arn = caller.id): readonly T[] {
    if ((caller.kind !== 'role' && caller.kind !== 'user') || /[*?]/.test(caller.id + arn)) return this.all;
    const found = new Set([...this.wide, ...this.near(nameOf(caller.id)), ...this.near(nameOf(arn))]);
    return [...found].sort((a, b) => a - b).map((index) => this.all[index]!);
  }

  private near({ account, name }: Name): readonly number[] {
    return [...(this.byAccount.get(String(account)) ?? []), ...(this.byName.get(`${account} ${name}`) ?? [])];
  }

  private add({ everybody, accounts, names }: Meant, index: number): void {
    if (everybody) this.wide.add(index);
    for (const account of accounts) enter(this.byAccount, account, index);
    for (const { account, name } of names) enter(this.byName, `${account} ${name}`, index);
  }
}

function enter(index: Map<string, Set<number>>, key: string, value: number): void {
  const there = index.get(key);
  if (there) there.add(value);
  else index.set(key, new Set([value]));
}

/** The statements that do not name only others than this caller, a role or a user. */
export function addressed(layer: Layer, caller: Caller): Layer {
  if (caller.kind !== 'role' && caller.kind !== 'user') return layer;
  if (layer.every(({ statement }) => statement.principals === undefined)) return layer;
  const named = nameOf(caller.id);
  return layer.filter(
    ({ statement: { principals } }) =>
      !principals || principals.negated || principals.entries.some((entry) => mightMean(entry, caller, named)),
  );
}
