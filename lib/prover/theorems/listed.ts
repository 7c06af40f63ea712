import type { ResultUnknown } from '../result';
import type { Resource, World } from '../../world/model';

/** Resources of guarded accounts of some types. */
export function guardedResources(world: World, types: RegExp): Resource[] {
  return world.accounts
    .filter((account) => ['prod', 'tooling', 'audit'].includes(account.environment))
    .flatMap((account) => account.resources.filter((resource) => types.test(resource.type)));
}

/** What is listed without its definition: nobody can say whether a theorem about definitions holds for it. */
export function undefinedResources(world: World, types: RegExp, what: string): ResultUnknown[] {
  return guardedResources(world, types).map((resource) => ({
    why: `${resource.arn} is listed, but ${what} is not: prove its cloud assembly with --app`,
    where: resource.where,
  }));
}

/** Where no pipeline stands in a guarded account, a theorem about pipelines speaks of nothing. */
export function withoutPipeline(world: World): { readonly notApplicable?: string } {
  if (guardedResources(world, /^AWS::CodePipeline::Pipeline$/).length > 0) return {};
  return { notApplicable: 'no pipeline is listed in a guarded account, and nothing that one would deploy' };
}
