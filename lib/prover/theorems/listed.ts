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
