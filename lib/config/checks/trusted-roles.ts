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
  return trustedRoleProblems(trustedRolesOf(read.data, management)).map((problem) =>
    (named(problem) ?? at).finding(problem),
  );
}
