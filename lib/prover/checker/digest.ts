import { createHash } from 'node:crypto';
import type { CheckedWorld } from './input';

const digests = new WeakMap<CheckedWorld, string>();

/** Digest of what a certificate is about. */
export function digestOf(world: CheckedWorld): string {
  let found = digests.get(world);
  if (found === undefined) digests.set(world, (found = digest(world)));
  return found;
}

/** Policies that several principals share are read once. */
function digest({ accounts, policies, exceptions, ...rest }: CheckedWorld): string {
  const known = new WeakMap<object, string>();
  const hash = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');
  const brief = (_: string, value: unknown): unknown => {
    if (value === null || typeof value !== 'object' || !('policy' in value) || !('where' in value)) return value;
    let found = known.get(value);
    if (!found) known.set(value, (found = hash({ ...value })));
    return found;
  };
  const parts = accounts.map((one) => createHash('sha256').update(JSON.stringify(one, brief)).digest('hex'));
  const { organizationId, managementAccountId, delegatedAdministrators, identityCenter, machinery, stacks } = rest;
  const organization = [
    organizationId,
    managementAccountId,
    delegatedAdministrators,
    identityCenter,
    machinery,
    stacks,
  ];
  return `sha256:${hash([organization, policies, exceptions, parts])}`;
}
