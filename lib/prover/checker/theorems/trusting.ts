import type { CheckedPrincipal, CheckedStatement } from '../input';
import { nameIn, type Place } from '../place';

/** Roles that trust somebody, in their order, by whom their trust policies may mean. */
class Trusting {
  private readonly byName = new Map<string, number[]>();
  private readonly wide: number[] = [];

  public constructor(private readonly roles: readonly CheckedPrincipal[]) {
    roles.forEach((role, index) => this.add(role, index));
  }

  /** Roles that may mean a principal of that name. */
  public meaning(name: string): readonly CheckedPrincipal[] {
    if (/[*?]/.test(name)) return this.roles;
    const found = new Set([...this.wide, ...(this.byName.get(name) ?? [])]);
    return [...found].sort((a, b) => a - b).map((index) => this.roles[index]);
  }

  private add({ trust }: CheckedPrincipal, index: number): void {
    const names = (trust?.policy.statements ?? []).map(namesIn);
    if (names.includes(undefined)) this.wide.push(index);
    else for (const name of new Set(names.flatMap((some) => some ?? []))) this.addName(name, index);
  }

  private addName(name: string, index: number): void {
    const same = this.byName.get(name);
    if (same) same.push(index);
    else this.byName.set(name, [index]);
  }
}

/** A principal that a value names by itself: no account, no root, no wildcard. */
const ITSELF = /^arn:[^:*?$]*:(?:iam|sts)::\d{12}:[^*?$]+\/[^*?$]+$/;

/** The names of all whom a statement admits; nothing where it may admit somebody whom it does not name. */
function namesIn({ effect, principals, unreadable }: CheckedStatement): readonly string[] | undefined {
  if (effect !== 'Allow') return [];
  if (unreadable.length > 0 || !principals || principals.negated) return undefined;
  const values = principals.entries.filter(({ type }) => type === 'AWS').map(({ value }) => value);
  const canonical = principals.entries.some(({ type }) => type === 'CanonicalUser');
  return canonical || !values.every((value) => ITSELF.test(value)) ? undefined : values.map(nameIn);
}

const byAccount = new WeakMap<Place, Map<string, Trusting>>();

/** Roles whose trust policies may mean a principal: those that name only others need no look. */
export function trusting(place: Place, role: CheckedPrincipal): readonly CheckedPrincipal[] {
  let index = byAccount.get(place);
  if (!index) byAccount.set(place, (index = new Map()));
  const { account, arn } = place.caller(role);
  let found = index.get(account);
  if (!found) index.set(account, (found = new Trusting(trustedIn(place, account))));
  return found.meaning(nameOf(arn));
}

/** As the sessions of a role, and so its ARN, are told apart by their last part. */
function nameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

/** Roles whose trust policies may mean somebody of an account. */
function trustedIn(place: Place, account: string): readonly CheckedPrincipal[] {
  const all = place.world.accounts.flatMap(({ principals }) => principals);
  const means = ({ effect, principals, unreadable }: CheckedStatement): boolean =>
    effect === 'Allow' &&
    (unreadable.length > 0 ||
      !principals ||
      principals.negated ||
      principals.entries.some(
        ({ type, value }) => type === 'AWS' && (value.includes(account) || !/\d{12}/.test(value)),
      ));
  return all.filter((one) => one.trust?.policy.statements.some(means));
}
