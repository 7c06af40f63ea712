import { keyPolicy } from './bootstrap-key';
import { hardenedBootstrap } from './bootstrap-patches';
import type { BootstrapOptions } from './bootstrap-patches';
import { applyPatches } from './bootstrap-template';
import type { Json, JsonObject } from './bootstrap-template';
import type { Tenant } from './tenant';

/** How an application of a shared account deploys there. */
export type TenantOptions = BootstrapOptions & { readonly tenant: Tenant };

/** What each application has of its own; the stores, their key and the version are the account's. */
const OF_A_TENANT = [
  'FilePublishingRole',
  'FilePublishingRoleDefaultPolicy',
  'ImagePublishingRole',
  'ImagePublishingRoleDefaultPolicy',
  'LookupRole',
  'DeploymentActionRole',
  'CloudFormationExecutionRole',
  'DeploymentPolicy',
  'DeploymentBoundary',
];

/**
 * Logical id of an application's resource. Names hold no capitals, so that a capital in the place of each hyphen keeps them
 * apart; adding an application leaves the ids of the others as they are.
 */
export function tenantId(id: string, { application }: Tenant): string {
  return `${id}For${application.replace(/-/g, 'X')}`;
}

/** The hardened bootstrap of an account and region that several applications share: one stack, roles for each. */
export function sharedBootstrap(tenants: readonly TenantOptions[]): JsonObject {
  const [first] = tenants;
  if (!first) throw new Error('A shared bootstrap has no application, expected one at least');
  const whole = hardenedBootstrap(first);
  const common = entriesOf(whole).filter(([id]) => !OF_A_TENANT.includes(id));
  const own = tenants.flatMap(resourcesOf);
  const template = { ...whole, Resources: Object.fromEntries([...common, ...own]) };
  const publishers = tenants.map(({ tenant }) => tenantId('FilePublishingRole', tenant));
  return applyPatches(template, [
    {
      at: ['Resources', 'FileAssetsBucketEncryptionKey', 'Properties', 'KeyPolicy'],
      to: keyPolicy(first.place, first.region, publishers),
      why: 'each application publishes by a role of its own',
    },
  ]);
}

function entriesOf(template: JsonObject): [string, Json][] {
  return Object.entries(template['Resources'] as JsonObject);
}

function resourcesOf(options: TenantOptions): [string, Json][] {
  return entriesOf(hardenedBootstrap(options))
    .filter(([id]) => OF_A_TENANT.includes(id))
    .map(([id, resource]) => [tenantId(id, options.tenant), renamed(resource, options.tenant)]);
}

/** References among the resources of one application lead to its own. */
function renamed(json: Json, tenant: Tenant): Json {
  if (Array.isArray(json)) return json.map((item) => renamed(item as Json, tenant));
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(
    Object.entries(json).map(([key, value]): [string, Json] => [key, reference(key, value as Json, tenant)]),
  );
}

function reference(key: string, value: Json, tenant: Tenant): Json {
  const own = (id: string): string => (OF_A_TENANT.includes(id) ? tenantId(id, tenant) : id);
  if (key === 'Ref' && typeof value === 'string') return own(value);
  if (key === 'Fn::GetAtt' && Array.isArray(value)) return [own(String(value[0])), ...(value.slice(1) as Json[])];
  if (key === 'Fn::Sub' && typeof value === 'string')
    return value.replace(/\$\{(\w+)(\.\w+)?\}/g, (_whole, id: string, rest = '') => `\${${own(id)}${rest}}`);
  return renamed(value, tenant);
}
