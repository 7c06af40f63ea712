import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NOTES, ROOT } from './place';

/** The repository of notes with a few branches, as it would be behind the connection; and a working copy of it. */
export class NotesRepository {
  /** Where builds clone from. */
  public readonly origin: string;
  /** Where a developer works. */
  public readonly copy: string;

  public constructor(folder: string, branches: readonly string[]) {
    this.origin = join(folder, 'example', 'notes.git');
    this.copy = join(folder, 'notes');
    mkdirSync(this.origin, { recursive: true });
    git(this.origin, 'init', '-q', '--bare', '-b', 'main');
    cpSync(NOTES, this.copy, { recursive: true, filter: (path) => !/(^|\/)(cdk\.out|node_modules)$/.test(path) });
    git(this.copy, 'init', '-q', '-b', 'main');
    git(this.copy, 'remote', 'add', 'origin', this.origin);
    this.commit('Notes');
    git(this.copy, 'push', '-q', '-u', 'origin', 'main');
    for (const branch of branches) {
      git(this.copy, 'branch', '-q', branch, 'main');
      this.push(branch, `// ${branch}\n`);
    }
    git(this.copy, 'checkout', '-q', 'main');
  }

  /** Somebody changes a file of the branch and pushes it. */
  public push(branch: string, change: string, file = 'handlers/notes.js'): void {
    git(this.copy, 'checkout', '-q', branch);
    appendFileSync(join(this.copy, file), change);
    this.commit(`Work on ${branch}`);
    git(this.copy, 'push', '-q', '-u', 'origin', branch);
  }

  /** The branch is merged or given up. */
  public drop(branch: string): void {
    git(this.copy, 'checkout', '-q', 'main');
    git(this.copy, 'branch', '-q', '-D', branch);
    git(this.copy, 'push', '-q', 'origin', '--delete', branch);
  }

  /** The command in the working copy, folders that git leaves alone, and a hook that tells of pushes as a code host does. */
  public prepareByHand(standIns: string): void {
    const bin = join(this.copy, 'node_modules', '.bin');
    mkdirSync(bin, { recursive: true });
    mkdirSync(join(this.copy, '.signed-in'));
    appendFileSync(join(this.copy, '.git', 'info', 'exclude'), 'node_modules/\n.signed-in/\n');
    executable(join(bin, 'guarded'), `exec node '${join(ROOT, 'dist', 'bundle', 'guarded.mjs')}' "$@"`);
    const tellOf = `curl -s -o /dev/null -X POST -H 'x-amz-target: StandIn.HearPush' '${standIns}' || true`;
    executable(join(this.origin, 'hooks', 'post-receive'), tellOf);
  }

  private commit(message: string): void {
    git(this.copy, 'add', '-A');
    git(this.copy, '-c', 'user.name=Alice', '-c', 'user.email=alice@example.com', 'commit', '-q', '-m', message);
  }
}

function executable(file: string, line: string): void {
  writeFileSync(file, `#!/bin/sh\n${line}\n`, { mode: 0o755 });
}

function git(cwd: string, ...args: string[]): void {
  execFileSync('git', args, { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
}
