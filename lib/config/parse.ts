import { isUtf8 } from 'node:buffer';
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
    return textOf(readFileSync(file), file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      throw InputError.at(file, undefined, 'there is no such file; `npx guarded init` writes one into an empty folder');
    if ((error as NodeJS.ErrnoException).code === 'EISDIR')
      throw InputError.at(file, undefined, 'is a folder; name the file in it: platform.yaml');
    if (error instanceof InputError) throw error;
    throw new SurroundingsError(`${file} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

/** Letters of another encoding would become question marks, in names and reasons. */
function textOf(bytes: Buffer, file: string): string {
  if (isUtf8(bytes)) return bytes.toString('utf8');
  const good = bytes.toString('utf8').split('\uFFFD')[0] ?? '';
  const line = good.split('\n').length;
  throw InputError.at(file, `line ${line}`, 'holds a character that is not UTF-8; save the file as UTF-8');
}
