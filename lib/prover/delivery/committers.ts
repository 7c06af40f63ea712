import type { Principal, World } from '../../world/model';
import type { Statement } from '../../iam/model';
import { matchesPattern } from '../../world/patterns';
import type { ResultUnknown } from '../result';
import { foreignCommands } from './platform-commands';
import { startOf, type DeliveryPlan, type PlacedAction } from './plan';

/** A policy that says whom it admits, and where it stands. */
interface Door {
  readonly account: string;
  readonly statements: readonly Statement[];
  /** Place of what carries the policy. */
  readonly of: string;
  readonly where: string;
}

/**
 * Doors in guarded accounts that stand open to a role which runs what a commit brings before anybody approved it. Only that
 * role's own policies keep it out then, and the role is there to run whatever comes.
 */
export function openToCommitters(world: World, plan: DeliveryPlan): ResultUnknown[] {
  if (plan.toProd.length === 0) return [];
  const roles = committersIn(world, plan);
  if (roles.length === 0) return [];
  const made = new Set(world.machinery?.map(({ where }) => where));
  return doorsOf(world)
    .filter(({ of }) => !made.has(of))
    .flatMap((door) =>
      roles
        .filter((role) => door.statements.some((statement) => admits(statement, role)))
        .map((role) => ({
          why: `it admits ${role}, which runs what a commit brings before anybody approved it: only that role's own policies keep it out`,
          where: door.where,
          who: startOf(plan.pipeline, plan.deployers),
          way: ['push a commit', `its build runs as ${role} before anybody approves it`, 'use what the policy opens'],
          change: `${door.where}, Principal`,
        })),
    );
}

/** Roles of what runs before the last approval and is none of the platform's own scripts. */
function committersIn(world: World, { actions }: DeliveryPlan): string[] {
  const approvals = actions.filter(({ action }) => action.category === 'Approval').map(({ at }) => at);
  const last = Math.max(-1, ...approvals);
  const early = actions.filter(({ at, action }) => at < last && action.provider === 'CodeBuild');
  const foreign = (action: PlacedAction): boolean =>
    (['verify', 'deploy'] as const).every((script) => foreignCommands(world, action, script).length > 0);
  return [...new Set(early.filter(foreign).flatMap(({ running }) => running.runs?.roles ?? []))];
}

/** Trust and resource policies of the guarded accounts; those of the pipeline's own that the package made are left out above. */
function doorsOf(world: World): Door[] {
  return world.accounts
    .filter(({ environment }) => ['prod', 'tooling', 'audit'].includes(environment))
    .filter(({ environment }) => world.machinery !== undefined || environment === 'prod')
    .flatMap(({ id, principals, resources }) => [
      ...principals.flatMap((role) => trustDoor(id, role)),
      ...resources.flatMap(({ policy, where }) =>
        policy ? [{ account: id, statements: policy.policy.statements, of: where, where: policy.where }] : [],
      ),
    ]);
}

function trustDoor(account: string, { trust, where }: Principal): Door[] {
  return trust ? [{ account, statements: trust.policy.statements, of: where, where: trust.where }] : [];
}

/** By its name, or by a condition on the caller's name; who is admitted with a whole account is judged by its rights. */
function admits({ effect, principals, conditions }: Statement, role: string): boolean {
  if (effect !== 'Allow' || !principals || principals.negated) return false;
  const named = principals.entries.some(
    ({ type, value }) => type === 'AWS' && (value === role || isSessionOf(value, role)),
  );
  const meant = conditions.some(
    ({ operator, key, values }) =>
      key.toLowerCase() === 'aws:principalarn' && !/not/i.test(operator) && values.some((one) => namesRole(one, role)),
  );
  return named || meant;
}

/** A pattern that leaves the role's name open means an account or a path, no role. */
function namesRole(pattern: string, role: string): boolean {
  return !/[*?]$/.test(pattern) && matchesPattern(pattern, role);
}

function isSessionOf(value: string, role: string): boolean {
  const [, account, name] = /^arn:[^:]+:sts::(\d{12}):assumed-role\/([^/]+)\//.exec(value) ?? [];
  return name !== undefined && role.split(':')[4] === account && role.endsWith(`/${name}`);
}
