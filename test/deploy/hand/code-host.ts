import { mkdtempSync, readdirSync, rmSync, symlinkSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A folder of bare repositories, as a code host has them: `<folder>/example/orders.git`. */
export class CodeHost {
  public readonly folder = mkdtempSync(join(tmpdir(), 'guarded-code-host-'));

  /** @param hosted What connections reach, by the names of the repositories. */
  public constructor(private readonly hosted: Map<string, string>) {
    for (const [name, origin] of hosted) {
      mkdirSync(dirname(this.addressOf(name)), { recursive: true });
      symlinkSync(origin, this.addressOf(name));
    }
  }

  /** What is cloned, and pushed to. */
  public addressOf(name: string): string {
    return join(this.folder, `${name}.git`);
  }

  /** Connections reach what somebody made here meanwhile: `git init --bare <folder>/example/lists.git`. */
  public look(): void {
    for (const owner of readdirSync(this.folder))
      for (const repository of readdirSync(join(this.folder, owner)).filter((one) => one.endsWith('.git'))) {
        const name = `${owner}/${repository.replace(/\.git$/, '')}`;
        if (!this.hosted.has(name)) this.hosted.set(name, this.addressOf(name));
      }
  }

  public leave(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
