import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { InputError, SurroundingsError } from '../errors';
import type { Problem } from '../errors';
import { checkAccounts } from './checks/accounts';
import { checkBuild } from './checks/build';
import { checkChat } from './checks/chat';
import { checkExisting } from './checks/existing';
import { checkIdentities } from './checks/identities';
import { checkImages } from './checks/images';
import { checkNames } from './checks/names';
import { checkObjectives } from './checks/objectives';
import { checkPartitions } from './checks/partitions';
import { checkPersonas } from './checks/personas';
import { checkSandbox } from './checks/sandbox';
import { checkStackSets } from './checks/stack-sets';
import { checkTeams } from './checks/teams';
import { checkTrustedRoles } from './checks/trusted-roles';
import { checkUnits } from './checks/units';
import { checkWaves } from './checks/waves';
import { checkWindows } from './checks/windows';
import { Cursor } from './cursor';
import type { Finding } from './cursor';
import { readYaml } from './document';
import type { Path } from './document';
import { includesOf, wrongAround } from './include';
import { findingsOf } from './issues';
import { platform } from './schema';
import type { PlatformConfig } from './schema';
import { Sources } from './sources';
import type { Source, Spot } from './sources';

/** A platform.yaml that holds, with the way back to its lines for whoever finds something wrong later. */
export interface PlatformFile {
  readonly file: string;
  /** Every file that was read: this one, then those that it includes. */
  readonly files: readonly string[];
  readonly config: PlatformConfig;
  /** Applications were left out, to look at the others. */
  readonly incomplete?: boolean;
  /** Where a value stands: the applications of one platform may come from many files. */
  at(path: Path): Spot;
}

const CHECKS: readonly ((file: Cursor) => Finding[])[] = [
  checkAccounts,
  checkBuild,
  checkNames,
  checkPersonas,
  checkTeams,
  checkWindows,
  checkWaves,
  checkPartitions,
  checkObjectives,
  checkChat,
  checkExisting,
  checkIdentities,
  checkImages,
  checkSandbox,
  checkStackSets,
  checkTrustedRoles,
  checkUnits,
];

/** A problem where it stands; what collides names the other place too. */
function placed(sources: Sources, finding: Finding): Problem {
  const spot = sources.spotOf(finding);
  if (!finding.other) return { ...spot, message: finding.message };
  const other = sources.at(finding.other);
  const there = other.file === spot.file ? other.place : `${other.file}: ${other.place}`;
  return { ...spot, message: `${finding.message} (the other: ${there})` };
}

/** In the order of the files, then of the lines. */
function inputError(sources: Sources, findings: readonly Problem[]): InputError {
  const line = ({ place = '' }: Problem) => Number(/^line (\d+)/.exec(place)?.[1] ?? 0);
  const rank = ({ file }: Problem) => sources.rankOf(file);
  return new InputError([...findings].sort((a, b) => rank(a) - rank(b) || line(a) - line(b)));
}

/** What is wrong in the form of an included file, around its applications. */
function wrongIn({ file, source }: Source): Problem[] {
  return wrongAround(source).map(({ path, key, message }) => ({
    file,
    place: key ? source.placeOfKey(path) : source.place(path),
    message,
  }));
}

/**
 * Reads the text of a platform.yaml, and the files that it includes.
 *
 * @throws InputError with all problems of the files together, in the order of their lines.
 */
export function parsePlatform(text: string, file: string): PlatformFile {
  const main = { file, source: readYaml(text, file) };
  const includes = includesOf(main.source, file);
  const included = includes.files.map((each) => ({ file: each, source: readYaml(readText(each), each) }));
  const sources = new Sources(main, included);
  const { data } = sources;
  const parsed = platform.safeParse(data);
  const shape = parsed.success ? [] : parsed.error.issues.flatMap((issue) => findingsOf(issue, data, platform));
  const findings = [...shape, ...includes.findings, ...CHECKS.flatMap((check) => check(new Cursor(data)))];
  const problems = [...findings.map((finding) => placed(sources, finding)), ...included.flatMap(wrongIn)];
  if (problems.length || !parsed.success) throw inputError(sources, problems);
  return { file, files: [file, ...includes.files], config: parsed.data, at: (path) => sources.at(path) };
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
