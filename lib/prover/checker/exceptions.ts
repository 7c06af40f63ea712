import { covers } from './glob';
import type { CheckedException } from './input';
import { ANY, Lookup } from './lookup';

/** An ARN up to its account; where a wildcard stands in that, it may begin as any does. */
function beginningOf(arn: string): string {
  return /^(?:[^:*?]*:){5}/.exec(arn)?.[0] ?? ANY;
}

/**
 * Exceptions for whom people reach, for whom nothing of a service's is sanctioned. They are looked up by how the ARNs of their
 * principals begin: most name an account, and a platform has some for each application and person.
 */
export class Exceptions {
  private readonly byBeginning: Lookup<CheckedException>;

  public constructor(all: readonly CheckedException[]) {
    const own = all.filter(({ service }) => service === undefined);
    this.byBeginning = new Lookup(own, ({ principals }) => principals.map(beginningOf));
  }

  /** Those that cover an ARN, in their order. */
  public of(arn: string): readonly CheckedException[] {
    const possible = this.byBeginning.of(beginningOf(arn));
    return possible.filter(({ principals }) => principals.some((pattern) => covers(pattern, arn)));
  }
}
