/** cfn-lint over templates: the schemas of every type, as CloudFormation would check them. */
import { spawnSync } from 'node:child_process';
import { installLint } from './cache';

/** Warnings: what fails a deployment is an error. */
const IGNORED: readonly string[] = ['W'];

interface Match {
  readonly Filename: string;
  readonly Level: string;
  readonly Message: string;
  readonly Rule: { readonly Id: string };
  readonly Location: { readonly Path?: readonly (string | number)[] | null };
}

/** Errors of templates, one a line, by their files. */
export function lintErrors(templates: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const program = installLint();
  const options = ['--format', 'json', '--ignore-checks', ...IGNORED, '--regions', 'eu-west-2', '--'];
  const { stdout, stderr, status } = spawnSync(program, [...options, ...templates], {
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  if (stdout.trim() === '' && status !== 0) throw new Error(`cfn-lint ended with ${status}: ${stderr}`);
  const found = new Map<string, string[]>();
  for (const { Filename, Level, Message, Rule, Location } of JSON.parse(stdout || '[]') as Match[]) {
    if (Level !== 'Error') continue;
    const line = `${Rule.Id} ${(Location.Path ?? []).join('/')}: ${Message}`;
    found.set(Filename, [...(found.get(Filename) ?? []), line]);
  }
  return found;
}
