import { matchesPattern } from '../../world/patterns';
import type { Account, OrganizationPolicy, PolicySource, Principal, Resource, World } from '../../world/model';
import { statementText } from '../evidence/statement-text';
import { contentDrift, contentsNotCompared } from './content';
import { compareStatements } from './statements';

/** One difference between what is deployed and what was synthesized. */
export interface Drift {
  readonly where: string;
  readonly expected: string;
  readonly found: string;
  /** What differs: `role`, `policy`, `trust`, `boundary`, `control policy`, `permission set`, `pipeline`, `alarm`, `key policy` … */
  readonly kind: string;
}

/** Drift, and what could not be compared since the snapshot does not hold it. */
export interface DriftResult {
  readonly drift: readonly Drift[];
  readonly notCompared: readonly string[];
}

const NOTHING = 'nothing';
const GUARDED = ['prod', 'tooling', 'audit'];

/** Compares what is deployed with what was synthesized. */
export function driftBetween(synthesized: World, deployed: World): DriftResult {
  const accounts = new Map(deployed.accounts.map((account) => [account.id, account]));
  const described = synthesized.accounts.filter((one) => one.principals.length + one.resources.length > 0);
  return {
    drift: [
      ...controlPolicies(synthesized, deployed),
      ...described.flatMap((account) => accountDrift(account, accounts.get(account.id))),
      ...contentDrift(synthesized, deployed),
    ],
    notCompared: contentsNotCompared(synthesized, deployed),
  };
}

function accountDrift(expected: Account, found: Account | undefined): Drift[] {
  if (!found?.described)
    return [
      {
        where: expected.id,
        expected: `account ${expected.name}`,
        found: 'the snapshot does not describe it',
        kind: 'account',
      },
    ];
  return [...principalDrift(expected, found), ...resourceDrift(expected, found)];
}

/** Each synthesized role or permission set takes the deployed one that its name covers. */
function principalDrift(expected: Account, found: Account): Drift[] {
  const left = new Set(found.principals);
  const drift = expected.principals.flatMap((principal) => {
    const match = [...left].find((one) => one.kind === principal.kind && covers(principal.arn, one.arn));
    if (match) left.delete(match);
    return match ? comparePrincipals(principal, match) : [absent(principal, kindOf(principal))];
  });
  return [...drift, ...(GUARDED.includes(found.environment) ? unexpected([...left]) : [])];
}

function covers(expected: string, found: string): boolean {
  return expected === found || matchesPattern(expected, found);
}

function kindOf({ person, kind }: Principal): string {
  return person?.permissionSet === undefined ? kind : 'permission set';
}

function absent({ arn, where }: Principal | Resource, kind: string): Drift {
  return { where, expected: arn, found: 'not deployed', kind };
}

/** Roles that AWS makes for itself are not the assembly's to know. */
function unexpected(principals: readonly Principal[]): Drift[] {
  return principals
    .filter((one) => one.serviceLinked !== true && !/:role\/aws-service-role\//.test(one.arn))
    .map((one) => ({ where: one.where, expected: NOTHING, found: one.arn, kind: kindOf(one) }));
}

function comparePrincipals(expected: Principal, found: Principal): Drift[] {
  const policies = kindOf(expected) === 'permission set' ? 'permission set' : 'policy';
  return [
    ...comparePolicies(expected, policies, expected.identityPolicies, found.identityPolicies),
    ...comparePolicies(expected, 'trust', listed(expected.trust), listed(found.trust)),
    ...comparePolicies(expected, 'boundary', listed(expected.boundary), listed(found.boundary)),
  ];
}

function listed(source: PolicySource | undefined): readonly PolicySource[] {
  return source ? [source] : [];
}

/** Each statement that one side has and the other has not; those that take each other's place stand together. */
function comparePolicies(
  { arn, where }: Pick<Principal, 'arn' | 'where'>,
  kind: string,
  expected: readonly PolicySource[],
  found: readonly PolicySource[],
): Drift[] {
  const { missing, extra } = compareStatements(expected, found);
  const both = Math.max(missing.length, extra.length);
  return Array.from({ length: both }, (_, at) => ({
    where: `${where} (${arn})`,
    expected: missing[at] ? oneLine(missing[at]) : NOTHING,
    found: extra[at] ? oneLine(extra[at]) : NOTHING,
    kind,
  }));
}

function oneLine(statement: Parameters<typeof statementText>[0]): string {
  return JSON.stringify(JSON.parse(statementText(statement)));
}

/** Kinds by the names that people have for them. */
const KINDS: Readonly<Record<string, string>> = {
  'AWS::KMS::Key': 'key policy',
  'AWS::S3::Bucket': 'bucket policy',
  'AWS::CodePipeline::Pipeline': 'pipeline',
  'AWS::CloudWatch::Alarm': 'alarm',
};

function resourceDrift(expected: Account, found: Account): Drift[] {
  const kinds = new Set(found.resources.map((one) => one.type));
  const left = new Set(found.resources);
  const drift = expected.resources.flatMap((resource) => {
    const candidates = [...left].filter((one) => one.type === resource.type && covers(resource.arn, one.arn));
    const compared = candidates.map((one) => ({ one, drift: compareResources(resource, one) }));
    compared.sort((a, b) => a.drift.length - b.drift.length);
    const [best] = compared;
    if (best) left.delete(best.one);
    if (best) return best.drift;
    return kinds.has(resource.type) || carries(resource)
      ? [absent(resource, KINDS[resource.type] ?? resource.type)]
      : [];
  });
  return [...drift, ...(GUARDED.includes(found.environment) ? unexpectedResources([...left]) : [])];
}

/** A snapshot lists what has a policy or runs as a role; the rest may be left out of it. */
function carries({ policy, roles }: Resource): boolean {
  return policy !== undefined || roles.length > 0;
}

function unexpectedResources(resources: readonly Resource[]): Drift[] {
  return resources
    .filter(carries)
    .map((one) => ({ where: one.where, expected: NOTHING, found: one.arn, kind: KINDS[one.type] ?? one.type }));
}

function compareResources(expected: Resource, found: Resource): Drift[] {
  const kind = KINDS[expected.type] ?? `policy of ${expected.type}`;
  return [
    ...comparePolicies(expected, kind, listed(expected.policy), listed(found.policy)),
    ...compareLists(expected, 'runs as', expected.roles, found.roles),
    ...(expected.type === 'AWS::CodePipeline::Pipeline'
      ? compareLists(expected, 'runs', expected.dependsOn, found.dependsOn)
      : []),
  ];
}

function compareLists(
  { arn, where, type }: Resource,
  verb: string,
  expected: readonly string[],
  found: readonly string[],
): Drift[] {
  const missing = expected.filter((one) => !found.some((other) => covers(one, other)));
  const extra = found.filter((one) => !expected.some((other) => covers(other, one)));
  if (missing.length + extra.length === 0) return [];
  const told = (list: readonly string[]): string => (list.length > 0 ? `${verb} ${list.join(', ')}` : NOTHING);
  return [{ where: `${where} (${arn})`, expected: told(missing), found: told(extra), kind: KINDS[type] ?? type }];
}

/** Control policies by type and name, with the units and accounts that they are attached to. */
function controlPolicies(synthesized: World, deployed: World): Drift[] {
  const key = ({ type, name }: OrganizationPolicy): string => `${type} ${name}`;
  const found = new Map(deployed.policies.map((one) => [key(one), one]));
  return synthesized.policies.flatMap((policy) => {
    const match = found.get(key(policy));
    if (!match) return [{ where: policy.where, expected: key(policy), found: 'not deployed', kind: 'control policy' }];
    return [
      ...comparePolicies({ arn: policy.name, where: policy.where }, 'control policy', [policy], [match]),
      ...targetDrift(policy, match),
    ];
  });
}

function targetDrift(expected: OrganizationPolicy, found: OrganizationPolicy): Drift[] {
  const lost = expected.targets.filter((target) => !found.targets.includes(target));
  if (lost.length === 0) return [];
  const told = found.targets.length > 0 ? found.targets.join(', ') : NOTHING;
  return [
    {
      where: expected.where,
      expected: `attached to ${lost.join(', ')}`,
      found: `attached to ${told}`,
      kind: 'control policy',
    },
  ];
}
