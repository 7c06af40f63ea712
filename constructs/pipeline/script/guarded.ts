import { spawnSync } from 'node:child_process';

/** An answer of the package's command, for machines and for people. */
export interface GuardedAnswer {
  readonly json: unknown;
  readonly text: string;
  /** Worse of the exit codes of both times that it was asked. */
  readonly status: number;
}

/** Asks the package's command twice, once for the record and once for people; any other exit code stops the build. */
export function guarded(args: readonly string[], accepted: readonly number[], command = 'guarded'): GuardedAnswer {
  const people = ask(args, accepted, command);
  process.stdout.write(people.text);
  const machines = ask([...args, '--json'], accepted, command);
  return {
    text: people.text,
    json: JSON.parse(machines.text) as unknown,
    status: Math.max(people.status, machines.status),
  };
}

function ask(args: readonly string[], accepted: readonly number[], command: string): { text: string; status: number } {
  const environment = { ...process.env, NO_COLOR: '1' };
  const answer = spawnSync(command, [...args], { encoding: 'utf8', maxBuffer: 256 * 1024 * 1024, env: environment });
  if (answer.error) throw answer.error;
  const status = answer.status ?? -1;
  if (accepted.includes(status)) return { text: answer.stdout, status };
  throw new Error(`guarded ${args.join(' ')} ended with ${answer.status}:\n${answer.stdout}${answer.stderr}`);
}
