import { trustedRoleProblems } from '../../guardrail/trusted-roles';
import type { Cursor, Finding } from '../cursor';
import { trustedRolesOf, trustedServiceRoles } from '../trusted-roles';

/** What cannot be left open to a role by its name: each where the role stands, or at the whole list. */
export function checkTrustedRoles(file: Cursor): Finding[] {
  const at = file.at('organization', 'trustedServiceRoles');
  const read = trustedServiceRoles.safeParse(at.value);
  if (!read.success) return [];
  const management = file.at('organization', 'accounts', 'management').text ?? '';
  const listed = at.at('roles').items();
  const named = (problem: string): Cursor | undefined =>
    listed.find((one) => problem.includes(`'${one.at('role').text ?? ''}'`));
  const problems = trustedRoleProblems(trustedRolesOf(read.data, management));
  return [
    ...problems.map((problem) => (named(problem) ?? at).finding(problem)),
    ...listed.flatMap((one) => checkOrigin(file, one.at('from'))),
  ];
}

/** Whoever may assume roles in the account of origin may act as the role in prod: nowhere that people write. */
function checkOrigin(file: Cursor, from: Cursor): Finding[] {
  const environments = file
    .at('applications')
    .items()
    .flatMap((application) => application.at('environments').items());
  const open = environments.find(
    (one) => from.text !== undefined && one.at('account').text === from.text && one.at('kind').text !== 'prod',
  );
  if (!open) return [];
  const what = `${from.text} is the account of a ${open.at('kind').text ?? 'nameless'} environment`;
  return [from.finding(`${what}, where people write and could act as the role in prod; write an account without them`)];
}
