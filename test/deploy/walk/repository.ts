import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder that a team keeps with git, and what a code host holds of it. */
export class Repository {
  /** What was pushed. */
  public readonly origin = mkdtempSync(join(tmpdir(), 'guarded-origin-'));

  public constructor(
    public readonly folder: string,
    ignored: readonly string[],
  ) {
    writeFileSync(join(folder, '.gitignore'), `${ignored.join('\n')}\n`);
    execFileSync('git', ['init', '-q', '--bare', '-b', 'main', this.origin]);
    this.git('init', '-q', '-b', 'main');
    this.git('remote', 'add', 'origin', this.origin);
    this.git('config', 'branch.main.remote', 'origin');
    this.git('config', 'branch.main.merge', 'refs/heads/main');
  }

  /** Somebody commits everything; gives the commit. */
  public commit(author: string, message: string): string {
    const [name] = author.split('@');
    this.git('add', '-A');
    this.git('-c', `user.name=${name}`, '-c', `user.email=${author}`, 'commit', '-q', '-m', message);
    return this.git('rev-parse', 'HEAD').trim();
  }

  /** Somebody commits everything and pushes; gives the commit. */
  public push(author: string, message: string): string {
    const revision = this.commit(author, message);
    this.git('push', '-q');
    return revision;
  }

  /** Somebody writes a line into a file, then pushes. */
  public change(author: string, message: string, file = 'NOTES.md'): string {
    appendFileSync(join(this.folder, file), `${message}\n`);
    return this.push(author, message);
  }

  /** The branch forgets its newest commits, as somebody with force makes it. */
  public forget(commits: number): void {
    this.git('reset', '-q', '--hard', `HEAD~${commits}`);
    this.git('push', '-q', '--force');
  }

  public edit(file: string, change: (text: string) => string): void {
    const path = join(this.folder, file);
    writeFileSync(path, change(readFileSync(path, 'utf8')));
  }

  public leave(): void {
    for (const folder of [this.folder, this.origin]) rmSync(folder, { recursive: true, force: true });
  }

  public git(...args: string[]): string {
    return execFileSync('git', ['-C', this.folder, ...args], { encoding: 'utf8' });
  }
}
