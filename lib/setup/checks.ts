import { POLICIES_A_TARGET } from '../guardrail/limits';
import type { SetupFacts, SetupPlatform } from './facts';

/** Something that the way depends on and that is no step: what would stop behind the fence, and what room is left. */
export interface SetupCheck {
  readonly id: string;
  /** Account or unit that it is about. */
  readonly where: string;
  readonly state: 'good' | 'bad' | 'unknown';
  readonly why: string;
}

const UNSEEN = 'nobody could look';

/** All of them, for one platform and what was seen of it. */
export function checksOf(platform: SetupPlatform, facts: SetupFacts): SetupCheck[] {
  return [
    ...platform.accounts.map((account) => roleRoom(account, platform, facts)),
    ...platform.accounts.filter(({ kind }) => kind !== undefined).map((account) => stopped(account, platform, facts)),
    ...[...new Set(platform.accounts.map(({ unit }) => unit))].flatMap((unit) => slots(unit, facts)),
    linked(platform, facts),
    stackSets(platform, facts),
  ];
}

type Account = SetupPlatform['accounts'][number];
const called = ({ name, id }: Account): string => `${name} (${id})`;

/** Roles that one pipeline with its change control makes in tooling, and what an account gets beside workloads. */
const ROLES = { pipeline: 30, account: 10 } as const;

function roleRoom(account: Account, { toolings }: SetupPlatform, { roleRoom: seen }: SetupFacts): SetupCheck {
  const check = { id: 'role-quota', where: called(account) };
  const room = seen?.[account.id];
  if (!room) return { ...check, state: 'unknown', why: UNSEEN };
  const pipelines = toolings.filter(({ id }) => id === account.id).flatMap((tooling) => tooling.pipelines);
  const needed = ROLES.account + pipelines.length * ROLES.pipeline;
  const left = room.quota - room.roles;
  const why = `${room.roles} roles of ${room.quota}; about ${needed} come from here`;
  return left >= needed
    ? { ...check, state: 'good', why }
    : { ...check, state: 'bad', why: `${why}: ask for a higher quota (iam, L-FE177D64) before the fence closes` };
}

/** Roles of services that would only read behind the fence. */
function stopped(account: Account, { trusted }: SetupPlatform, { serviceRoles }: SetupFacts): SetupCheck {
  const check = { id: 'service-roles', where: called(account) };
  const seen = serviceRoles?.[account.id];
  if (!seen) return { ...check, state: 'unknown', why: UNSEEN };
  const spared = trusted.filter(({ accounts }) => accounts.includes(account.kind!)).map(({ role }) => role);
  const found = seen.filter(({ role }) => !spared.includes(role));
  if (found.length === 0) return { ...check, state: 'good', why: 'no role of a service would be stopped' };
  const names = found.map(({ role, services }) => `${role} (${[...new Set(services)].join(', ')})`).join('; ');
  return {
    ...check,
    state: 'bad',
    why: `would only read behind the fence: ${names}. Let a workload make it, delete it, or name it under organization.trustedServiceRoles`,
  };
}

/** Places that control policies of the platform take at a unit at most, by type. */
const OWN = { SERVICE_CONTROL_POLICY: 6, RESOURCE_CONTROL_POLICY: 1 } as const;

function slots(unit: string, { foreignPolicies, foreignResourcePolicies }: SetupFacts): SetupCheck[] {
  const seen = { SERVICE_CONTROL_POLICY: foreignPolicies, RESOURCE_CONTROL_POLICY: foreignResourcePolicies };
  return (['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY'] as const).map((type): SetupCheck => {
    const check = { id: `slots-${type.toLowerCase().replaceAll('_', '-')}`, where: unit };
    const count = seen[type]?.[unit];
    if (count === undefined) return { ...check, state: 'unknown', why: UNSEEN };
    const { allowed } = POLICIES_A_TARGET[type];
    const left = allowed - count;
    const why = `${left} of ${allowed} places left beside ${count} of others; ${OWN[type]} are needed at most`;
    return { ...check, state: left >= OWN[type] ? 'good' : 'bad', why };
  });
}

/** Roles that AWS makes for services that the way switches on; behind the fence only machines could bring them. */
function linked({ prod }: SetupPlatform, { linkedRoles }: SetupFacts): SetupCheck {
  const check = { id: 'service-linked-roles', where: 'prod accounts' };
  const role = 'AWSServiceRoleForCloudWatchApplicationSignals';
  const seen = prod.filter(({ id }) => linkedRoles?.[id] !== undefined);
  if (seen.length < prod.length) return { ...check, state: 'unknown', why: UNSEEN };
  const missing = seen.filter(({ id }) => !linkedRoles![id]!.includes(role));
  if (missing.length === 0) return { ...check, state: 'good', why: `${role} is there` };
  const why = `${role} is missing in ${missing.map(called).join(', ')}: switching Application Signals on makes it`;
  return { ...check, state: 'bad', why };
}

function stackSets({ management, accounts }: SetupPlatform, { stackSets: found }: SetupFacts): SetupCheck {
  const check = { id: 'stack-sets', where: `management (${management})` };
  if (!found) return { ...check, state: 'unknown', why: UNSEEN };
  const own = accounts.some(({ inStackSets }) => inStackSets !== undefined);
  const known = found.filter((name) => !name.startsWith('AWSControlTower') && !(own && name.startsWith('guarded-')));
  if (known.length === 0) return { ...check, state: 'good', why: 'no stack set of yours deploys into accounts' };
  const why = `${known.join(', ')}: what a stack set deploys into a guarded account is stopped, unless the role that it acts as there stands under organization.trustedServiceRoles`;
  return { ...check, state: 'bad', why };
}
