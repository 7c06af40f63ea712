import type { Cursor, Finding } from '../cursor';
import { suggest } from '../suggest';

/** The units of a kind as they stand in the file: one, or a list. */
function namedFor(file: Cursor, kind: string): string[] {
  const at = file.at('organization', 'units', kind);
  return at.text === undefined ? at.texts : [at.text];
}

function wrong(file: Cursor, environment: Cursor): Finding[] {
  const kind = environment.at('kind').text ?? '';
  const known = namedFor(file, kind);
  const at = environment.at('unit');
  if (at.value === undefined && known.length > 1)
    return [
      at.finding(`is missing; ${kind} has several units: write the one that the account is in, ${known.join(', ')}`),
    ];
  if (at.text === undefined || known.length === 0 || known.includes(at.text)) return [];
  return [at.finding(`${at.text} is no unit of ${kind}; ${suggest(at.text, known)} (see organization.units.${kind})`)];
}

/** Every environment's account is in a unit that the guardrails of its kind attach to. */
export function checkUnits(file: Cursor): Finding[] {
  const environments = file
    .at('applications')
    .items()
    .flatMap((application) => application.at('environments').items());
  return environments.flatMap((environment) => wrong(file, environment));
}
