import type { Ledger } from '../claims';
import type { Context } from '../context';
import { overlaps } from '../glob';
import type { CheckedPolicy, CheckedStatement } from '../input';
import { runsScript } from './commands';
import type { Deployments } from './deployments';
import { type CheckedPipeline, isApproval, pipelinesOf } from './pipelines';

/**
 * No policy of a guarded account names a role that runs what a commit brings before anybody approved it: each policy is
 * looked at for each such role.
 */
export function checkCommitters(context: Context, ledger: Ledger, where: Deployments): void {
  const { place } = context;
  const isProd = (account: string): boolean => place.accounts.get(account)?.environment === 'prod';
  for (const pipeline of pipelinesOf(place).filter(({ actions }) => actions.some((one) => where.of(one).some(isProd))))
    for (const role of committersOf(context, pipeline))
      for (const { policy } of guardedPolicies(context)) {
        if (policy.policy.statements.some((one) => names(one, role)))
          ledger.refuse(`${policy.where} names ${role}, which runs what a commit brings`);
        else ledger.shown(1);
      }
}

/** Roles of projects that run before the last approval, and no script of the platform. */
function committersOf(context: Context, { actions }: CheckedPipeline): ReadonlySet<string> {
  const last = Math.max(-1, ...actions.filter(isApproval).map((one) => one.stage.at));
  const early = actions.filter((one) => one.stage.at < last && one.provider === 'CodeBuild');
  const foreign = early.filter((one) => !runsScript(context, one, 'verify') && !runsScript(context, one, 'deploy'));
  return new Set(foreign.flatMap((one) => one.runs?.roles ?? []));
}

/** Policies of roles and resources of guarded accounts, but for what the package made. */
function guardedPolicies({ place }: Context): readonly { readonly policy: CheckedPolicy }[] {
  const { machinery, accounts } = place.world;
  const made = new Set(machinery?.map((one) => one.where));
  return accounts
    .filter(({ id, environment }) => (machinery === undefined ? environment === 'prod' : place.guarded(id)))
    .flatMap(({ principals, resources }) => [
      ...principals.map((one) => ({ policy: one.trust, where: one.where })),
      ...resources.map((one) => ({ policy: one.policy, where: one.where })),
    ])
    .flatMap(({ policy, where }) => (policy && !(where !== undefined && made.has(where)) ? [{ policy }] : []));
}

/** By its ARN, one of its sessions, or a condition on the caller's name that means it. */
function names({ effect, principals, conditions }: CheckedStatement, role: string): boolean {
  if (effect !== 'Allow' || !principals || principals.negated) return false;
  const session = `:${role.split(':')[4]}:assumed-role/${role.slice(role.lastIndexOf('/') + 1)}/`;
  const isNamed = principals.entries.some(
    ({ type, value }) => type === 'AWS' && (value === role || value.includes(session)),
  );
  const isMeant = conditions.some(
    ({ operator, key, values }) =>
      key.toLowerCase() === 'aws:principalarn' &&
      !/not/i.test(operator) &&
      values.some((one) => !/[*?]$/.test(one) && overlaps(one, role)),
  );
  return isNamed || isMeant;
}
