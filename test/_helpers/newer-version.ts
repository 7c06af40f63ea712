import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** This checkout. */
const ROOT = join(__dirname, '..', '..');

/** What of this checkout is the package; the modules beside it are shared. */
const OWN = ['bin', 'constructs', 'lib', 'dist', 'examples', 'cdk.json', 'tsconfig.json'];

/** Handlers whose code the newer version makes otherwise, so that its machinery is another one. */
const HANDLERS = join('dist', 'runtime');

/** The next version of this package, installed in a folder of its own: a higher number, and another word in each handler. */
export class NewerVersion {
  public readonly folder = mkdtempSync(join(tmpdir(), 'guarded-newer-'));

  public constructor(public readonly version: string) {
    for (const name of OWN) cpSync(join(ROOT, name), join(this.folder, name), { recursive: true, filter: isNoArchive });
    this.linkModules();
    const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as object;
    writeFileSync(join(this.folder, 'package.json'), JSON.stringify({ ...manifest, version }));
    this.changeHandlers();
  }

  private linkModules(): void {
    const modules = join(this.folder, 'node_modules');
    mkdirSync(modules);
    const others = readdirSync(join(ROOT, 'node_modules')).filter((name) => name !== 'cdk-guarded-environments');
    for (const name of others) symlinkSync(join(ROOT, 'node_modules', name), join(modules, name));
    symlinkSync('..', join(modules, 'cdk-guarded-environments'));
  }

  private changeHandlers(): void {
    const files = readdirSync(join(this.folder, HANDLERS), { recursive: true, encoding: 'utf8' });
    const code = files.filter((name) => /\.[cm]?js$/.test(name)).map((name) => join(this.folder, HANDLERS, name));
    if (code.length === 0) throw new Error(`${HANDLERS} holds no code: build the package`);
    for (const file of code) writeFileSync(file, `${readFileSync(file, 'utf8')}\n// ${this.version}\n`);
  }

  /** The team installs it: what its folder takes from the package is this one's from now on. */
  public installIn(team: string): void {
    NewerVersion.installFrom(this.folder, team);
  }

  /** The team installs the package of a folder, the one of this checkout say. */
  public static installFrom(folder: string, team: string): void {
    for (const name of OWN) {
      unlinkSync(join(team, name));
      symlinkSync(join(folder, name), join(team, name));
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
