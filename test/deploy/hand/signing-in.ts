import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../walk/team';
import type { Walk } from '../walk/walk';
import { people, type Person } from './people';

/** Of a walk's variables, those that a person's own shell has better: they have a home, and npm asks their registry. */
const OWN = /^(HOME|TMPDIR|PATH|CI|npm_config_.*)$/;

/** Signs in whoever there is: a file for each, as shell variables, by the person's file name; accounts may come at any time. */
export class SigningIn {
  public readonly folder: string;
  private readonly written = new Set<string>();

  public constructor(private readonly walk: Walk) {
    this.folder = join(walk.team.folder, '.signed-in');
    const bin = join(this.folder, 'bin');
    mkdirSync(bin, { recursive: true });
    rmSync(join(bin, 'aws'), { force: true });
    symlinkSync(join(ROOT, 'test/deploy/bin/aws'), join(bin, 'aws'));
  }

  /** Writes the files of those who came; gives their names. */
  public write(): string[] {
    const { config, played } = this.walk;
    const come = people(config, played.cloud.organization.accounts()).filter(({ file }) => !this.written.has(file));
    for (const person of come) {
      this.written.add(person.file);
      writeFileSync(join(this.folder, person.file), this.variables(person));
    }
    return come.map(({ file }) => file);
  }

  private variables({ user, account, set }: Person): string {
    const { team } = this.walk;
    const signed = set === undefined ? team.signedIn(account) : team.signedInAs(set, account, user);
    const [name] = user.split('@');
    const commits = ['AUTHOR', 'COMMITTER'].flatMap((role) => [
      [`GIT_${role}_NAME`, name],
      [`GIT_${role}_EMAIL`, user],
    ]);
    const lines = [...Object.entries(signed).filter(([key]) => !OWN.test(key)), ...commits];
    const path = `case "$PATH" in '${this.folder}/bin':*) ;; *) export PATH='${this.folder}/bin':"$PATH" ;; esac\n`;
    return lines.map(([key, value]) => `export ${key}='${value}'\n`).join('') + path;
  }
}
