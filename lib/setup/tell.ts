import type { Setup, SetupStep } from './decide';

const MARKS: Readonly<Record<SetupStep['state'], string>> = { done: '✓', next: '→', later: ' ', unknown: '?' };

/** The way as a person reads it: every step with its state, and the commands of those that are not done. */
export function tellSetup({ steps, byHand, afterwards, checks, unseen }: Setup): string {
  const told = steps.flatMap((step, index) => tellStep(step, index + 1));
  const end = afterwards === undefined ? [] : ['', afterwards];
  return [...told, ...end, '', `${byHand} commands by hand in all.`, ...tellChecks(checks), ...tellUnseen(unseen)].join(
    '\n',
  );
}

/** Those that are bad, each; the good ones are counted, and so are those that nobody could look at. */
function tellChecks(checks: Setup['checks']): string[] {
  const bad = checks.filter(({ state }) => state === 'bad');
  const count = (state: string): number => checks.filter((one) => one.state === state).length;
  const rest = `${count('good')} checks good, ${bad.length} bad, ${count('unknown')} that nobody could look at (--json lists them)`;
  return ['', ...bad.map(({ id, where, why }) => `! ${id}, ${where}: ${why}`), `${rest}.`];
}

/** One line for everything of an account that stays unseen for the same reason. */
function tellUnseen(unseen: Setup['unseen']): string[] {
  if (unseen.length === 0) return [];
  const same = new Map<string, string[]>();
  for (const { account, what, why } of unseen) {
    const key = JSON.stringify([account, why]);
    same.set(key, [...(same.get(key) ?? []), what]);
  }
  const lines = [...same].map(([key, whats]) => {
    const [account, why] = JSON.parse(key) as [string, string];
    return `  ${account} ${whats.join(', ')}: ${why}`;
  });
  return ['', 'Could not be looked at:', ...lines];
}

function tellStep({ title, state, why, command, credentials }: SetupStep, number: number): string[] {
  const head = `${MARKS[state]} ${String(number).padStart(2)}. ${title}`;
  if (state === 'done') return [head];
  const commands = command
    .split('\n')
    .filter(Boolean)
    .map((line) => `         ${line}`);
  return [head, `       ${why}; credentials: ${credentials}`, ...commands];
}
