import { GetAccountSummaryCommand, paginateListRoles } from '@aws-sdk/client-iam';
import type { IAMClient, Role } from '@aws-sdk/client-iam';
import { MACHINE_PATHS } from '../names';
import type { ServiceRole } from './facts';

/** Paths with rules of their own: machines', and roles that only AWS makes. */
const ASIDE = [...MACHINE_PATHS, '/aws-service-role/', '/aws-reserved/'];

/** Organizations makes it in each account that it creates; that it only reads behind the fence is meant. */
const OF_MANAGEMENT = 'OrganizationAccountAccessRole';

/** Roles of an account that services of AWS or other accounts act as, outside of the paths that the fence knows. */
export async function serviceRoles(client: IAMClient, account: string): Promise<ServiceRole[]> {
  const found: ServiceRole[] = [];
  for await (const { Roles = [] } of paginateListRoles({ client }, {}))
    for (const role of Roles) {
      const services = actingAs(role, account);
      const known = role.RoleName === OF_MANAGEMENT || ASIDE.some((path) => role.Path?.startsWith(path));
      if (services.length > 0 && !known) found.push({ role: `${role.Path ?? '/'}${role.RoleName}`.slice(1), services });
    }
  return found;
}

interface Trusting {
  readonly Effect?: string;
  readonly Principal?:
    string | { readonly Service?: string | readonly string[]; readonly AWS?: string | readonly string[] };
}

/** Services and other accounts; a trust policy that cannot be read counts as one that admits a service nobody knows. */
function actingAs({ AssumeRolePolicyDocument: text = '' }: Role, account: string): string[] {
  try {
    const { Statement } = JSON.parse(decodeURIComponent(text)) as { Statement?: Trusting | readonly Trusting[] };
    const allowing = [Statement ?? []].flat().filter(({ Effect }) => Effect === 'Allow');
    return allowing.flatMap(({ Principal }) => {
      if (typeof Principal !== 'object') return Principal === undefined ? [] : ['anybody'];
      const others = [Principal.AWS ?? []].flat(2).filter((one) => !one.includes(account));
      return [...[Principal.Service ?? []].flat(2), ...others];
    });
  } catch {
    return ['a service that its trust policy does not tell'];
  }
}

/** Roles that an account has and may have. */
export async function roleRoom(client: IAMClient): Promise<{ readonly roles: number; readonly quota: number }> {
  const { SummaryMap } = await client.send(new GetAccountSummaryCommand({}));
  const { Roles: roles, RolesQuota: quota } = SummaryMap ?? {};
  if (roles === undefined || quota === undefined)
    throw new Error('IAM tells neither how many roles there are nor how many may be');
  return { roles, quota };
}

/** Names of the service-linked roles of an account. */
export async function linkedRoles(client: IAMClient): Promise<string[]> {
  const found: string[] = [];
  for await (const { Roles = [] } of paginateListRoles({ client }, { PathPrefix: '/aws-service-role/' }))
    found.push(...Roles.flatMap(({ RoleName }) => RoleName ?? []));
  return found;
}
