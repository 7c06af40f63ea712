import { spawnSync } from 'node:child_process';

/** An answer of the package's command, for machines and for people. */
export interface GuardedAnswer {
  readonly json: unknown;
  readonly text: string;
}

/** Asks the package's command twice, once for the record and once for people; any other exit code stops the build. */
export function guarded(args: readonly string[], accepted: readonly number[]): GuardedAnswer {
  const text = ask(args, accepted);
  process.stdout.write(text);
  return { text, json: JSON.parse(ask([...args, '--json'], accepted)) as unknown };
}

function ask(args: readonly string[], accepted: readonly number[]): string {
  const environment = { ...process.env, NO_COLOR: '1' };
  const answer = spawnSync('guarded', [...args], { encoding: 'utf8', maxBuffer: 256 * 1024 * 1024, env: environment });
  if (answer.error) throw answer.error;
  if (accepted.includes(answer.status ?? -1)) return answer.stdout;
  throw new Error(`guarded ${args.join(' ')} ended with ${answer.status}:\n${answer.stdout}${answer.stderr}`);
}
