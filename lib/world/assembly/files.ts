import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { InputError } from '../../errors';

/** Reads the files of one assembly, each once, and sums them up. */
export class AssemblyFiles {
  private readonly hashes = new Map<string, string>();

  public constructor(public readonly root: string) {}

  /** Path as messages name it. */
  public name(path: string): string {
    return join(this.root, relative(this.root, path));
  }

  /** Path below the assembly's folder. */
  public relative(path: string): string {
    return relative(this.root, path);
  }

  /**
   * A JSON file of the assembly.
   *
   * @param place Where the assembly names the file, for the message when it is missing.
   * @throws InputError when it is missing or no JSON.
   */
  public json(path: string, place?: string): unknown {
    if (!existsSync(path)) throw InputError.at(this.name(path), place, 'is missing from the assembly.');
    const text = readFileSync(path, 'utf8');
    this.hashes.set(relative(this.root, path), createHash('sha256').update(text).digest('hex'));
    try {
      return JSON.parse(text);
    } catch (error) {
      throw InputError.at(this.name(path), undefined, `is no complete JSON: ${(error as Error).message}`);
    }
  }

  /** A JSON file that may be absent and says nothing about what is deployed: it is no part of the digest. */
  public optional(path: string): unknown {
    if (!existsSync(path)) return undefined;
    const value = this.json(path);
    this.hashes.delete(relative(this.root, path));
    return value;
  }

  /** A JSON file that may be absent and, where it is there, counts like any other. */
  public ifThere(path: string): unknown {
    return existsSync(path) ? this.json(path) : undefined;
  }

  /** Counts what is not read here but deployed: an asset, by the digest of its content. */
  public count(path: string, digest: string): void {
    this.hashes.set(relative(this.root, path), digest);
  }

  /** Digest over manifests, templates, asset manifests and assets: the same for the same content, whatever the folder. */
  public digest(): string {
    const hash = createHash('sha256');
    for (const [path, sum] of [...this.hashes].sort(([a], [b]) => (a < b ? -1 : 1))) hash.update(`${path} ${sum}\n`);
    return `sha256:${hash.digest('hex')}`;
  }
}
