import { readFileSync } from 'node:fs';
import { InputError, SurroundingsError } from '../errors';
import { checkAccounts } from './checks/accounts';
import { checkChat } from './checks/chat';
import { checkExisting } from './checks/existing';
import { checkIdentities } from './checks/identities';
import { checkNames } from './checks/names';
import { checkObjectives } from './checks/objectives';
import { checkPartitions } from './checks/partitions';
import { checkPersonas } from './checks/personas';
import { checkSandbox } from './checks/sandbox';
import { checkWaves } from './checks/waves';
import { checkWindows } from './checks/windows';
import { Cursor } from './cursor';
import type { Finding } from './cursor';
import { readYaml } from './document';
import type { Path, SourceDocument } from './document';
import { findingsOf } from './issues';
import { platform } from './schema';
import type { PlatformConfig } from './schema';

/** A platform.yaml that holds, with the way back to its lines for whoever finds something wrong later. */
export interface PlatformFile {
  readonly file: string;
  readonly config: PlatformConfig;
  /** `line 12, column 5 (applications[0].workload)`. */
  place(path: Path): string;
}

const CHECKS: readonly ((file: Cursor) => Finding[])[] = [
  checkAccounts,
  checkNames,
  checkPersonas,
  checkWindows,
  checkWaves,
  checkPartitions,
  checkObjectives,
  checkChat,
  checkExisting,
  checkIdentities,
  checkSandbox,
];

function inputError(file: string, source: SourceDocument, findings: readonly Finding[]): InputError {
  const line = (place: string) => Number(/^line (\d+)/.exec(place)?.[1] ?? 0);
  const placed = findings.map(({ path, key, message }) => ({
    file,
    place: key ? source.placeOfKey(path) : source.place(path),
    message,
  }));
  return new InputError(placed.sort((a, b) => line(a.place) - line(b.place)));
}

/**
 * Reads the text of a platform.yaml.
 *
 * @throws InputError with all problems of the file together, in the order of their lines.
 */
export function parsePlatform(text: string, file: string): PlatformFile {
  const source = readYaml(text, file);
  const parsed = platform.safeParse(source.data);
  const shape = parsed.success ? [] : parsed.error.issues.flatMap((issue) => findingsOf(issue, source.data, platform));
  const findings = [...shape, ...CHECKS.flatMap((check) => check(new Cursor(source.data)))];
  if (findings.length || !parsed.success) throw inputError(file, source, findings);
  return { file, config: parsed.data, place: (path) => source.place(path) };
}

/**
 * Reads a platform.yaml.
 *
 * @throws InputError where the file is not there or does not hold.
 */
export function readPlatform(file: string): PlatformFile {
  return parsePlatform(readText(file), file);
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      throw InputError.at(file, undefined, 'there is no such file; `npx guarded init` writes one into an empty folder');
    throw new SurroundingsError(`${file} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}
