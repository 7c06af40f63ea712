import { deliveriesOf } from '../cursor';
import type { Cursor, Finding } from '../cursor';
import { APPROVERS } from '../fields';
import { suggest } from '../suggest';

function unknownGroups(file: Cursor): Finding[] {
  const known = file
    .at('groups')
    .fields()
    .map((group) => group.key);
  return file
    .at('personas')
    .fields()
    .flatMap((persona) =>
      persona.items().flatMap((group) => {
        if (group.text === undefined || known.includes(group.text)) return [];
        return group.finding(`unknown group ${JSON.stringify(group.text)}; ${suggest(group.text, known)} (see groups)`);
      }),
    );
}

/** An approval that nobody can give would hold every release for ever. */
function emptyApprovers(file: Cursor, application: Cursor): Finding[] {
  return application
    .at('approvers')
    .items()
    .flatMap((approver) => {
      const persona = APPROVERS.find((name) => name === approver.text);
      if (!persona || file.at('personas', persona).items().length) return [];
      return approver.finding(
        `nobody holds ${persona}, so nothing could ever be approved; give it a group under personas.${persona}`,
      );
    });
}

/** Approving what one builds is what approvals are there to prevent. */
function approvingDevelopers(file: Cursor): Finding[] {
  const developers = file.at('personas', 'Developer').texts;
  return APPROVERS.flatMap((persona) => file.at('personas', persona).items()).flatMap((group) => {
    if (group.text === undefined || !developers.includes(group.text)) return [];
    return group.finding(`${group.text} is also Developer; who develops does not approve: write a group of its own`);
  });
}

/** Personas name groups that exist, every approver is somebody, and nobody approves what they build. */
export function checkPersonas(file: Cursor): Finding[] {
  return [
    ...unknownGroups(file),
    ...approvingDevelopers(file),
    ...deliveriesOf(file).flatMap((app) => emptyApprovers(file, app)),
  ];
}
