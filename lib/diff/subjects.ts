import type { PolicySource } from '../world/model';
import { standing } from '../world/authorize/actor';
import { Organization } from '../world/authorize/organization';
import type { Principal, Resource, World } from '../world/model';
import { withoutDigests } from './asset-reads';
import { NO_RIGHTS, type Circumstances, type Rights } from './rights';

/** Whose rights are compared: what a principal may do, or who may do something to a resource. */
export interface Subject {
  readonly kind: 'principal' | 'trust' | 'resource policy';
  readonly arn: string;
  readonly account: string;
  readonly rights: Rights;
  readonly circumstances: Circumstances;
  /** Text of everything that the rights come from: equal texts mean equal rights. */
  readonly text: string;
  readonly person?: string;
  readonly where: string;
}

/**
 * What is the same thing on both sides: an ARN, or the construct path where the ARN is an id that AWS makes up. The
 * patterns of such ids are numbered in the order of the templates and say nothing.
 */
export function identityOf({ arn, account, where }: Pick<Subject, 'arn' | 'account' | 'where'>): string {
  return /\/\*+$/.test(arn) ? `${account} ${where}` : arn;
}

/** Every subject of a world, by kind and identity. */
export function subjectsOf(world: World): Map<string, Subject> {
  const organization = new Organization(world);
  const subjects = world.accounts.flatMap((account) => [
    ...account.principals.flatMap((principal) => [
      ofPrincipal(organization, principal),
      ...ofTrust(organization, principal),
    ]),
    ...account.resources.flatMap((resource) => ofResource(organization, resource)),
  ]);
  return new Map(subjects.map((subject) => [`${subject.kind} ${identityOf(subject)}`, subject]));
}

function ofPrincipal(organization: Organization, principal: Principal): Subject {
  const { caller, identity, boundary, control, denies, context } = standing(organization, { principal, powers: {} });
  const own = principal.person ? identity : identity.map(withoutDigests);
  const layers = [own, ...(boundary ? [boundary] : []), ...control];
  return {
    kind: 'principal',
    arn: principal.arn,
    account: principal.account,
    rights: { layers, denies },
    circumstances: { callers: [caller], context },
    text: JSON.stringify(
      [layers, denies].map((part) => part.flat().map(({ statement, version }) => [statement, version])),
    ),
    person: principal.person?.why,
    where: principal.where,
  };
}

function ofTrust(organization: Organization, principal: Principal): Subject[] {
  return principal.trust ? [ofPolicy(organization, 'trust', principal, principal.trust)] : [];
}

function ofResource(organization: Organization, resource: Resource): Subject[] {
  return resource.policy ? [ofPolicy(organization, 'resource policy', resource, resource.policy)] : [];
}

type Carrier = Pick<Principal | Resource, 'arn' | 'account' | 'where'>;

function ofPolicy(
  organization: Organization,
  kind: Subject['kind'],
  { arn, account, where }: Carrier,
  policy: PolicySource,
): Subject {
  const { allows, denies } = organization.statements(policy);
  return {
    kind,
    arn,
    account,
    rights: { layers: [allows], denies },
    circumstances: { callers: 'anyone' },
    text: JSON.stringify(policy.policy),
    where,
  };
}

/** The same subject where a world does not have it: nobody may do anything. */
export function absent(subject: Subject): Subject {
  return { ...subject, rights: NO_RIGHTS, text: '' };
}
