import type { Ledger } from '../claims';
import type { Context } from '../context';
import type { CheckedResource } from '../input';
import type { Deployments } from './deployments';
import { type CheckedPipeline, pipelinesOf } from './pipelines';

/** Whether the certificate's assumption of an id names a place or an ARN. */
export function isAssumed({ certificate }: Context, id: string, named: string): boolean {
  return certificate.assumptions.some((one) => one.id === id && one.statement.includes(named));
}

/** Pipelines that are listed without their stages. */
export function undefinedPipelines({ place }: Context): readonly CheckedResource[] {
  const defined = new Set(pipelinesOf(place).map((one) => one.where));
  return place.world.accounts
    .flatMap(({ resources }) => resources)
    .filter((one) => one.type === 'AWS::CodePipeline::Pipeline' && !defined.has(one.where));
}

/** Roles of such a pipeline and of what it runs. */
export function rolesNear({ place }: Context, { roles, dependsOn }: CheckedResource): readonly string[] {
  const run = dependsOn.flatMap((arn) =>
    place.world.accounts.flatMap((one) => one.resources.filter((each) => each.arn === arn)),
  );
  return [...roles, ...run.flatMap((one) => one.roles)];
}

/** What no claim could mend: a definition that is open, stated by nobody or not there at all. */
export function checkDefinitions(context: Context, ledger: Ledger, where: Deployments): void {
  for (const pipeline of pipelinesOf(context.place)) {
    for (const one of pipeline.open) ledger.refuse(`${one} of ${pipeline.arn} is not known before deployment`);
    for (const { name, missing } of pipeline.actions)
      if (missing !== undefined) ledger.refuse(`${name} of ${pipeline.arn} runs ${missing}, which nothing describes`);
    if (isUnstated(context, pipeline, where)) ledger.refuse(`nothing states what ${pipeline.arn} was made from`);
  }
  for (const one of undefinedPipelines(context)) checkUndefined(context, ledger, one, where);
}

/** A pipeline to prod that was looked at for being the package's, and is not. */
function isUnstated({ place }: Context, { actions, where: at }: CheckedPipeline, where: Deployments): boolean {
  const { machinery } = place.world;
  const reaches = (account: string): boolean => place.accounts.get(account)?.environment === 'prod';
  const isPart = machinery?.some((one) => one.where === at) ?? true;
  return !isPart && actions.some((one) => where.of(one).some(reaches));
}

/** One that may deploy to prod is proved by the platform's own assembly, and an assumption says so. */
function checkUndefined(context: Context, ledger: Ledger, pipeline: CheckedResource, where: Deployments): void {
  const accounts = rolesNear(context, pipeline).flatMap((role) => where.ofRole(role));
  const toProd = accounts.some((one) => context.place.accounts.get(one)?.environment === 'prod');
  if (!toProd) return ledger.shown(1);
  if (isAssumed(context, 'pipelines-of-the-platform', pipeline.arn)) ledger.shown(1);
  else ledger.refuse(`${pipeline.arn} may deploy to prod, and its stages are not there to be looked at`);
}
