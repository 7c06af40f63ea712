/** The key of what may be meant under any other. */
export const ANY = '';

/** Things by keys that each has, in their order, so that the many under other keys are not looked at one by one. */
export class Lookup<T> {
  private readonly byKey = new Map<string, number[]>();

  public constructor(
    public readonly all: readonly T[],
    keysOf: (one: T) => readonly string[],
  ) {
    all.forEach((one, index) => new Set(keysOf(one)).forEach((key) => this.add(key, index)));
  }

  /** Those under a key or under any, in their order. */
  public of(key: string): readonly T[] {
    const found = new Set([key, ANY].flatMap((each) => this.byKey.get(each) ?? []));
    return [...found].sort((a, b) => a - b).map((index) => this.all[index]);
  }

  private add(key: string, index: number): void {
    const same = this.byKey.get(key);
    if (same) same.push(index);
    else this.byKey.set(key, [index]);
  }
}
