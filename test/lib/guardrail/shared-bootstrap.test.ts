/** One bootstrap stack for the applications of an account: the stores are common, everything else is each one's own. */
import type { BootstrapOptions, JsonObject, PolicyDocument } from '../../../lib/guardrail';
import { hardenedBootstrap, sharedBootstrap } from '../../../lib/guardrail';
import { tenantId } from '../../../lib/guardrail/shared-bootstrap';
import { HERE, TOOLING, role } from './world';

const APPLICATIONS = ['orders', 'orders-b', 'billing'];
const optionsOf = (application: string) => {
  const trusted = { roleArns: [role(`guarded/pipeline/${application}-deploy-prod`, TOOLING)], developerPatterns: [] };
  const options: BootstrapOptions = {
    ...{ place: HERE, region: 'eu-west-2', kind: 'workload' },
    ...{ deploy: trusted, lookup: trusted },
  };
  const tenant = { application, region: 'eu-west-2', stacks: [`${application}-prod-eu-west-2`] };
  return { ...options, tenant };
};

interface Resource {
  readonly Type: string;
  readonly Properties: JsonObject & { readonly AssumeRolePolicyDocument: PolicyDocument };
}

const template = sharedBootstrap(APPLICATIONS.map(optionsOf));
const resources = template['Resources'] as unknown as Record<string, Resource>;
const idOf = (id: string, application: string): string => tenantId(id, optionsOf(application).tenant);

/** Logical ids that something refers to. */
function references(json: unknown): string[] {
  if (typeof json !== 'object' || json === null) return [];
  if (Array.isArray(json)) return json.flatMap(references);
  return Object.entries(json).flatMap(([key, value]: [string, unknown]) => {
    if (key === 'Ref') return [String(value)];
    if (key === 'Fn::GetAtt') return [String([value].flat()[0]).split('.')[0]!];
    if (key === 'Fn::Sub' && typeof value === 'string')
      return [...value.matchAll(/\$\{(\w+)[.}]/g)].map(([, id]) => id!);
    return references(value);
  });
}

test('whatever it refers to is in it', () => {
  const known = [...Object.keys(resources), ...Object.keys(template['Parameters'] as JsonObject)];
  expect(references(template).filter((id) => !known.includes(id))).toEqual([]);
});

test.each(APPLICATIONS)(
  '%s has each role of its own, which refer to its own alone and trust its pipeline alone',
  (own) => {
    const others = APPLICATIONS.filter((one) => one !== own);
    const ids = Object.keys(hardenedBootstrap(optionsOf(own))['Resources'] as JsonObject);
    const its = ids.map((id) => idOf(id, own)).filter((id) => id in resources);
    expect(its).toHaveLength(9);
    const theirs = others.flatMap((one) => ids.map((id) => idOf(id, one)));
    for (const id of its) {
      expect(references(resources[id]).filter((one) => theirs.includes(one))).toEqual([]);
      const trust = JSON.stringify(resources[id]!.Properties.AssumeRolePolicyDocument ?? '');
      expect(others.filter((one) => trust.includes(`/${one}-deploy-prod"`))).toEqual([]);
    }
    expect(resources[idOf('CloudFormationExecutionRole', own)]!.Properties).toMatchObject({
      ManagedPolicyArns: [{ Ref: idOf('DeploymentPolicy', own) }],
      PermissionsBoundary: { Ref: idOf('DeploymentBoundary', own) },
    });
  },
);

test('nothing is named twice', () => {
  const names = Object.values(resources).flatMap(({ Type, Properties: { RoleName, ManagedPolicyName } }) => {
    const name = RoleName ?? ManagedPolicyName;
    return name === undefined ? [] : [`${Type} ${JSON.stringify(name)}`];
  });
  expect(names).toHaveLength(7 * APPLICATIONS.length);
  expect(new Set(names).size).toBe(names.length);
});

test('each publishes into a folder of its own, with the key that is common', () => {
  const key = resources['FileAssetsBucketEncryptionKey']!.Properties;
  for (const own of APPLICATIONS) {
    expect(references(key)).toContain(idOf('FilePublishingRole', own));
    const publishing = JSON.stringify(resources[idOf('FilePublishingRoleDefaultPolicy', own)]);
    expect(publishing).toContain(`\${StagingBucket.Arn}/${own}/*`);
    expect(publishing).not.toContain('${StagingBucket.Arn}/*');
  }
});

test('an application that comes leaves the others as they are', () => {
  const before = sharedBootstrap(APPLICATIONS.slice(0, 2).map(optionsOf))['Resources'] as JsonObject;
  const kept = Object.keys(before).filter((id) => id !== 'FileAssetsBucketEncryptionKey');
  expect(kept.filter((id) => JSON.stringify(before[id]) !== JSON.stringify(resources[id]))).toEqual([]);
});

test('for nobody there is none', () => {
  expect(() => sharedBootstrap([])).toThrow(/no application, expected one at least/);
});
