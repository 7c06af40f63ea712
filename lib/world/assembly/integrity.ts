import { join } from 'node:path';
import { InputError } from '../../errors';
import { type AssemblyProblem, findAssemblyProblems, rememberedDigests } from '../../assembly';
import type { Note } from '../model';
import { BY_COMMIT } from './committed';
import type { AssemblyFiles } from './files';
import type { Unknowns } from './report';

/**
 * Is the assembly what would be deployed? What the scripts of the pipeline refuse is unknown here: nobody can say what
 * comes of it. A template that was changed after its synthesis is read as it is, and so is one whose images were not
 * built, since the deployment refuses them.
 */
export function integrityOf(files: AssemblyFiles, unknowns: Unknowns): Note[] {
  const problems = readable(files);
  for (const { file, problem, kind = 'refused' } of problems)
    if (kind === 'refused') refused(problem, files.name(join(files.root, file)), unknowns);
  const stale = problems.filter(({ kind }) => kind === 'stale').map(({ file }) => file);
  const unbuilt = problems.filter(({ kind }) => kind === 'unbuilt').map(({ file }) => file);
  return [
    ...(stale.length > 0 ? [staleNote([...new Set(stale)])] : []),
    ...(unbuilt.length > 0 ? [unbuiltNote([...new Set(unbuilt)])] : []),
  ];
}

function refused(problem: string, where: string, unknowns: Unknowns): void {
  const why = `the assembly is not what would be deployed: ${problem}`;
  unknowns.add(why, where, undefined, { ...BY_COMMIT, change: where });
}

function readable(files: AssemblyFiles): AssemblyProblem[] {
  const digests = rememberedDigests();
  try {
    return findAssemblyProblems(files.root, '', (path) => {
      const digest = digests(path);
      files.count(path, digest);
      return digest;
    });
  } catch (error) {
    throw InputError.at(files.root, undefined, (error as Error).message);
  }
}

function staleNote(files: readonly string[]): Note {
  return {
    id: 'changed-after-synthesis',
    statement: `templates of ${files.join(', ')} are not what was synthesized; the pipeline deploys none of them`,
  };
}

function unbuiltNote(files: readonly string[]): Note {
  return {
    id: 'images-not-built',
    statement: `images that ${files.join(', ')} name were not built here; the pipeline deploys only what its build made`,
  };
}
