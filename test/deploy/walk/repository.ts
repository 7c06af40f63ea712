import { execFileSync } from 'node:child_process';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A folder that a team keeps with git, and that a code host holds. */
export class Repository {
  public constructor(
    public readonly folder: string,
    ignored: readonly string[],
  ) {
    writeFileSync(join(folder, '.gitignore'), `${ignored.join('\n')}\n`);
    this.git('init', '-q', '-b', 'main');
  }

  /** Somebody commits everything and pushes; gives the commit. */
  public push(author: string, message: string): string {
    const [name] = author.split('@');
    this.git('add', '-A');
    this.git('-c', `user.name=${name}`, '-c', `user.email=${author}`, 'commit', '-q', '-m', message);
    return this.git('rev-parse', 'HEAD').trim();
  }

  /** Somebody writes a line into a file, then pushes. */
  public change(author: string, message: string, file = 'NOTES.md'): string {
    appendFileSync(join(this.folder, file), `${message}\n`);
    return this.push(author, message);
  }

  public edit(file: string, change: (text: string) => string): void {
    const path = join(this.folder, file);
    writeFileSync(path, change(readFileSync(path, 'utf8')));
  }

  private git(...args: string[]): string {
    return execFileSync('git', ['-C', this.folder, ...args], { encoding: 'utf8' });
  }
}
