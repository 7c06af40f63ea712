import { deliveriesOf } from '../cursor';
import type { Cursor, Finding } from '../cursor';
import { APPROVERS } from '../fields';
import { suggest } from '../suggest';

/** Who is who, for the whole platform and for each team. */
function everyPersonas(file: Cursor): Cursor[] {
  return [file.at('personas'), ...file.at('teams').fields()];
}

/** Who is who for an application, or for the platform itself. */
function personasOf(file: Cursor, delivery: Cursor): Cursor {
  const team = delivery.at('team').text;
  return team === undefined ? file.at('personas') : file.at('teams', team);
}

function unknownGroups(file: Cursor): Finding[] {
  const known = file
    .at('groups')
    .fields()
    .map((group) => group.key);
  return everyPersonas(file)
    .flatMap((personas) => personas.fields())
    .flatMap((persona) =>
      persona.items().flatMap((group) => {
        if (group.text === undefined || known.includes(group.text)) return [];
        return group.finding(`unknown group ${JSON.stringify(group.text)}; ${suggest(group.text, known)} (see groups)`);
      }),
    );
}

/** A team that there is not is told where it is named. */
const isUnknown = ({ path, value }: Cursor): boolean => path[0] === 'teams' && value === undefined;

/** An approval that nobody can give would hold every release for ever. */
function emptyApprovers(file: Cursor, application: Cursor): Finding[] {
  return application
    .at('approvers')
    .items()
    .flatMap((approver) => {
      const persona = APPROVERS.find((name) => name === approver.text);
      const personas = personasOf(file, application);
      if (!persona || isUnknown(personas) || personas.at(persona).items().length) return [];
      return approver.finding(
        `nobody holds ${persona}, so nothing could ever be approved; give it a group under ${[...personas.path, persona].join('.')}`,
      );
    });
}

/** Approving what one builds is what approvals are there to prevent. */
function approvingDevelopers(personas: Cursor): Finding[] {
  const developers = personas.at('Developer').texts;
  return APPROVERS.flatMap((persona) => personas.at(persona).items()).flatMap((group) => {
    if (group.text === undefined || !developers.includes(group.text)) return [];
    return group.finding(`${group.text} is also Developer; who develops does not approve: write a group of its own`);
  });
}

/** Personas name groups that exist, every approver is somebody, and nobody approves what they build. */
export function checkPersonas(file: Cursor): Finding[] {
  return [
    ...unknownGroups(file),
    ...everyPersonas(file).flatMap(approvingDevelopers),
    ...deliveriesOf(file).flatMap((app) => emptyApprovers(file, app)),
  ];
}
