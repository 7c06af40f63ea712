import { InputError } from '../../lib/errors';
import { comparePolicies, readPair } from '../../lib/iam';
import type { Comparison, Request } from '../../lib/iam';
import { EXIT } from '../failure';
import { readText } from './policy-file';
import type { CompareFlags } from './policy-flags';

/** Compares two files and prints the answer. */
export function runCompare(older: string | undefined, newer: string | undefined, flags: CompareFlags): void {
  if (older === undefined || newer === undefined) {
    throw InputError.at('guarded policy compare', undefined, 'Two policy documents belong here: OLD.json NEW.json.');
  }
  const pair = readPair({ raw: readText(older), name: older }, { raw: readText(newer), name: newer });
  const answer = comparePolicies(pair.older, pair.newer, { knownActions: flags.knownActions });
  process.stdout.write(flags.json ? `${JSON.stringify(answer, null, 2)}\n` : `${inWords(answer)}\n`);
  process.exitCode = exitOf(answer);
}

/** 0 where NEW allows nothing that OLD does not. */
export function exitOf({ relation }: Comparison): number {
  return relation === 'equivalent' || relation === 'narrower' ? EXIT.good : EXIT.stop;
}

const SENTENCES: Readonly<Record<Comparison['relation'], string>> = {
  equivalent: 'Equivalent: both policies allow the same requests.',
  narrower: 'Narrower: NEW allows nothing that OLD does not, and less.',
  broader: 'Broader: NEW allows requests that OLD does not.',
  incomparable: 'Incomparable: each policy allows requests that the other does not.',
  unknown: 'Unknown: nobody can say how NEW relates to OLD.',
};

function inWords(answer: Comparison): string {
  const lines = [SENTENCES[answer.relation]];
  if (answer.newlyAllowed) lines.push('', 'Newly allowed, for example:', ...requestLines(answer.newlyAllowed));
  if (answer.noLongerAllowed)
    lines.push('', 'No longer allowed, for example:', ...requestLines(answer.noLongerAllowed));
  for (const { why, where } of answer.why ?? []) lines.push('', `${where}: ${why}`);
  return lines.join('\n');
}

function requestLines({ principal, action, resource, context }: Request): string[] {
  const keys = Object.entries(context).map(([key, values]) => `${key} = ${values.join(', ')}`);
  return [
    ...(principal === undefined ? [] : [`  principal  ${principal}`]),
    `  action     ${action}`,
    `  resource   ${resource}`,
    ...keys.map((text, index) => `  ${index === 0 ? 'context' : '       '}    ${text}`),
    ...(keys.length === 0 ? ['  context    none of the keys that the policies ask for'] : []),
  ];
}
