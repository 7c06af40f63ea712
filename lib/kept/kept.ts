import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** So many answers stay; of more the ones that nobody asked for go. */
const MOST = 400;

/**
 * Answers of work that need not be done again, in a folder that anybody may delete. An answer is found by everything that
 * the work read; one that is damaged, or that was kept for other input, is no answer, and the work is done.
 *
 * Only for work that the one who keeps the folder does for himself: whoever can write to it can write answers. What guards
 * prod asks nothing of it.
 */
export class Kept {
  /**
   * @param folder Where answers are kept; made when there is the first.
   * @param code Digest of the code that does the work: another version answers nothing for this one.
   */
  public constructor(
    private readonly folder: string,
    private readonly code: string,
  ) {}

  /** What was kept for this kind of work and this input, else undefined. */
  public get<T>(kind: string, input: unknown): T | undefined {
    const file = this.file(kind, input);
    try {
      const text = readFileSync(file, 'utf8');
      const cut = text.indexOf('\n');
      if (text.slice(0, cut) !== digest(text.slice(cut + 1))) return undefined;
      utimesSync(file, new Date(), new Date());
      return JSON.parse(text.slice(cut + 1)) as T;
    } catch {
      return undefined;
    }
  }

  /** Keeps an answer; where that cannot be, the work is done again the next time. */
  public put(kind: string, input: unknown, answer: unknown): void {
    const body = JSON.stringify(answer);
    const file = this.file(kind, input);
    try {
      mkdirSync(this.folder, { recursive: true });
      writeFileSync(`${file}.${process.pid}`, `${digest(body)}\n${body}`);
      renameSync(`${file}.${process.pid}`, file);
      this.forgetOld();
    } catch {
      // What is left unfinished goes with what is old.
    }
  }

  private file(kind: string, input: unknown): string {
    return join(this.folder, `${kind}-${digest(JSON.stringify([kind, this.code, input]))}`);
  }

  private forgetOld(): void {
    const names = readdirSync(this.folder);
    if (names.length <= MOST) return;
    const byUse = names.map((name) => ({ name, used: statSync(join(this.folder, name)).mtimeMs }));
    byUse.sort((a, b) => b.used - a.used);
    for (const { name } of byUse.slice(MOST / 2)) rmSync(join(this.folder, name), { force: true });
  }
}

/** SHA-256 in hex. */
export function digest(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
