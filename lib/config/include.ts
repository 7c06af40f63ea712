import { basename, dirname, join } from 'node:path';
import { globSync } from 'tinyglobby';
import { z } from 'zod';
import { application } from './application';
import { Cursor } from './cursor';
import type { Finding } from './cursor';
import type { SourceDocument } from './document';
import { some, text } from './fields';
import { findingsOf } from './issues';

const PATTERN = 'write patterns of files, relative to this one: [applications/*.yaml]';

/** Patterns of files that hold applications of the platform. */
export const include = z
  .array(text(/^[^\s/\\][^\\]*$/, PATTERN, 'A file or a pattern, relative to this file: applications/*.yaml.'), {
    error: PATTERN,
  })
  .default([])
  .meta({
    description:
      'Files with applications of their own (`applications:` alone), each owned by its team: applications/*.yaml. Paths in such a file are relative to it.',
  });

const NONE = 'write a list of at least one application';

/** A file that a platform.yaml includes. */
export const included = z.strictObject({ applications: some(application, NONE) }).meta({
  title: 'Applications of a platform.yaml',
  description: 'Included by platform.yaml; it holds applications alone.',
});

/** Only what is around the applications: they are checked together with all others. */
const around = z.strictObject({ applications: some(z.unknown(), NONE) });

/** What is wrong around the applications of an included file. */
export function wrongAround(source: SourceDocument): Finding[] {
  const parsed = around.safeParse(source.data);
  if (parsed.success) return [];
  return parsed.error.issues.flatMap((issue) => findingsOf(issue, source.data, around));
}

/** The files that a platform.yaml includes, each once, and the patterns that find none. */
export interface Includes {
  readonly files: readonly string[];
  readonly findings: readonly Finding[];
}

/** The files of a pattern, in the order of their names: the same everywhere. */
function filesOf(pattern: string, file: string): string[] {
  const found = globSync(pattern, { cwd: dirname(file), onlyFiles: true, expandDirectories: false });
  return found
    .filter((each) => each !== basename(file))
    .sort()
    .map((each) => join(dirname(file), each));
}

/** Finds what a platform.yaml includes; relative to the file that says so. */
export function includesOf(source: SourceDocument, file: string): Includes {
  const patterns = new Cursor(source.data).at('include').items();
  const found = patterns.map((at) => ({ at, files: at.text === undefined ? [] : filesOf(at.text, file) }));
  const empty = found.filter(({ at, files }) => at.text !== undefined && files.length === 0);
  return {
    files: [...new Set(found.flatMap(({ files }) => files))],
    findings: empty.map(({ at }) =>
      at.finding(
        `no file matches ${JSON.stringify(at.text)} in ${dirname(file)}; write the pattern of files that are there: applications/*.yaml`,
      ),
    ),
  };
}
