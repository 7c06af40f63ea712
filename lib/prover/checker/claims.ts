import type { WriteClause } from './input';

/**
 * What decides a claim; each theorem's file says which of them it takes and what they mean there. `searched` decides
 * nothing: only the search shows the claim, and `why` says what looking does not.
 */
export type Witness =
  | Exclude<WriteClause, { readonly kind: 'decided' }>
  | { readonly kind: 'condition'; readonly key: string }
  | { readonly kind: 'approvals'; readonly actions: readonly string[] }
  | { readonly kind: 'gate'; readonly action: string }
  | { readonly kind: 'digest'; readonly variable: string }
  | { readonly kind: 'admission'; readonly function: string }
  | { readonly kind: 'stage'; readonly onFailure: string; readonly mode: string }
  | { readonly kind: 'alarm'; readonly seconds: number }
  | { readonly kind: 'watch'; readonly minutes: number }
  /** Whom a role may come to act as, and the accounts that it may deploy to; `why` where only the search shows it. */
  | { readonly kind: 'reach'; readonly as: readonly string[]; readonly to: readonly string[]; readonly why?: string }
  | { readonly kind: Plain }
  | { readonly kind: 'searched'; readonly why: string };

/** Witnesses that say everything by their name. */
export type Plain =
  | 'guarded'
  | 'federated'
  | 'missing'
  | 'published'
  | 'load-balancers'
  | 'distribution'
  | 'own-account'
  | 'own-path'
  | 'reads'
  | 'elsewhere'
  | 'kept'
  | 'pipeline-role'
  | 'script'
  | 'assumed'
  | 'fires'
  | 'heard'
  | 'unassumable'
  | 'own';

/** A claim of a theorem: what is said, of which subjects, about which actions where it is about actions, and what decides it. */
export interface Claim {
  readonly says: string;
  readonly of: readonly string[];
  readonly actions?: readonly string[];
  readonly by: Witness;
}

/** Something that a theorem needs shown of a subject. */
export interface Duty {
  readonly says: string;
  readonly subject: string;
  /** Actions that all need a claim; absent where the claim is not about actions. */
  readonly actions?: readonly string[];
  /** Whether a witness decides it, by looking, without search. */
  readonly holds: (by: Witness, actions: readonly string[]) => boolean;
}

/** How much of a theorem was checked, and what rests on the search alone. */
export interface Count {
  readonly problems: readonly string[];
  readonly checked: number;
  readonly searched: number;
  /** Each reason with the number of claims that it is for. */
  readonly because: readonly { readonly why: string; readonly count: number }[];
}

/** The claims of one theorem, settled duty by duty; what is left at the end is about nothing that is there. */
export class Ledger {
  private readonly bySubject = new Map<string, Claim[]>();
  private readonly settled = new Set<string>();
  private readonly problems: string[] = [];
  private readonly reasons = new Map<string, number>();
  private checked = 0;

  public constructor(claims: readonly Claim[]) {
    for (const claim of claims) for (const subject of claim.of) this.add(keyOf(claim.says, subject), claim);
  }

  private add(key: string, claim: Claim): void {
    const same = this.bySubject.get(key);
    if (same) same.push(claim);
    else this.bySubject.set(key, [claim]);
  }

  /** Whether anything of the kind is claimed about a subject. */
  public says(says: string, subject: string): boolean {
    return this.bySubject.has(keyOf(says, subject));
  }

  /** What is claimed about a subject. */
  public claimsOf(says: string, subject: string): readonly Claim[] {
    return this.bySubject.get(keyOf(says, subject)) ?? [];
  }

  /** Each action of the duty has a claim, and each claim holds. */
  public settle({ says, subject, actions, holds }: Duty): void {
    const key = keyOf(says, subject);
    if (this.settled.has(key)) return;
    this.settled.add(key);
    const own = this.bySubject.get(key) ?? [];
    if (own.length === 0) this.problems.push(`nothing is claimed about ${subject} (${says})`);
    else if (actions) this.complete(key, own, actions);
    for (const claim of own) this.judge(key, claim, holds);
  }

  private complete(key: string, own: readonly Claim[], actions: readonly string[]): void {
    if (own.some((one) => one.actions === actions)) return;
    const said = new Set(own.flatMap((one) => one.actions ?? []));
    const unsaid = actions.find((one) => !said.has(one));
    if (unsaid !== undefined) this.problems.push(`nothing is claimed about ${unsaid} of ${key}`);
  }

  private judge(key: string, { actions = [], by }: Claim, holds: Duty['holds']): void {
    const count = Math.max(1, actions.length);
    if ('why' in by && by.why !== undefined) this.rests(by.why, count);
    else if (holds(by, actions)) this.shown(count);
    else this.problems.push(`it is not so that ${key} by ${JSON.stringify(by)}`);
  }

  /** Counts what was looked at without a claim of its own. */
  public shown(count: number): void {
    this.checked += count;
  }

  /** Counts what only the search shows, with the reason. */
  public rests(why: string, count: number): void {
    this.reasons.set(why, (this.reasons.get(why) ?? 0) + count);
  }

  /** Notes what is not as the claims take it, and no claim could mend. */
  public refuse(problem: string): void {
    this.problems.push(problem);
  }

  /** What came out; claims that no duty asked for are about something that is not there. */
  public close(): Count {
    const strange = [...this.bySubject.keys()].filter((key) => !this.settled.has(key));
    const problems = [...this.problems, ...strange.map((key) => `claimed is ${key}, and there is no such thing`)];
    const because = [...this.reasons].map(([why, count]) => ({ why, count }));
    const searched = because.reduce((sum, one) => sum + one.count, 0);
    return { problems, checked: this.checked, searched, because };
  }
}

function keyOf(says: string, subject: string): string {
  return `${says} ${subject}`;
}
