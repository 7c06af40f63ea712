import type { Condition, Statement } from '../../iam/model';
import { matchesPattern } from '../patterns';
import { PEOPLE_SERVICES, serviceOf } from '../people-services';
import type { PeopleService } from '../people-services';
import type { Account, PolicySource, Principal, Resource } from '../model';

/** A service that people come through, and the trust statement that admits it. */
interface Entry {
  readonly service: PeopleService;
  readonly host: string;
  readonly because: string;
}

const BY_HOST = new Map(PEOPLE_SERVICES.flatMap((one) => one.hosts.map((host) => [host, one] as const)));

function isExact({ operator, quantifier, ifExists, values }: Condition): boolean {
  const named = /^(String|Arn)(Equals|Like)$/.test(operator) && !ifExists && quantifier !== 'ForAllValues';
  return named && values.length > 0 && values.every((value) => value !== '' && !/[*?]|\$\{/.test(value));
}

/** One subject of certificates of one trust anchor: held by a machine, which is an assumption. */
export function namesCertificate({ conditions }: Statement): boolean {
  const exact = conditions.filter(isExact).map((one) => one.key.toLowerCase());
  const subject = exact.some((key) => /^aws:principaltag\/x509(subject|san)\//.test(key));
  return subject && exact.includes('aws:sourcearn');
}

function admitsAssuming({ effect, actions }: Statement): boolean {
  const named = actions.patterns.some((one) => matchesPattern(one.toLowerCase(), 'sts:assumerole'));
  return effect === 'Allow' && named !== actions.negated;
}

function entriesIn(trust: PolicySource, statement: Statement): Entry[] {
  if (!admitsAssuming(statement)) return [];
  const because = `${trust.where}.${statement.where}${statement.sid ? ` (${statement.sid})` : ''}`;
  const hosts = (statement.principals?.entries ?? []).filter((one) => one.type === 'Service').map((one) => one.value);
  return hosts.flatMap((host) => {
    const service = BY_HOST.get(serviceOf(host));
    return service && !(service.certificates && namesCertificate(statement)) ? [{ service, host, because }] : [];
  });
}

/** Ways of people into a role, one a service. */
function entriesOf(role: Principal, listed: readonly Resource[]): Entry[] {
  if (!role.trust || role.serviceLinked) return [];
  const found = role.trust.policy.statements.flatMap((statement) => entriesIn(role.trust!, statement));
  const name = role.arn.slice(role.arn.lastIndexOf('/') + 1);
  return [...new Map(found.map((one) => [one.service, one])).values()].filter(({ service: { own, serving } }) => {
    const serves = serving && listed.length > 0 && listed.every((one) => serving.test(one.type));
    return !own?.test(name) && !serves;
  });
}

/** A role that only a channel's guardrails let act: what both allow. Unknown, several or differing ones give no credit. */
function sessionOf(role: Principal, user: Resource | undefined): Principal | undefined {
  if (!user?.guardrails || user.guardrails.length === 0 || role.boundary) return undefined;
  const [first, ...rest] = user.guardrails;
  if (rest.some((one) => one.policy.version !== first.policy.version)) return undefined;
  const statements = user.guardrails.flatMap((one, at) =>
    one.policy.statements.map((each) => ({ ...each, where: `GuardrailPolicies[${at}].${each.where}` })),
  );
  const [, partition, , , account] = role.arn.split(':');
  const [name, channel] = [role.arn, user.arn].map((arn) => arn.slice(arn.lastIndexOf('/') + 1));
  return {
    ...role,
    arn: `arn:${partition}:sts::${account}:assumed-role/${name}/${channel}`,
    sessionOf: role.arn,
    boundary: { name: 'guardrail policies', where: user.where, policy: { ...first.policy, statements } },
    trust: undefined,
  };
}

function admitted(role: Principal, { service, host, because }: Entry, user: Resource | undefined): Principal[] {
  const session = sessionOf(role, user);
  const name = role.arn.slice(role.arn.lastIndexOf('/') + 1);
  const [, partition] = role.arn.split(':');
  const through = { edge: service.edge, act: session?.arn ?? role.arn, because };
  const people: Principal = {
    arn: user?.arn ?? `arn:${partition}:${serviceOf(host)}::${role.account}:people/${name}`,
    kind: 'role',
    account: role.account,
    identityPolicies: [],
    tags: {},
    person: { why: `${service.people}, through ${host}`, through },
    where: user?.where ?? role.where,
  };
  return session ? [people, session] : [people];
}

/** Whether a principal stands for people whom a service lets in, or for a session of theirs. */
export function isAdmitted({ person, sessionOf: role }: Principal): boolean {
  return person?.through !== undefined || role !== undefined;
}

/** People whom services let act as roles of an account: by what is listed for them, else by the role. */
export function throughServices(account: Account): Principal[] {
  return account.principals.flatMap((role) => {
    if (role.kind !== 'role' || role.person) return [];
    const listed = account.resources.filter((one) => one.roles.includes(role.arn));
    return entriesOf(role, listed).flatMap((entry) => {
      const users = listed.filter((one) => entry.service.users.test(one.type));
      return users.length > 0 ? users.flatMap((user) => admitted(role, entry, user)) : admitted(role, entry, undefined);
    });
  });
}
