import { parseDuration } from '../../sandbox/duration';
import { LEASE_PREFIX } from '../../sandbox/wiring';
import { matchesPattern } from '../../sandbox/preview';
import type { Cursor, Finding } from '../cursor';
import { suggest } from '../suggest';

/** The dev environment that a sandbox names, or what is wrong with the name. */
function checkEnvironment(application: Cursor): Finding[] {
  const at = application.at('sandbox', 'environment');
  const environments = application.at('environments').items();
  const names = environments.flatMap((entry) => entry.at('name').text ?? []);
  if (at.text === undefined) return [];
  const found = environments.find((entry) => entry.at('name').text === at.text);
  if (!found) return [at.finding(`unknown environment ${JSON.stringify(at.text)}; ${suggest(at.text, names)}`)];
  const kind = found.at('kind').text;
  if (kind !== 'dev')
    return [at.finding(`${at.text} is a ${kind} environment; write a dev environment, which developers own`)];
  if (found.at('shared').value === true)
    return [
      at.finding(
        `the account of ${at.text} is shared; write a dev environment whose account is the application's alone`,
      ),
    ];
  return checkConnection(application, found);
}

/** CodeBuild takes connections of its own account and region alone. */
function checkConnection(application: Cursor, environment: Cursor): Finding[] {
  const at = application.at('sandbox', 'connection');
  const [, , , region, account] = at.text?.split(':') ?? [];
  const right = environment.at('account').text;
  const home = environment.at('regions').texts[0];
  if (account !== undefined && right !== undefined && account !== right)
    return [
      at.finding(`the connection is in account ${account}; write one of ${right}, the account of the environment`),
    ];
  if (region !== undefined && home !== undefined && region !== home)
    return [at.finding(`the connection is in ${region}; write one of ${home}, the first region of the environment`)];
  return [];
}

function checkSizes(sandbox: Cursor): Finding[] {
  const minutes = (key: string, otherwise: string) => parseDuration(sandbox.at('lifetime', key).text ?? otherwise);
  const number = (key: readonly string[], otherwise: number) => {
    const { value } = sandbox.at(...key);
    return typeof value === 'number' ? value : otherwise;
  };
  const [usual, longest] = [minutes('default', '3d'), minutes('longest', '14d')];
  const [budget, most] = [number(['budget', 'default'], 50), number(['budget', 'most'], 200)];
  const [person, team] = [number(['quota', 'person'], 2), number(['quota', 'team'], 10)];
  return [
    ...(usual !== undefined && longest !== undefined && usual > longest
      ? [sandbox.at('lifetime').finding('the default lifetime is longer than the longest; write a shorter one')]
      : []),
    ...(budget > most
      ? [
          sandbox
            .at('budget')
            .finding(`the default budget of ${budget} is more than the most, ${most}; write a smaller one`),
        ]
      : []),
    ...(person > team
      ? [
          sandbox
            .at('quota')
            .finding(`a person may have ${person} and the whole team ${team}; write at least ${person} for the team`),
        ]
      : []),
  ];
}

function checkPreviews(application: Cursor): Finding[] {
  const at = application.at('sandbox', 'previews');
  const main = application.at('repository', 'branch').text ?? 'main';
  if (at.text === undefined || !matchesPattern(main, at.text)) return [];
  return [at.finding(`the pattern takes in ${main}, which releases come from; write one of other branches: feature/*`)];
}

function checkReserved(application: Cursor): Finding[] {
  const names = application
    .at('environments')
    .items()
    .map((entry) => entry.at('name'));
  return names
    .filter(({ text }) => text?.startsWith(LEASE_PREFIX))
    .map((at) => at.finding(`names that begin with ${LEASE_PREFIX} are those of self-service; write another one`));
}

/** Self-service lives in a dev account, by a connection of that account, within sizes that fit each other. */
export function checkSandbox(file: Cursor): Finding[] {
  const applications = file.at('applications').items();
  return applications.flatMap((application) => [
    ...checkEnvironment(application),
    ...checkSizes(application.at('sandbox')),
    ...checkPreviews(application),
    ...checkReserved(application),
  ]);
}
