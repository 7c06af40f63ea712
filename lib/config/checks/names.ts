import { SHARED } from '../../change/deployed';
import type { Cursor, Finding } from '../cursor';

function repeated(entries: readonly Cursor[], what: string): Finding[] {
  const seen = new Map<string, Cursor>();
  return entries.flatMap((entry) => {
    const value = entry.text;
    if (value === undefined) return [];
    const first = seen.get(value);
    if (!first) seen.set(value, entry);
    return first ? entry.finding(`${what} ${JSON.stringify(value)} is there twice; write another one`, first) : [];
  });
}

function checkApplication(application: Cursor): Finding[] {
  const environments = application.at('environments').items();
  return [
    ...repeated(
      environments.map((entry) => entry.at('name')),
      'an environment named',
    ),
    ...repeated(
      application
        .at('waves')
        .items()
        .map((entry) => entry.at('name')),
      'a wave named',
    ),
    ...repeated(application.at('approvers').items(), 'approver'),
    ...repeated(
      application
        .at('runbooks')
        .items()
        .map((entry) => entry.at('document')),
      'runbook',
    ),
    ...environments.flatMap((entry) => repeated(entry.at('regions').items(), 'region')),
  ];
}

/** `orders` with `api-dev` and `orders-api` with `dev` would share every role, stack and account name. */
function joinedNames(applications: readonly Cursor[]): Finding[] {
  const seen = new Map<string, { own: string; at: Cursor }>();
  return applications.flatMap((application) =>
    application
      .at('environments')
      .items()
      .flatMap((environment) => {
        const name = environment.at('name');
        const own = application.at('name').text ?? '';
        const joined = `${own}-${name.text ?? ''}`;
        const other = seen.get(joined);
        seen.set(joined, { own, at: name });
        if (other === undefined || other.own === own) return [];
        return name.finding(
          `${JSON.stringify(joined)} is the name of an environment of ${other.own} too; write another one`,
          other.at,
        );
      }),
  );
}

/** What applications share is named beside them: one of that name would be taken for it. */
function sharedName(file: Cursor, applications: readonly Cursor[]): Finding[] {
  const shared = file.at('changeControl');
  if (shared.text !== 'shared') return [];
  const named = applications.map((one) => one.at('name')).filter(({ text }) => text === SHARED);
  return named.flatMap((name) =>
    name.finding(
      `${JSON.stringify(SHARED)} is the name of the change control that all share; write another one`,
      shared,
    ),
  );
}

/** Names, groups, units and regions that stand twice where each may stand once. */
export function checkNames(file: Cursor): Finding[] {
  const applications = file.at('applications').items();
  return [
    ...repeated(
      applications.map((entry) => entry.at('name')),
      'an application named',
    ),
    ...joinedNames(applications),
    ...sharedName(file, applications),
    ...repeated(file.at('groups').fields(), 'group id'),
    ...repeated(
      file
        .at('organization', 'units')
        .fields()
        .flatMap((entry) => (entry.text === undefined ? entry.items() : [entry])),
      'unit',
    ),
    ...[file.at('personas'), ...file.at('teams').fields()]
      .flatMap((personas) => personas.fields())
      .flatMap((persona) => repeated(persona.items(), 'group')),
    ...applications.flatMap(checkApplication),
  ];
}
