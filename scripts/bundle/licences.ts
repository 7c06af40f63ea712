/** The licences of everything of others that travels in the package, in one file beside it. */
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from './options';
import { usedPackages } from './used';

/** Licences under which a part may travel in a package of Apache-2.0; none asks that the whole take its own. */
export const MAY_TRAVEL: readonly string[] = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT'];

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
}

/** File that the build writes. */
export const LICENCES = join(ROOT, 'dist', 'THIRD-PARTY-LICENSES.txt');

/** @throws where a package has no licence, or one under which it may not travel. */
export function section(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8')) as Manifest;
  if (license === undefined || !MAY_TRAVEL.includes(license))
    throw new Error(
      `${name} ${version} is under ${license ?? 'no licence'}; only ${MAY_TRAVEL.join(', ')} may travel.`,
    );
  return [`${name} ${version} (${license})`, ...textsOf(join(ROOT, folder))].join('\n\n');
}

/** Its licence and notice; a package of a larger repository may have left them with that. */
function textsOf(folder: string): string[] {
  const own = readdirSync(folder).filter((file) => /^(licen[cs]e|notice)/i.test(file));
  const texts = own.map((file) => readFileSync(join(folder, file), 'utf8').trim());
  return texts.length > 0 ? texts : ['It comes without a text of its own; the licence is the one that is named above.'];
}

/** Same texts stand once, below all that they belong to. */
export function licences(folders: readonly string[]): string {
  const byText = new Map<string, string[]>();
  for (const [head, ...texts] of folders.map((folder) => section(folder).split('\n\n'))) {
    const text = texts.join('\n\n');
    byText.set(text, [...(byText.get(text) ?? []), head!]);
  }
  const sections = [...byText].map(([text, heads]) => `${heads.join('\n')}\n\n${text}\n`);
  const intro = 'Parts of these packages travel in cdk-guarded-environments, each under its own licence.\n';
  return [intro, ...sections].join(`\n${'-'.repeat(80)}\n\n`);
}

/** Writes the file. */
export function writeLicences(): void {
  if (!existsSync(dirname(LICENCES))) throw new Error('Nothing is built yet.');
  writeFileSync(LICENCES, licences(usedPackages()));
}
