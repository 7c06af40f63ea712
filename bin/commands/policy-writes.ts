import { InputError } from '../../lib/errors';
import { catalogue, readPolicy, writesOf } from '../../lib/iam';
import type { Policy, Writes } from '../../lib/iam';
import { EXIT } from '../failure';
import { readText } from './policy-file';

/** Lists what a policy allows beyond plain reads. */
export function runWrites(file: string, flags: { readonly json?: boolean }): void {
  const { policy, problems } = readPolicy({ raw: readText(file), name: file });
  if (problems.length > 0) throw new InputError(problems);
  const answer = writesOf(policy);
  for (const note of notesOn(policy, file)) process.stderr.write(`${note}\n`);
  process.stdout.write(flags.json ? `${JSON.stringify(answer, null, 2)}\n` : `${inWords(answer)}\n`);
  process.exitCode = answer.writes.length === 0 ? EXIT.good : EXIT.stop;
}

/** What the list rests on: parts that nobody can decide, actions that the catalogue does not know. */
function notesOn(policy: Policy, file: string): string[] {
  const undecided = policy.statements.flatMap(({ unreadable }) =>
    unreadable.map(({ why, where }) => `${file}: ${where}: ${why} It counts as allowing.`),
  );
  const allowed = policy.statements.filter(({ effect, actions }) => effect === 'Allow' && !actions.negated);
  const names = allowed.flatMap(({ actions }) => actions.patterns).filter((one) => !/[*?]/.test(one));
  const unknown = [...new Set(names)].filter((one) => !catalogue().find(one));
  return [...undecided, ...unknown.map((one) => `${file}: the catalogue does not know ${one}; it is not in the list.`)];
}

function inWords({ writes, corrected, catalogue: { name, version } }: Writes): string {
  const width = Math.max(0, ...writes.map((one) => one.action.length));
  const kinds = Math.max(0, ...writes.map((one) => one.class.length));
  const list = writes.map((one) => `  ${one.action.padEnd(width)}  ${one.class.padEnd(kinds)}  ${one.resource}`);
  const head =
    writes.length === 0
      ? 'The policy allows plain reads alone.'
      : `The policy allows ${writes.length} ${writes.length === 1 ? 'action' : 'actions'} beyond plain reads:`;
  const taken = corrected.map((one) => `  ${one.action}: ${one.reason}`);
  const tail = taken.length === 0 ? [] : ['', 'Taken for plain reads against the catalogue:', ...taken];
  return [head, ...list, ...tail, '', `Catalogue: ${name} ${version}, as corrected by the reviewed table.`].join('\n');
}
