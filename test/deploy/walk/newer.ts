import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './team';

/** What of this checkout is the package; its modules are shared. */
const OWN = ['bin', 'constructs', 'lib', 'dist', 'examples', 'cdk.json', 'tsconfig.json'];

/** The next version of this package, installed in a folder of its own: the same code under a higher number. */
export class NewerVersion {
  public readonly folder = mkdtempSync(join(tmpdir(), 'guarded-newer-'));

  public constructor(public readonly version: string) {
    for (const name of OWN) cpSync(join(ROOT, name), join(this.folder, name), { recursive: true, filter: isNoArchive });
    symlinkSync(join(ROOT, 'node_modules'), join(this.folder, 'node_modules'));
    const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as object;
    writeFileSync(join(this.folder, 'package.json'), JSON.stringify({ ...manifest, version }));
  }

  /** The team installs it: what its folder takes from the package is this one's from now on. */
  public installIn(team: string): void {
    for (const name of OWN) {
      rmSync(join(team, name), { recursive: true });
      symlinkSync(join(this.folder, name), join(team, name));
    }
  }

  public leave(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The archive that travels is made anew. */
function isNoArchive(path: string): boolean {
  return !path.startsWith(join(ROOT, 'dist', 'tool'));
}
