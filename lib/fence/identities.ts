import { BOUNDARY_NAME, GUARDRAIL_PATH, WORKLOAD_PATH } from '../names';
import type { Surroundings } from './facts';
import { type Resource, intrinsicOf, textOf } from './template';

/** Types that take a path. */
export const PATHED: readonly string[] = ['AWS::IAM::InstanceProfile', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::Role'];

/** Whether a path is the workload's machine path, or below it. */
export function isWorkloadPath(path: unknown): boolean {
  return typeof path === 'string' && path.startsWith(WORKLOAD_PATH) && path.endsWith('/');
}

/** The same boundary however it is written: partition and account may be references, the name may not. */
export function isBoundary(boundary: unknown): boolean {
  const pieces = JSON.stringify(boundary ?? '').replaceAll(
    /\{"Ref":"AWS::(Partition|AccountId)"\}|\$\{AWS::(Partition|AccountId)\}/g,
    '',
  );
  const named = pieces.includes(`policy${GUARDRAIL_PATH}${BOUNDARY_NAME}"`);
  return named && !/"(Ref|Fn::If|Fn::GetAtt|Fn::ImportValue)"/.test(pieces);
}

/** What stands against the path and the boundary of an identity. */
export function fenceProblems({ type, properties }: Resource, { boundary }: Surroundings): string[] {
  const path = PATHED.includes(type) && !isWorkloadPath(properties['Path']);
  const bound = type === 'AWS::IAM::Role' && !isBoundary(properties['PermissionsBoundary']);
  return [
    ...(path ? [offFence('Path', properties['Path'], WORKLOAD_PATH)] : []),
    ...(bound ? [offFence('PermissionsBoundary', properties['PermissionsBoundary'], boundary)] : []),
  ];
}

/** In words: the stage sets a property that is left out, so one that is missing at the end was taken off. */
export function offFence(property: string, got: unknown, right: string): string {
  return got === undefined
    ? `${property} is missing from the finished template, expected '${right}': take back the override or the aspect that removed it`
    : `${property} is ${JSON.stringify(got)}, expected '${right}', which the stage sets where it is left out`;
}

/** Properties in which a policy or a profile names whom it is put on. */
const HOLDERS: readonly [property: string, kind: 'person' | 'role'][] = [
  ['Users', 'person'],
  ['UserName', 'person'],
  ['Groups', 'person'],
  ['GroupName', 'person'],
  ['Roles', 'role'],
  ['RoleName', 'role'],
];
const HELD: readonly string[] = [
  'AWS::IAM::InstanceProfile',
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::Policy',
  'AWS::IAM::RolePolicy',
];

/** A policy goes on roles of the stage alone: the deployment role may change no others, and no person. */
export function holderProblems({ type, properties }: Resource, around: Surroundings): string[] {
  if (!HELD.includes(type)) return [];
  return HOLDERS.flatMap(([property, kind]) => {
    const value = properties[property];
    const holders = Array.isArray(value) ? (value as unknown[]) : value === undefined ? [] : [value];
    const foreign = holders.filter((holder) => kind === 'person' || !isOwnRole(holder, around));
    return foreign.map(
      (holder) =>
        `${property} names ${JSON.stringify(holder)}, expected ${kind === 'role' ? 'roles that this stage makes' : 'no people'}: a policy of the stage goes on its own roles alone; make the role in the stage and grant to it`,
    );
  });
}

/** A role of the same template, of another stack of the stage, or one that a parent stack hands down. */
function isOwnRole(holder: unknown, around: Surroundings): boolean {
  if (typeof holder === 'string') return around.namedRoles.has(holder);
  const [name, given] = intrinsicOf(holder) ?? [];
  if (name === 'Ref') return isOwnReference(String(given), around);
  if (name === 'Fn::ImportValue') return typeof given === 'string' && around.exports.includes(given);
  if (name !== 'Fn::GetAtt') return false;
  const [id] = Array.isArray(given) ? (given as unknown[]) : String(given).split('.');
  return OWN_ATTRIBUTES.includes(around.types.get(String(id)) ?? '');
}

/** What hands names from one stack of the stage to another. */
const OWN_ATTRIBUTES: readonly string[] = ['AWS::CloudFormation::Stack', 'Custom::CrossRegionExportReader'];

function isOwnReference(id: string, { types, nested }: Surroundings): boolean {
  const type = types.get(id);
  return type === undefined ? nested : type === 'AWS::IAM::Role';
}

/**
 * A role that the stage put under the machine path is named by its ARN with that path, or the name leads nowhere.
 * `text` is the resource as JSON.
 */
export function lostRoleProblems(text: string, { namedRoles, types }: Surroundings): string[] {
  if (!text.includes(':role/')) return [];
  const lost = [...namedRoles].filter(([name]) => new RegExp(`:role/${escaped(name)}(?![\\w+=,.@/-])`).test(text));
  const referred = [...text.matchAll(/:role\/(?:",\{"Ref":"(\w+)"\}|\$\{(\w+)\})/g)]
    .map(([, joined, substituted]) => joined ?? substituted ?? '')
    .filter((id) => types.get(id) === 'AWS::IAM::Role');
  return [
    ...lost.map(([name, path]) => lostRole(name, `${path}${name}`)),
    ...[...new Set(referred)].map((id) => lostRole(`the name of ${id}`, `${WORKLOAD_PATH}…`)),
  ];
}

function lostRole(name: string, right: string): string {
  return `names role/${name}, and the stage made it role${right}: take the ARN from the role itself (role.roleArn), or write the path`;
}

function escaped(text: string): string {
  return text.replace(/[.+^${}()|[\]\\]/g, '\\$&');
}

const ROLE_PROPERTY = /Role(?:Arn|ARN)?$/;
const OWN_ROLES = new RegExp(`:role(?:${WORKLOAD_PATH}|/aws-service-role/)`);

/** Roles that a resource hands over to its service: the deployment role may pass the stage's alone. */
export function passedRoleProblems({ type, properties }: Resource, around: Surroundings): string[] {
  if (!type.startsWith('AWS::') || type.startsWith('AWS::IAM::')) return [];
  return [...new Set(passedRoles(properties))]
    .filter((arn) => /:role\/./.test(arn) && !OWN_ROLES.test(arn) && !namedRole(arn, around))
    .map(
      (arn) =>
        `runs as ${arn}, expected a role of this stage under ${WORKLOAD_PATH}: the deployment role may hand over no other; leave the role out or make it in the stage`,
    );
}

/** Told already, as a role whose path got lost. */
function namedRole(arn: string, { namedRoles }: Surroundings): boolean {
  return namedRoles.has(arn.slice(arn.indexOf(':role/') + ':role/'.length)) || arn.includes(':role/${');
}

function passedRoles(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(passedRoles);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]: [string, unknown]) =>
    ROLE_PROPERTY.test(name) ? [textOf(inner)] : name.endsWith('Document') ? [] : passedRoles(inner),
  );
}
