import type { PrincipalEntry } from '../../iam/model';
import type { BoundStatement, Caller, Layer } from '../../iam/query';

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

/** Policies looked up by whom they may address, so that the many that name others are not looked at one by one. */
export class Addressees<T> {
  private readonly byName = new Map<string, Set<number>>();
  private readonly wide = new Set<number>();

  public constructor(
    private readonly all: readonly T[],
    allowsOf: (one: T) => Layer,
  ) {
    all.forEach((one, index) => allowsOf(one).forEach((bound) => this.add(bound, index)));
  }

  /** Those whose statements may address a caller, in their order; `addressed` says which really do. */
  public of(caller: Caller): readonly T[] {
    if ((caller.kind !== 'role' && caller.kind !== 'user') || /[*?]/.test(caller.id)) return this.all;
    const { account, name } = nameOf(caller.id);
    const found = new Set([...this.wide, ...(this.byName.get(`${account} ${name}`) ?? [])]);
    return [...found].sort((a, b) => a - b).map((index) => this.all[index]!);
  }

  private add({ statement: { principals } }: BoundStatement, index: number): void {
    if (!principals || principals.negated) this.wide.add(index);
    for (const entry of principals?.entries ?? []) {
      if (!namesOne(entry)) this.wide.add(index);
      else this.addNamed(entry.value, index);
    }
  }

  private addNamed(arn: string, index: number): void {
    const { account, name } = nameOf(arn);
    const key = `${account} ${name}`;
    const there = this.byName.get(key);
    if (there) there.add(index);
    else this.byName.set(key, new Set([index]));
  }
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
