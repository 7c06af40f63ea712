import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './team';

/** The repository of a product team: one of the examples, with its own package.json. */
export class Product {
  public readonly folder = mkdtempSync(join(tmpdir(), 'guarded-product-'));

  public constructor(example: string) {
    cpSync(join(ROOT, 'examples', example), this.folder, { recursive: true });
    writeFileSync(join(this.folder, 'package.json'), `{ "name": "${example}", "private": true }`);
    writeFileSync(join(this.folder, '.gitignore'), 'node_modules\ncdk.out\n');
    this.git('init', '-q', '-b', 'main');
  }

  /** Somebody changes a file and pushes; gives the commit. */
  public push(author: string, message: string, file = 'NOTES.md', text = `${message}\n`): string {
    appendFileSync(join(this.folder, file), text);
    const [name] = author.split('@');
    this.git('add', '-A');
    this.git('-c', `user.name=${name}`, '-c', `user.email=${author}`, 'commit', '-q', '-m', message);
    return this.git('rev-parse', 'HEAD').trim();
  }

  /** Puts other text into a file; the next push takes it along. */
  public write(file: string, text: string): void {
    writeFileSync(join(this.folder, file), text);
  }

  private git(...args: string[]): string {
    return execFileSync('git', ['-C', this.folder, ...args], { encoding: 'utf8' });
  }

  public leave(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
