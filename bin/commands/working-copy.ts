import { execFileSync } from 'node:child_process';
import { InputError } from '../../lib/errors';

/** What of some files the repository does not have yet, in words; nothing where it has all, or where there is none. */
export function unpushed(files: readonly string[], folder: string): string | undefined {
  const here = (...args: string[]) => git('-C', folder, ...args);
  if (here('rev-parse', '--is-inside-work-tree') === undefined) return 'no repository holds platform.yaml yet';
  const changed = here('status', '--porcelain', '--', ...files);
  if (changed !== undefined)
    return `not committed yet: ${changed
      .split('\n')
      .map((line) => line.trim().split(' ').at(-1))
      .join(', ')}`;
  const ahead = here('rev-list', '--count', '@{upstream}..HEAD');
  if (ahead === '0') return undefined;
  return ahead === undefined ? 'nobody has pushed this branch yet' : `not pushed yet: ${ahead} commits`;
}

function git(...args: string[]): string | undefined {
  try {
    return execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim() || undefined;
  } catch {
    return undefined;
  }
}

/** The application of the working copy: what the variable says, else the last part of the repository's address. */
export function applicationHere(given: string | undefined): string {
  const named = given ?? process.env.GUARDED_APPLICATION ?? lastPart(git('remote', 'get-url', 'origin'));
  if (named !== undefined && /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(named) && named.length <= 20) return named;
  const why = named === undefined ? 'nobody says which application' : `"${named}" is no name of an application`;
  throw InputError.at('arguments', '--application', `${why}; write --application orders, or set GUARDED_APPLICATION`);
}

function lastPart(address: string | undefined): string | undefined {
  return address
    ?.replace(/\/+$/, '')
    .replace(/\.git$/, '')
    .split(/[/:]/)
    .at(-1)
    ?.toLowerCase();
}

/** The branch of the working copy; what is built is what the repository has of it, so it must be there. */
export function branchHere(given: string | undefined, warn: (text: string) => void): string {
  if (given !== undefined) return given;
  const branch = git('symbolic-ref', '--short', 'HEAD');
  if (branch === undefined)
    throw InputError.at('arguments', '--branch', 'no branch is checked out here; write --branch feature/search');
  if (git('rev-parse', '--verify', '--quiet', `refs/remotes/origin/${branch}`) === undefined)
    throw InputError.at(
      'arguments',
      '--branch',
      `${branch} is not in the repository yet: git push -u origin ${branch}`,
    );
  const ahead = Number(git('rev-list', '--count', `origin/${branch}..HEAD`) ?? 0);
  if (ahead > 0) warn(`${ahead} commit${ahead === 1 ? ' is' : 's are'} not pushed and will not be deployed: git push`);
  return branch;
}
