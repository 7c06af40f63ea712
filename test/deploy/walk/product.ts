import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Repository } from './repository';
import { ROOT } from './team';

/** The repository of a product team: one of the examples, with its own package.json; empty where there is none of that name. */
export class Product extends Repository {
  public constructor(example: string) {
    const folder = mkdtempSync(join(tmpdir(), 'guarded-product-'));
    const source = join(ROOT, 'examples', example);
    if (existsSync(source)) cpSync(source, folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), `{ "name": "${example}", "private": true }`);
    super(folder, ['node_modules', 'cdk.out']);
    this.push('alice@example.com', 'Begin');
  }

  /** The repository gets a past: so many commits of somebody, under a change that comes next; gives the last of them. */
  public past(commits: number, author: string): string {
    const [head, tree] = ['HEAD', 'HEAD^{tree}'].map((name) => this.git('rev-parse', name).trim());
    const by = `${author.split('@')[0]} <${author}> 1700000000 +0000`;
    const one = (index: number): string =>
      `commit refs/heads/main\nmark :${index + 1}\nauthor ${by}\ncommitter ${by}\ndata 3\nOld\nfrom ${index === 0 ? head : `:${index}`}\n`;
    const input = Array.from({ length: commits }, (_, index) => one(index)).join('');
    execFileSync('git', ['-C', this.folder, 'fast-import', '--quiet'], { input });
    if (this.git('rev-parse', 'HEAD^{tree}').trim() !== tree) throw new Error('The past changed what stands there.');
    return this.git('rev-parse', 'HEAD').trim();
  }
}
