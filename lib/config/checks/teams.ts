import type { Cursor, Finding } from '../cursor';
import { suggest } from '../suggest';

/** What names of permission sets leave beside `-DeveloperInProd`: Identity Center takes 32 characters. */
const LONGEST = 16;
const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

function wrongName(team: Cursor): Finding[] {
  if (NAME.test(team.key) && team.key.length <= LONGEST) return [];
  const message = `got ${JSON.stringify(team.key)}; write lower-case letters, digits and single hyphens, at most ${LONGEST} characters: it becomes part of the names of permission sets`;
  return [{ ...team.finding(message), key: true }];
}

function unknownTeam(application: Cursor, teams: readonly string[]): Finding[] {
  const team = application.at('team');
  if (team.text === undefined || teams.includes(team.text)) return [];
  return [team.finding(`unknown team ${JSON.stringify(team.text)}; ${suggest(team.text, teams)} (see teams)`)];
}

/**
 * Whoever reads what is called `orders-…` in tooling would read what belongs to `orders-api` of another team: rights there
 * are by name.
 */
function overlapping(applications: readonly Cursor[]): Finding[] {
  return applications.flatMap((application) => {
    const name = application.at('name');
    const other = applications.find(
      (each) =>
        name.text?.startsWith(`${each.at('name').text}-`) && each.at('team').text !== application.at('team').text,
    );
    if (!other) return [];
    const first = other.at('name');
    const message = `${JSON.stringify(name.text)} begins with the name of ${JSON.stringify(first.text)}, which is of another team; write a name that does not`;
    return [name.finding(message, first)];
  });
}

/** Permission sets of the team and of the whole platform would have the same names. */
function namedAsTeam(file: Cursor, teams: readonly Cursor[]): Finding[] {
  const prefix = file.at('organization', 'identityCenter', 'permissionSetPrefix');
  const team = teams.find(({ key }) => key === prefix.text);
  return team
    ? [prefix.finding(`${JSON.stringify(prefix.text)} is a team; write a prefix that is none: acme`, team)]
    : [];
}

/** Teams have names that permission sets can carry, applications name one that there is, and their names tell them apart. */
export function checkTeams(file: Cursor): Finding[] {
  const teams = file.at('teams').fields();
  const applications = file.at('applications').items();
  const names = teams.map((team) => team.key);
  return [
    ...teams.flatMap(wrongName),
    ...applications.flatMap((application) => unknownTeam(application, names)),
    ...(teams.length > 0 ? overlapping(applications) : []),
    ...namedAsTeam(file, teams),
  ];
}
