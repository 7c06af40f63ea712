import type { Claim, Duty, Witness } from '../../checker/claims';

/** Writes claims: the same about many subjects as one. */
export class ClaimWriter {
  private readonly texts = new WeakMap<readonly string[], string>();
  private readonly groups = new Map<string, Claim & { of: string[] }>();

  /** Claims a duty by the first of some witnesses that decides it; else the search has to. */
  public claim<D extends Duty>(duty: D, witnesses: Iterable<Witness>, why: string): void {
    this.add(duty, found(duty, witnesses) ?? { kind: 'searched', why });
  }

  /** Writes down that a witness decides a duty. */
  public add({ says, subject, actions }: Pick<Duty, 'says' | 'subject' | 'actions'>, by: Witness): void {
    const key = `${says} ${JSON.stringify(by)} ${actions ? this.textOf(actions) : ''}`;
    const group = this.groups.get(key) ?? { says, of: [], ...(actions ? { actions } : {}), by };
    group.of.push(subject);
    this.groups.set(key, group);
  }

  /** Many duties are about the same list. */
  private textOf(actions: readonly string[]): string {
    let text = this.texts.get(actions);
    if (text === undefined) this.texts.set(actions, (text = actions.join()));
    return text;
  }

  public get claims(): readonly Claim[] {
    return [...this.groups.values()];
  }
}

function found({ holds, actions = [] }: Duty, witnesses: Iterable<Witness>): Witness | undefined {
  for (const one of witnesses) if (holds(one, actions)) return one;
  return undefined;
}
