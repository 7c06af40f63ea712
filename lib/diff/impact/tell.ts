import { visible } from '../tell-control';
import type { AccountImpact, Impact, Stopped } from './impact';
import { PARTS, type Part } from './part';

/** How many services and resources are named; the rest are counted. */
const NAMED = 5;

const HEADINGS: Readonly<Record<Part, string>> = {
  machine: 'machines outside of the machine paths: a service would break',
  foreign: 'roles that somebody outside of the account acts as',
  person: 'people',
};

/** What to do, in a guarded account, for each part. */
const GUARDED: Readonly<Record<Part, string>> = {
  machine:
    'move it: let a stack of the workload make it (an EnvironmentStage puts it under /guarded/workload/ within the boundary); a role that a service of AWS needs stands under `organization.trustedServiceRoles`; where nothing uses it, delete it',
  foreign:
    'move it: let what it does run in the pipeline or in the workload; where it only needs to read, give it reading alone; else keep its account out of the unit until it can go',
  person:
    'name it: what people must do in prod becomes a runbook (`runbooks`) or an approval (`approvers`); everything else goes through the pipeline',
};

/** Where people may write, policies keep everybody off the guardrails and the organization alone. */
const OPEN =
  'the fence keeps everybody off the guardrails here, and nothing else; leave these actions to the account that the organization names for them';

/** The impact in words: accounts that are guarded first, in each what breaks first. */
export function tellImpact(impact: Impact): string {
  return [
    headline(impact),
    ...impact.accounts.flatMap(tellAccount),
    ...tellUntouched(impact.untouched),
    ...(impact.unknowns.length > 0 ? ['', 'could not be read or decided:'] : []),
    ...impact.unknowns.map(({ why, where }) => `  ${why} (${where})`),
  ]
    .map(visible)
    .join('\n');
}

function headline({ verdict, accounts }: Impact): string {
  const all = accounts.flatMap(({ stopped }) => stopped);
  const counts = PARTS.map((part) => counted(part, all.filter((each) => each.part === part).length)).join(', ');
  const unsure = verdict === 'unknown' ? 'Unknown: not everything could be read. ' : '';
  if (all.length === 0)
    return `${unsure}${verdict === 'free' ? 'Free: t' : 'T'}he fence would stop nobody that is seen.`;
  return `${unsure}${verdict === 'stopped' ? 'Stopped: t' : 'T'}he fence would stop ${counts}.`;
}

/** The names of the parts, one and many. */
const NAMES: Readonly<Record<Part, readonly [string, string]>> = {
  machine: ['machine', 'machines'],
  foreign: ['role of others', 'roles of others'],
  person: ['person or their role', 'people or their roles'],
};

function counted(part: Part, count: number): string {
  return `${count} ${NAMES[part][count === 1 ? 0 : 1]}`;
}

function tellAccount(account: AccountImpact): string[] {
  const { id, name, environment, guarded, policies, stopped } = account;
  const what = guarded ? `${environment}, guarded` : `${environment}, not guarded`;
  return [
    '',
    `${name} (${id}; ${what}): ${policies.join(', ')}`,
    ...PARTS.flatMap((part) =>
      tellPart(
        part,
        account,
        stopped.filter((each) => each.part === part),
      ),
    ),
    ...tellOthers(account),
  ];
}

function tellPart(part: Part, { guarded }: AccountImpact, stopped: readonly Stopped[]): string[] {
  if (stopped.length === 0) return [];
  const todo = guarded ? GUARDED[part] : OPEN;
  return [`  ${guarded ? HEADINGS[part] : NAMES[part][1]}`, ...stopped.flatMap(tellStopped), `    → ${todo}`];
}

function tellStopped({ arn, person, actions, writes, runs, example, where }: Stopped): string[] {
  const used = runs.length > 0 ? [`      runs ${named(runs.map(shortName))}`] : [];
  return [
    `    ${shortName(arn)}${person ? `, ${person}` : ''}`,
    `      stops ${services(actions)}${writes > 0 ? ` (${writes} of ${actions.length} change something)` : ' (reads)'}`,
    `      for example ${example.action} on ${example.resource}`,
    ...used,
    `      at ${where}`,
  ];
}

/** From here on a role may do nearly all that there is, and a list of services would say nothing. */
const NEARLY_ALL = 5000;

/** `s3 (12), dynamodb (4) and 3 more`, those with most actions first; one action is named. */
function services(actions: readonly string[]): string {
  if (actions.length === 1) return actions[0]!;
  const counts = new Map<string, number>();
  for (const action of actions) {
    const service = action.split(':')[0]!;
    counts.set(service, (counts.get(service) ?? 0) + 1);
  }
  if (actions.length > NEARLY_ALL) return `nearly everything, in ${counts.size} services`;
  const most = [...counts].sort(([, a], [, b]) => b - a);
  return named(most.map(([service, count]) => `${service} (${count})`));
}

function named(all: readonly string[]): string {
  const rest = all.length - NAMED;
  return `${all.slice(0, NAMED).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

function tellOthers({ guardrailsAlone, unchanged }: AccountImpact): string[] {
  const told = [
    ...(guardrailsAlone > 0 ? [`${guardrailsAlone} lose nothing but changes of the guardrails themselves`] : []),
    ...(unchanged > 0 ? [`${unchanged} may do what they could`] : []),
  ];
  return told.length > 0 ? [`  ${told.join(', ')}`] : [];
}

function tellUntouched(ids: readonly string[]): string[] {
  if (ids.length === 0) return [];
  return ['', `not under the fence, nothing changes: ${ids.join(', ')}`];
}

function shortName(arn: string): string {
  const name = arn.split(':').slice(5).join(':');
  return name.replace(/^role\/aws-reserved\/sso\.amazonaws\.com\//, '') || arn;
}
