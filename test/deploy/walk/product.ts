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
}
