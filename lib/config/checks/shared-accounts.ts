import type { Cursor } from '../cursor';

/** An environment with its application, where both stand. */
export interface EnvironmentUse {
  readonly application: Cursor;
  readonly environment: Cursor;
}

const homeRegion = ({ environment }: EnvironmentUse): string | undefined => environment.at('regions').texts[0];
const nameOf = ({ application }: EnvironmentUse): string => application.at('name').text ?? '';
const shares = ({ environment }: EnvironmentUse): boolean => environment.at('shared').value === true;

/** What is compared of two environments in one account, and what would be right where it differs. */
const SAME: readonly (readonly [(use: EnvironmentUse) => string | undefined, string])[] = [
  [
    ({ application }) => application.at('team').text,
    "people's rights are by account, so that applications of one team alone may share one: write another account",
  ],
  [({ environment }) => environment.at('kind').text, 'who shares an account is of one kind: write another account'],
  [({ environment }) => environment.at('unit').text, 'an account is in one unit: write the same unit at both'],
  [
    homeRegion,
    'the boundary of an account is kept in one region: write the same region first at both, or another account',
  ],
];

/** Why two environments may not live in one account; undefined where they may. */
export function sharedProblem(first: EnvironmentUse, second: EnvironmentUse): string | undefined {
  if (!shares(first) || !shares(second))
    return 'every environment has an account of its own: write another account, or shared: true at both';
  if (nameOf(first) === nameOf(second))
    return 'an account holds one environment of an application: write another account';
  const differing = SAME.find(([of]) => of(first) !== of(second));
  if (differing) return differing[1];
  return sameStacks(first, second);
}

/** Roles that deploy may write what begins as their own stage is called. */
function sameStacks(first: EnvironmentUse, second: EnvironmentUse): string | undefined {
  const [ours, theirs] = [stagesOf(first), stagesOf(second)];
  const clash = ours.some((one) => theirs.some((other) => one.startsWith(other) || other.startsWith(one)));
  return clash
    ? `the names of the stacks of ${nameOf(first)} and ${nameOf(second)} begin alike, so that one would deploy the other's: write another name or account`
    : undefined;
}

function stagesOf(use: EnvironmentUse): string[] {
  const name = `${nameOf(use)}-${use.environment.at('name').text ?? ''}`;
  return use.environment.at('regions').texts.map((region) => `${name}-${region}-`);
}
