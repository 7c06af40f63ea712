import { oneLine } from '../change/escape';
import type { Unseen } from './facts';

/** Looks at one thing after the other: what nobody could look at is told with its reason, and stops nothing else. */
export class Looking {
  public readonly unseen: Unseen[] = [];

  /** @param what What was asked for, `iam:ListRoles` say. */
  public async at<T>(account: string, what: string, read: () => Promise<T>): Promise<T | undefined> {
    try {
      return await read();
    } catch (error) {
      const { name, message } = error as Error;
      const why = oneLine(message ? `${name}: ${message}` : name);
      if (!this.unseen.some((one) => one.account === account && one.what === what && one.why === why))
        this.unseen.push({ account, what, why });
      return undefined;
    }
  }
}
