import type { Meanings } from '../meaning/table';
import type { Identities } from './drafts';
import type { Item } from './stacks';
import { Choice, isMap, Opaque, possibleEntries, property, Text, textsOf, type Value } from './value';

/** A whole string that is a role's ARN. */
const ROLE_ARN = /^arn:[^:]*:iam::[^:]*:role\/(.*[^/])$/;
/** Role ARNs within a definition in a language of its own (Step Functions). */
const ROLE_ARN_WITHIN = /arn:[^:"\s]*:iam::[^:"\s]*:role\/[^"'\s,\\)]+/g;
const DEFINITION = /^Definition(String)?$/;
/** Properties that name the role a resource runs as. */
const ROLE_PROPERTY = /(^|[a-z])Role(Arn|ARN)?$|^roleArn$/;
/** Types that name roles without running as them. */
const NO_RUNNER =
  /^AWS::(IAM|SSO|Organizations|KMS|SSM|RAM)::|^AWS::(Lambda::Permission|Lambda::LayerVersionPermission|CloudWatch::\w+|Cognito::IdentityPool|Cognito::IdentityPoolRoleAttachment)$|Policy$|Permission$/;
/** Properties that are data for the code which runs there, not what it runs as. */
const DATA = new Set([
  'EnvironmentVariables',
  'EventPattern',
  'FilterPattern',
  'FilterPolicy',
  'Environment',
  'Tags',
  'Metadata',
  'AssumeRolePolicyDocument',
  'PolicyDocument',
  'KeyPolicy',
  'Policy',
  'Policies',
  'BuildSpec',
  'Input',
  'Description',
  'Conditions',
  'Secrets',
  'ResourcePolicy',
  'AccessPolicies',
  'AccessPolicy',
  'RepositoryPolicyText',
  'FileSystemPolicy',
  'PermissionsPolicyDocument',
]);

/**
 * ARNs of the roles a resource runs as: every role that stands anywhere in its properties, by ARN, name or profile, but
 * for those that the reviewed table knows to be admitted by it.
 */
export function rolesOf(
  item: Item,
  identities: Identities,
  items: ReadonlyMap<string, Item>,
  meanings: Meanings,
): string[] {
  if (NO_RUNNER.test(item.type) || item.type.startsWith('Custom::')) return [];
  const found: string[] = [];
  const reviewed = meanings.of(item.type);
  walk(item.properties, '', (text, key, path) => {
    if (reviewed?.kindOf(path) !== 'principals') found.push(...rolesIn(text, key, item, identities));
  });
  found.push(...profileRoles(item, identities, items));
  return [...new Set(found)];
}

/** A string within properties, with its own name and the names that lead to it. */
type Visit = (text: Text, key: string, path: string) => void;

function walk(value: Value, path: string, visit: Visit): void {
  const key = path.slice(path.lastIndexOf('.') + 1);
  if (value instanceof Text) return visit(value, key, path);
  if (value instanceof Opaque) return visit(Text.unknown(value.why), key, path);
  if (value instanceof Choice) return value.options.forEach((option) => walk(option, path, visit));
  if (Array.isArray(value)) return value.forEach((entry) => walk(entry, path, visit));
  if (!isMap(value)) return;
  for (const [name, entry] of Object.entries(value)) {
    if (name === 'Environment' ? !isMap(entry) || entry.Variables === undefined : !DATA.has(name))
      walk(entry, path === '' ? name : `${path}.${name}`, visit);
  }
}

function rolesIn(text: Text, key: string, item: Item, identities: Identities): string[] {
  if (DEFINITION.test(key)) return text.pattern.match(ROLE_ARN_WITHIN) ?? [];
  if (ROLE_ARN.test(text.pattern)) return [identities.roleArn(text)];
  const named = identities.drafts.filter((draft) => draft.kind === 'role' && draft.key === text.of);
  if (named.length > 0) return ROLE_PROPERTY.test(key) ? named.map((draft) => draft.arn) : [];
  if (!ROLE_PROPERTY.test(key)) return [];
  if (text.open)
    identities.unknowns.add(`runs as a role that is not known before deployment: ${text.why}`, item.where, undefined, {
      who: `whoever may choose what is filled in there (${text.why})`,
      way: ['name another role', 'the next deployment takes it', 'what runs there acts as that role'],
      change: `${item.where}, ${key}`,
    });
  return text.exact ? identities.named('role', text, item.account).map((draft) => draft.arn) : [];
}

/** Properties that name an instance profile, and those within one that does. */
const PROFILE = /^(IamInstanceProfile|InstanceProfile|InstanceProfileName|Arn|Name)$/;

/** Instances and launch templates carry their role in an instance profile. */
function profileRoles(item: Item, identities: Identities, items: ReadonlyMap<string, Item>): string[] {
  const profiles: Text[] = [];
  walk(item.properties, '', (text, key) => {
    if (PROFILE.test(key)) profiles.push(text);
  });
  return profiles.flatMap((text) => {
    const profile = text.of === undefined ? undefined : items.get(text.of);
    if (profile?.type !== 'AWS::IAM::InstanceProfile') return [];
    const roles = possibleEntries(property(profile.properties, 'Roles')).flatMap(textsOf);
    return roles.flatMap((role) => identities.named('role', role, item.account).map((draft) => draft.arn));
  });
}
