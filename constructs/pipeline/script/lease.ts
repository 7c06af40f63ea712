import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { leaseRolePath } from '../../../lib/names';
import { LEASE_TAG, leaseTag, stackPrefix } from '../../../lib/sandbox/wiring';
import type { AssemblyStack } from './assembly';
import { type Target, variable } from './shell';

interface Resource {
  readonly Type?: unknown;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/** Types that make a role where none is named, and the property that is the role's path. */
const MAKERS: Readonly<Record<string, string>> = {
  'AWS::IAM::Role': 'Path',
  'AWS::Serverless::Function': 'RolePath',
  'AWS::Serverless::StateMachine': 'RolePath',
};

/**
 * What a deployment for a lease of self-service is told beside: the tag by which everything of it is known, and the role
 * that CloudFormation acts as; undefined where there is no lease.
 *
 * @throws where a stack could be another lease's by its name, or what runs in it by its tag or its role's path.
 */
export function leaseOptions(
  folder: string,
  { region }: Target,
  stacks: readonly AssemblyStack[],
): string[] | undefined {
  const lease = process.env.LEASE;
  if (!lease) return undefined;
  const problems = [...otherStacks(lease, region, stacks), ...filesOf(folder).flatMap((file) => foreign(lease, file))];
  if (problems.length > 0) throw new Error(`Not of the lease ${lease}: ${problems.join('; ')}`);
  return ['--tags', `${LEASE_TAG}=${leaseTag(variable('APPLICATION'), lease)}`, '--role-arn', variable('LEASE_ROLE')];
}

function otherStacks(lease: string, region: string, stacks: readonly AssemblyStack[]): string[] {
  const prefix = stackPrefix(variable('APPLICATION'), lease, region);
  const others = stacks.filter(({ name }) => !name.startsWith(prefix));
  return others.map(({ name }) => `the stack ${name}, whose name does not begin with ${prefix}`);
}

/** Templates lie in the folder of the stage, or as assets of their own beside it. */
function filesOf(folder: string): string[] {
  const inside = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const beside = readdirSync(dirname(folder), { encoding: 'utf8' });
  return [...inside.map((name) => join(folder, name)), ...beside.map((name) => join(dirname(folder), name))].filter(
    (name) => name.endsWith('.json'),
  );
}

function foreign(lease: string, file: string): string[] {
  const text = readFileSync(file, 'utf8');
  const { Resources } = JSON.parse(text) as { Resources?: Readonly<Record<string, Resource>> };
  if (typeof Resources !== 'object' || Resources === null) return [];
  const tag = text.includes(LEASE_TAG) ? [`${file} names the tag ${LEASE_TAG}, which the deployment alone gives`] : [];
  return [...tag, ...Object.entries(Resources).flatMap(([id, resource]) => astray(lease, `${file} ${id}`, resource))];
}

function astray(lease: string, where: string, { Type, Properties = {} }: Resource): string[] {
  const property = MAKERS[String(Type)];
  if (property === undefined || (property === 'RolePath' && Properties.Role !== undefined)) return [];
  const right = leaseRolePath(leaseTag(variable('APPLICATION'), lease));
  if (Properties[property] === right) return [];
  return [`${where}: ${property} is ${JSON.stringify(Properties[property])}, expected ${right}`];
}
