import type { AccountDifference, Change, Difference } from './diff';
import type { ApplicationChange } from '../assembly';
import { headline } from './headline';
import { tellControl, visible } from './tell-control';
import type { Example, Gained } from './rights';

/** How many actions are named; the rest are counted. */
const NAMED = 6;

/** The difference in words, environment by environment. */
export function tellDifference(difference: Difference): string {
  const { added, removed } = difference.exceptions;
  return [
    headline(difference),
    ...(difference.applications ?? []).flatMap(tellApplication),
    ...tellControl(difference.control),
    ...difference.accounts.flatMap(tellAccount),
    ...tellReach('people can newly come to act as or drive', difference.reach.gained),
    ...tellReach('people can no longer come to act as or drive', difference.reach.lost),
    ...(added.length > 0 ? ['', `newly sanctioned: ${added.join(', ')}`] : []),
    ...(removed.length > 0 ? ['', `no longer sanctioned: ${removed.join(', ')}`] : []),
    ...(difference.unknowns.length > 0 ? ['', 'could not be read:'] : []),
    ...difference.unknowns.map(({ why, where }) => `  ${why} (${where})`),
  ]
    .map(visible)
    .join('\n');
}

function tellApplication({ application, change, before, details }: ApplicationChange): string[] {
  const what = before === undefined ? `${application} ${change}` : `${before} → ${application}, ${change}`;
  return [`application ${what}`, ...details.map((each) => `  ${each}`)];
}

function tellReach(what: string, reached: Difference['reach']['gained']): string[] {
  if (reached.length === 0) return [];
  return ['', `${what}:`, ...reached.map(({ arn, account }) => `  ${shortName(arn)} (${account})`)];
}

function tellAccount({ environment, account, name, changes }: AccountDifference): string[] {
  return ['', `${environment}: ${name} (${account})`, ...changes.flatMap(tellChange)];
}

const SUBJECTS: Readonly<Record<Change['kind'], string>> = {
  principal: '',
  trust: 'who may become ',
  'resource policy': 'who may use ',
};

function tellChange(change: Change): string[] {
  const state = change.change === 'changed' ? '' : `, ${change.change}`;
  const person = change.person ? `, ${change.person}` : '';
  return [
    `  ${SUBJECTS[change.kind]}${shortName(change.arn)}${state}${person}`,
    ...(change.newlyAllowed ? tellGained(change, 'can newly', 'newly', change.newlyAllowed) : []),
    ...(change.noLongerAllowed ? tellGained(change, 'can no longer', 'no longer', change.noLongerAllowed) : []),
    ...(change.unknown === undefined ? [] : [`    nobody can decide: ${change.unknown}`]),
    `    at ${change.where}`,
  ];
}

function tellGained(change: Change, verb: string, adverb: string, { actions, writes, example }: Gained): string[] {
  const named = actions.slice(0, NAMED).join(', ');
  const rest = actions.length > NAMED ? ` and ${actions.length - NAMED} more` : '';
  const count = writes > 0 ? ` (${writes} that change something)` : ' (reads only)';
  const head = change.kind === 'principal' ? `${verb}:` : `${adverb} open to ${example.principal ?? 'somebody'}:`;
  return [`    ${head} ${named}${rest}${count}`, `      for example ${inWords(example)}`];
}

function inWords({ action, resource, context }: Example): string {
  const keys = Object.entries(context)
    .filter(([key]) => !/^(aws:(principal|resource|sourceowner)|kms:calleraccount|s3:resourceaccount)/i.test(key))
    .map(([key, values]) => `${key} = ${values.join(', ')}`);
  return `${action} on ${resource}${keys.length > 0 ? ` with ${keys.join('; ')}` : ''}`;
}

function shortName(arn: string): string {
  return (
    arn
      .split(':')
      .slice(5)
      .join(':')
      .replace(/^role\/aws-reserved\/sso\.amazonaws\.com\//, '') || arn
  );
}
