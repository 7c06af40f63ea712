import { STACK_ACTIONS } from '../../../contract/proof/theorem-actions';
import type { Duty, Ledger, Witness } from '../claims';
import { type Context, isReached, writesLike } from '../context';
import type { CheckedCondition, CheckedPolicy, CheckedPrincipal, CheckedStatement } from '../input';
import { cannot } from './cannot';
import { countNeighbours } from './neighbours';
import { organizationDuties } from './organization';

/** That a principal of prod deploys nothing, or that it is the pipeline's; one of both is claimed. */
export const DEPLOYS_NOTHING = 'deploys nothing:';
const IS_PIPELINES = 'is of the pipeline alone:';
const ADMITS_PIPELINE = 'is let in as of the pipeline:';

/** What shows that a principal is one of the pipeline's, by looking. */
export const PIPELINE_LOOKS: Readonly<Record<string, (look: PrincipalLook) => boolean>> = {
  /** A role that is no person's and that people do not reach, by its path, listed with a pipeline, or CloudFormation's. */
  'pipeline-role': ({ context, principal, pipelines }) =>
    principal.kind === 'role' &&
    principal.person === undefined &&
    principal.trust !== undefined &&
    !isReached(context, principal) &&
    (pipelines.has(principal.arn) || servesCloudFormation(principal.trust)),
};

/** What shows that somebody whom the trust policy of a pipeline's role names is of the pipeline, by looking. */
export const ADMITTED_LOOKS: Readonly<Record<string, (look: EntryLook, by: Witness) => boolean>> = {
  /** AWS itself: what the role is handed to, its duties of passing say. */
  'own-account': ({ entry }) => entry.type === 'Service',
  /** Exactly one of the pipeline's roles. */
  'pipeline-role': ({ entry, pipelines }) => entry.type === 'AWS' && pipelines.has(entry.value),
  /** Whoever it is, a condition of the statement holds for exact roles of the pipeline alone. */
  condition: ({ statement, pipelines }, by) =>
    by.kind === 'condition' && statement.conditions.some((one) => one.key === by.key && meansExactly(one, pipelines)),
};

interface PrincipalLook {
  readonly context: Context;
  readonly principal: CheckedPrincipal;
  readonly pipelines: ReadonlySet<string>;
}

interface EntryLook {
  readonly statement: CheckedStatement;
  readonly entry: { readonly type: string; readonly value: string };
  readonly pipelines: ReadonlySet<string>;
}

/** A principal of prod, with what must be shown of it. */
export interface Deploying {
  readonly principal: CheckedPrincipal;
  readonly nothing: Duty;
  readonly pipelines: Duty;
  /** Of everybody whom its trust policy names. */
  readonly admitted: readonly (Duty & { readonly statement: CheckedStatement })[];
}

/** Every principal of prod that AWS did not make for itself. */
export function* deploying(context: Context): Generator<Deploying> {
  const { place } = context;
  const pipelines = pipelineRoles(context);
  const actions = writesLike(context, STACK_ACTIONS);
  for (const account of place.world.accounts.filter((one) => one.environment === 'prod'))
    for (const principal of account.principals.filter((one) => !one.serviceLinked)) {
      const subject = principal.arn;
      yield {
        principal,
        nothing: {
          ...{ says: DEPLOYS_NOTHING, subject, actions },
          holds: (by, some) => cannot({ place, principal, actions: some }, by),
        },
        pipelines: {
          ...{ says: IS_PIPELINES, subject },
          holds: (by) => PIPELINE_LOOKS[by.kind]?.({ context, principal, pipelines }) ?? false,
        },
        admitted: principal.trust ? [...admittedBy(principal.trust, pipelines)] : [],
      };
    }
}

function* admittedBy(
  { where, policy }: CheckedPolicy,
  pipelines: ReadonlySet<string>,
): Generator<Deploying['admitted'][number]> {
  for (const statement of policy.statements.filter((one) => one.effect === 'Allow')) {
    const { principals, unreadable } = statement;
    const named = principals && !principals.negated ? principals.entries : [{ type: 'AWS', value: '*' }];
    const unread = unreadable.length > 0 ? [{ type: 'Unread', value: '*' }] : [];
    for (const entry of [...named, ...unread])
      yield {
        says: ADMITS_PIPELINE,
        subject: `${where}.${statement.where} ${entry.type} ${entry.value}`,
        statement,
        holds: (by) => ADMITTED_LOOKS[by.kind]?.({ statement, entry, pipelines }, by) ?? false,
      };
  }
}

/** Every principal of prod deploys nothing, or it is the pipeline's and lets nobody but the pipeline in. */
export function checkDeploys(context: Context, ledger: Ledger): void {
  for (const { principal, nothing, pipelines, admitted } of deploying(context)) {
    if (!ledger.says(IS_PIPELINES, principal.arn)) ledger.settle(nothing);
    else for (const duty of [pipelines, ...admitted]) ledger.settle(duty);
  }
  for (const duty of organizationDuties(context)) ledger.settle(duty);
  countNeighbours(context, ledger);
}

/** Roles under the pipeline's path, or listed with a pipeline or its projects, in guarded accounts. */
function pipelineRoles({ place }: Context): ReadonlySet<string> {
  const guarded = place.world.accounts.filter((one) => place.guarded(one.id));
  const byPath = guarded.flatMap(({ principals }) =>
    principals.filter((one) => /:role\/guarded\/pipeline\//.test(one.arn)),
  );
  const listed = guarded.flatMap(({ resources }) =>
    resources.filter((one) => /^AWS::Code(Pipeline|Build)::/.test(one.type ?? '')),
  );
  return new Set([...byPath.map((one) => one.arn), ...listed.flatMap((one) => one.roles)]);
}

/** CloudFormation's own role changes nothing by itself: whoever hands it over is judged. */
function servesCloudFormation({ policy }: CheckedPolicy): boolean {
  const entries = policy.statements.flatMap((one) => (one.effect === 'Allow' && one.principals?.entries) || []);
  return entries.every(
    ({ type, value }) => type !== 'Service' || /^cloudformation\.amazonaws\.com(\.cn)?$/.test(value),
  );
}

function meansExactly(
  { operator, quantifier, ifExists, key, values }: CheckedCondition,
  roles: ReadonlySet<string>,
): boolean {
  const naming = /^(String|Arn)(Equals|Like)$/.test(operator) && quantifier === 'none' && !ifExists;
  return (
    naming && key.toLowerCase() === 'aws:principalarn' && values.every((one) => roles.has(one) && !/[*?$]/.test(one))
  );
}
