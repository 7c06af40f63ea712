import type { Organization } from '../../world/authorize/organization';
import { matchesPattern } from '../../world/patterns';
import type { Resource } from '../../world/model';

/** A resource and the roles that somebody who drives it, or writes its content, comes to act as. */
export interface Driven {
  readonly resource: Resource;
  readonly roles: readonly string[];
}

function covers(one: string, other: string): boolean {
  return matchesPattern(one, other) || other.startsWith(`${one}/`) || one.startsWith(`${other}/`);
}

/** The stores and projects that are named in dependsOn but listed nowhere. */
function unlisted(organization: Organization, all: readonly Resource[]): Resource[] {
  const found = new Map<string, Resource>();
  for (const resource of all) {
    for (const arn of resource.dependsOn) {
      if (organization.resources.has(arn) || found.has(arn)) continue;
      if (all.some((one) => covers(one.arn, arn))) continue;
      const account = organization.owner(arn, resource.account);
      found.set(arn, { arn, type: 'content', account, roles: [], tags: {}, dependsOn: [], where: resource.where });
    }
  }
  return [...found.values()];
}

/** By account: whatever runs as a role, or holds what such a resource executes or deploys. */
export function drivenResources(organization: Organization): ReadonlyMap<string, readonly Driven[]> {
  const listed = organization.world.accounts.flatMap((account) => account.resources);
  const depending = listed.filter((resource) => resource.dependsOn.length > 0);
  const all = [...listed, ...unlisted(organization, depending)];
  const users = (store: Resource) =>
    depending.filter((one) => one !== store && one.dependsOn.some((arn) => covers(arn, store.arn)));
  const result = new Map<string, Driven[]>();
  for (const resource of all) {
    const roles = new Set<string>();
    const open = [resource];
    const seen = new Set(open);
    for (let one = open.pop(); one; one = open.pop()) {
      one.roles.forEach((role) => roles.add(role));
      for (const next of depending.length > 0 ? users(one) : []) {
        if (seen.has(next)) continue;
        seen.add(next);
        open.push(next);
      }
    }
    if (roles.size === 0) continue;
    const list = result.get(resource.account);
    if (list) list.push({ resource, roles: [...roles] });
    else result.set(resource.account, [{ resource, roles: [...roles] }]);
  }
  return result;
}
