import { CONVENTIONS } from '../contract/proof/conventions';
import type { TrustedRole } from '../contract/trusted-roles';
import { matchesPattern } from '../world/patterns';
import { IDENTITY_MAKING, TRAIL_WRITES, WATCH_WRITES } from './actions';
import type { SanctionedRequests } from './ceiling';
import { ANYWHERE } from './document';
import { isStackSetsRole, maintenanceRole, stackSetsRole } from './maintenance';
import { trustedRoleArn } from './names';

/** An exception that holds for a role as long as a service acts as it, and no person. */
export interface ServiceRequests extends SanctionedRequests {
  readonly service: string;
}

const idOf = ({ role }: TrustedRole, index: number): string => `service-role-${role.replaceAll('/', '-')}-${index}`;

/** What control policies leave open to the trusted roles of accounts of a kind: the same however many accounts there are. */
export function trustedConventions(roles: readonly TrustedRole[], kind: string): SanctionedRequests[] {
  return requestsOf(roles, kind, (role) => [trustedRoleArn(ANYWHERE, role)]);
}

/** The exceptions of the trusted roles in accounts of a kind: each by the exact ARN of the role in each account. */
export function trustedExceptions(
  roles: readonly TrustedRole[],
  kind: string,
  accounts: readonly string[],
  partition: string,
): ServiceRequests[] {
  return requestsOf(roles, kind, (role) => accounts.map((account) => trustedRoleArn({ partition, account }, role)));
}

function requestsOf(
  roles: readonly TrustedRole[],
  kind: string,
  principalsOf: (role: TrustedRole) => string[],
): ServiceRequests[] {
  const here = roles.filter(({ accounts }) => accounts.includes(kind));
  return here.flatMap((role) =>
    role.allow.map(({ actions, resources }, index): ServiceRequests => ({
      id: `${idOf(role, index)}-${kind}`,
      statement: `${role.service} acts as the role ${role.role}: ${role.why}. ${whoElse(role)}`,
      principals: principalsOf(role),
      actions,
      resources,
      service: role.service,
    })),
  );
}

/** Who else may come to act as a role: control policies cannot tell an account's machinery from its people. */
function whoElse(role: TrustedRole): string {
  const { from } = role;
  if (from === undefined) return 'The control policies let no person assume it.';
  if (isStackSetsRole(role))
    return `Its names are those that AWS gives it, and the service-linked role of stack sets in account ${from} alone assumes it: whoever may change stack sets there decides what it does.`;
  return `It is assumed from account ${from}: whoever may assume roles there may act as it, as far as its trust policy goes.`;
}

const ROLE = /^([\w+=,.@-]+\/)*[\w+=,.@-]+$/;
const ACTION = /^[a-z0-9-]+:[A-Za-z0-9]+$/;
const IAM_RESOURCE = /^arn:[^:]+:iam::[^:]*:(?:role|policy|instance-profile)\/([\w+=,.@-]{3}.*)$/;
/** Where the fence's own roles and policies lie. */
const FENCE = 'guarded/';

/** What nobody is let do by a name: making identities, becoming somebody else, leaving the trail or the organization. */
const NEVER = [
  ...IDENTITY_MAKING,
  ...TRAIL_WRITES,
  'account:*',
  'iam:DeleteRolePermissionsBoundary',
  'organizations:*',
  'rolesanywhere:*',
  'sso:*',
  'sts:*',
];

/** Machines lie within the fence; AWS alone makes the others. */
const PATHS = [FENCE, 'aws-service-role/', 'aws-reserved/'];

/** What is wrong with trusted roles, in the words of whoever lists them. */
export function trustedRoleProblems(roles: readonly TrustedRole[]): string[] {
  return [...roles.flatMap(problemsOf), ...twice(roles), ...overlapping(roles)];
}

function problemsOf(role: TrustedRole): string[] {
  const say = (problem: string): string => `trusted role '${role.role}': ${problem}`;
  const found: string[] = [];
  if (!ROLE.test(role.role) && !isStackSetsRole(role))
    found.push(say('write its path and name, without patterns: service-role/AWSBackup'));
  const path = PATHS.find((each) => role.role.startsWith(each));
  if (path) found.push(say(`lies under ${path}, which has rules of its own`));
  if (!/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(role.service))
    found.push(say(`service '${role.service}' is no host name of a service: backup.amazonaws.com`));
  const wrong = role.accounts.filter((kind) => !['prod', 'tooling', 'audit'].includes(kind));
  if (wrong.length > 0 || role.accounts.length === 0)
    found.push(say(`accounts are '${role.accounts.join(', ')}', expected some of prod, tooling, audit`));
  if (role.maintains) return [...found, ...maintenanceProblems(role).map(say)];
  if (role.allow.length === 0) found.push(say('allows nothing; leave it out, or name actions and resources'));
  return [...found, ...role.allow.flatMap((one) => grantProblems(one, say))];
}

/** Changing the fence is left open for what prepares accounts, as the package lists it, and to management alone. */
function maintenanceProblems(given: TrustedRole): string[] {
  const { role, from, allow, accounts } = given;
  if (from === undefined) return ['maintains what prepares accounts, so that `from` must name the management account'];
  const meant = isStackSetsRole(given) ? stackSetsRole(from) : maintenanceRole(role, from);
  return JSON.stringify([allow, accounts]) === JSON.stringify([meant.allow, meant.accounts])
    ? []
    : ['maintains what prepares accounts, with rights that are not those of TrustedServiceRoles.maintenance()'];
}

function grantProblems(
  { actions, resources }: TrustedRole['allow'][number],
  say: (problem: string) => string,
): string[] {
  const found = [
    ...(actions.length === 0 ? [say('names no action')] : []),
    ...(resources.length === 0 ? [say('names no resource')] : []),
  ];
  for (const action of actions) {
    if (!ACTION.test(action)) found.push(say(`action '${action}' is no exact action: ec2:CreateSnapshot`));
    else if (means(NEVER, action)) found.push(say(`action '${action}' is never left open to a role by its name`));
    if (CONVENTIONS.some((one) => one.actions.some((each) => each.toLowerCase() === action.toLowerCase())))
      found.push(
        say(`action '${action}' is what people are sanctioned for in guarded accounts, and would open to both`),
      );
    if (!action.startsWith('iam:')) continue;
    const open = resources.filter((one) => !staysOutOfTheFence(one));
    for (const one of open)
      found.push(say(`${action} on '${one}': name roles or policies by how their names begin, outside of /guarded/`));
  }
  return found;
}

/** A pattern whose beginning says that nothing of the fence is meant: `gua*` would mean all of it. */
function staysOutOfTheFence(resource: string): boolean {
  const [, name] = IAM_RESOURCE.exec(resource) ?? [];
  if (name === undefined) return false;
  const known = name.slice(0, FENCE.length).split(/[*?$]/)[0]!;
  return known !== FENCE.slice(0, known.length) || known === name;
}

function twice(roles: readonly TrustedRole[]): string[] {
  const names = roles.map(({ role }) => role);
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))].map(
    (name) => `trusted role '${name}' is listed twice; put what it may do into one entry`,
  );
}

interface Grant {
  readonly role: string;
  readonly action: string;
  readonly resource: string;
}

/** A control policy narrows each resource to its roles, so two that overlap would keep each other from it. */
function overlapping(roles: readonly TrustedRole[]): string[] {
  const grants = roles.flatMap(({ role, allow }) =>
    allow.flatMap(({ actions, resources }) =>
      actions.flatMap((action) => resources.map((resource): Grant => ({ role, action, resource }))),
    ),
  );
  const found = new Set<string>();
  for (const one of grants)
    for (const other of grants)
      if (one.role !== other.role && one.action === other.action && one.resource !== other.resource)
        if (matchesPattern(one.resource, other.resource))
          found.add(
            `trusted roles '${one.role}' and '${other.role}' both have ${one.action}, on '${one.resource}' and on '${other.resource}' within it: name the same resource for both`,
          );
  return [...found];
}

/** Writes that switch off what watches an account, each with the trusted roles that may, as patterns for any account. */
export function trustedWatchers(roles: readonly TrustedRole[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const role of roles)
    for (const action of new Set(role.allow.flatMap(({ actions }) => actions)))
      if (means(WATCH_WRITES, action))
        found.set(action, [...(found.get(action) ?? []), trustedRoleArn(ANYWHERE, role)]);
  return found;
}

/** Whether one of some patterns of actions means an action. */
function means(patterns: readonly string[], action: string): boolean {
  return patterns.some((pattern) => matchesPattern(pattern.toLowerCase(), action.toLowerCase()));
}
