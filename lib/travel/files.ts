import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ArchiveFile } from './tar';

/** What no program reads when it runs: declarations, maps, documents, what jsii writes for other languages. */
const IDLE = /(\.d\.[cm]?ts|\.map|\.md|\.ts-fixture|\.tsbuildinfo|^\.jsii(\..*)?|^\.built)$/;

/** Folders that belong to something else: other modules unless they are bundled, tests, what was packed before. */
const OTHER = ['.bin', '.cache', 'test', 'tests', 'docs', '__tests__'];

/** Which files of a folder travel. */
export interface Choice {
  /** Types and documents travel too. */
  readonly whole?: boolean;
  /** Paths in the folder that stay behind, files or folders. */
  readonly without?: readonly string[];
  /** Of the paths in the folder these travel. @default - all */
  readonly which?: (path: string) => boolean;
}

/** Files of a folder by their paths in it, sorted. */
export function pathsIn(folder: string, { whole = false, without = [] }: Choice = {}, below = ''): string[] {
  const entries = readdirSync(join(folder, below), { withFileTypes: true });
  return entries
    .flatMap((entry) => {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (without.includes(path)) return [];
      if (entry.isDirectory())
        return !whole && OTHER.includes(entry.name) ? [] : pathsIn(folder, { whole, without }, path);
      return entry.isFile() && (whole || !IDLE.test(entry.name)) ? [path] : [];
    })
    .sort();
}

/** The chosen files of a folder, below another path in the archive. */
export function filesIn(folder: string, place: string, choice: Choice = {}): ArchiveFile[] {
  const paths = pathsIn(folder, choice);
  return (choice.which ? paths.filter(choice.which) : paths).map((path) => ({
    path: `${place}/${path}`,
    content: readFileSync(join(folder, path)),
  }));
}
