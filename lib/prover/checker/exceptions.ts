import { covers } from './glob';
import type { CheckedException } from './input';

/** For patterns that name no account, which may begin as any ARN does. */
const ANYWHERE = '';

/** An ARN up to its account; nothing where a wildcard stands in it. */
function beginningOf(arn: string): string {
  return /^(?:[^:*?]*:){5}/.exec(arn)?.[0] ?? ANYWHERE;
}

/**
 * Exceptions for whom people reach, for whom nothing of a service's is sanctioned. They are looked up by how the ARNs of their
 * principals begin: most name an account, and a platform has some for each application and person.
 */
export class Exceptions {
  private readonly byBeginning = new Map<string, number[]>();
  private readonly all: readonly CheckedException[];

  public constructor(all: readonly CheckedException[]) {
    this.all = all.filter(({ service }) => service === undefined);
    this.all.forEach(({ principals }, index) =>
      new Set(principals.map(beginningOf)).forEach((at) => this.add(at, index)),
    );
  }

  /** Those that cover an ARN, in their order. */
  public of(arn: string): readonly CheckedException[] {
    const possible = new Set([beginningOf(arn), ANYWHERE].flatMap((at) => this.byBeginning.get(at) ?? []));
    const inOrder = [...possible].sort((a, b) => a - b).map((index) => this.all[index]);
    return inOrder.filter(({ principals }) => principals.some((pattern) => covers(pattern, arn)));
  }

  private add(beginning: string, index: number): void {
    const same = this.byBeginning.get(beginning);
    if (same) same.push(index);
    else this.byBeginning.set(beginning, [index]);
  }
}
