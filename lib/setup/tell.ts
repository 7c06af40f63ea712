import type { Setup, SetupStep } from './decide';

const MARKS: Readonly<Record<SetupStep['state'], string>> = { done: '✓', next: '→', later: ' ', unknown: '?' };

/** The way as a person reads it: every step with its state, and the commands of those that are not done. */
export function tellSetup({ steps, byHand }: Setup): string {
  const told = steps.flatMap((step, index) => tellStep(step, index + 1));
  return [...told, '', `${byHand} commands by hand in all.`].join('\n');
}

function tellStep({ title, state, why, command, credentials }: SetupStep, number: number): string[] {
  const head = `${MARKS[state]} ${String(number).padStart(2)}. ${title}`;
  if (state === 'done') return [head];
  const commands = command.split('\n').map((line) => `         ${line}`);
  return [head, `       ${why}; credentials: ${credentials}`, ...commands];
}
