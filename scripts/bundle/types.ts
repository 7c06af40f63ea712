/** The declarations of the public constructs and of what they name, and no others: dist/types. */
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { ROOT } from './options';

const dist = join(ROOT, 'dist');
const out = join(dist, 'types');

/** Modules of this package that a declaration names: `from './x'` and `import('./x')`. */
const NAMED = /(?:from|import\()\s*['"](\.[^'"]+)['"]/g;

/** A file and all that it leads to. */
function reachedFrom(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const [, name] of readFileSync(file, 'utf8').matchAll(NAMED)) reachedFrom(declarationOf(file, name!), seen);
  return seen;
}

function declarationOf(from: string, name: string): string {
  const base = join(dirname(from), name.replace(/\.js$/, ''));
  const found = [`${base}.d.ts`, join(base, 'index.d.ts')].find(existsSync);
  if (found === undefined) throw new Error(`${relative(ROOT, from)} names ${name}, which has no declaration.`);
  return found;
}

/** Copies them. */
export function copyTypes(): void {
  rmSync(out, { recursive: true, force: true });
  for (const file of reachedFrom(join(dist, 'constructs', 'index.d.ts'))) {
    const target = join(out, relative(dist, file));
    mkdirSync(dirname(target), { recursive: true });
    cpSync(file, target);
  }
}
