import type { Condition, Statement } from '../iam/model';
import type { Federated, Principal } from './model';
import { matchesPattern } from './patterns';

/** How an identity pool comes to a role: its name, and the places that say so. */
export interface PoolWay {
  readonly pool: string;
  readonly where: readonly string[];
}

/** Identity pools by ARN of the roles that they give. */
export type Pools = ReadonlyMap<string, PoolWay>;

/** Why the holders of a role are people, and who they are. */
export interface FederatedPerson {
  readonly why: string;
  readonly federated: Federated;
}

const SAML = 'sts:AssumeRoleWithSAML';
const WEB = 'sts:AssumeRoleWithWebIdentity';

/** The principal of identity pools, in every partition. */
const POOLS = /^cognito-identity(\.[a-z-]+)?\.amazonaws\.com$/;

/**
 * Subjects of web identities that no person chooses: a deployment environment of GitHub (its protection rules are an
 * assumption) or the service account of a workload in a cluster.
 */
const MACHINE_SUBJECT = /^(repo:[^*?]+:environment:[^:*?]+|system:serviceaccount:[^:*?]+:[^:*?]+)$/;

function isExactSubject(condition: Condition): boolean {
  const exact = /^(StringEquals|StringLike)$/i.test(condition.operator) && !condition.ifExists;
  const subject = isOn(condition, 'sub') && condition.quantifier !== 'ForAllValues';
  return (
    exact && subject && condition.values.length > 0 && condition.values.every((value) => MACHINE_SUBJECT.test(value))
  );
}

function isOn({ key }: Condition, claim: string): boolean {
  return key.toLowerCase().endsWith(`:${claim}`);
}

function admits(statement: Statement, action: string): boolean {
  const { patterns, negated } = statement.actions;
  return patterns.some((pattern) => matchesPattern(pattern.toLowerCase(), action.toLowerCase())) !== negated;
}

/** The people whom a statement of a role's trust policy lets in by an identity of elsewhere; nothing where it lets none in. */
export function federatedBy(role: Principal, statement: Statement, pools: Pools): FederatedPerson | undefined {
  if (statement.effect !== 'Allow') return undefined;
  const providers = (statement.principals?.entries ?? []).filter(({ type }) => type === 'Federated');
  const because = placeOf(role, statement);
  const saml = providers.find(({ value }) => value === '*' || value.includes(':saml-provider/'))?.value;
  if (saml !== undefined && admits(statement, SAML))
    return { why: `federated through ${saml}`, federated: { who: throughSaml(saml), by: SAML, because } };
  const web = providers.find(({ value }) => !value.includes(':saml-provider/'))?.value;
  if (web === undefined || statement.conditions.some(isExactSubject) || !admits(statement, WEB)) return undefined;
  return { why: `web identity of ${web}`, federated: throughToken(role, web, statement, because, pools) };
}

function placeOf(role: Principal, { where, sid }: Statement): string {
  return `${role.trust!.where}.${where}${sid ? ` (${sid})` : ''}`;
}

function throughSaml(provider: string): string {
  return provider === '*'
    ? 'whoever signs in through any SAML provider of the account'
    : `whoever signs in through the SAML provider ${provider.slice(provider.lastIndexOf('/') + 1)}`;
}

function throughToken(
  role: Principal,
  provider: string,
  statement: Statement,
  because: string,
  pools: Pools,
): Federated {
  if (!POOLS.test(provider)) return { who: byToken(provider, statement), by: WEB, because };
  const way = pools.get(role.arn);
  const who = byPool(way?.pool, statement);
  return { who, by: WEB, because, ...(way ? { also: way.where } : {}) };
}

/** Values that conditions hold a claim to, where all of them let only these in. */
function claimed({ conditions }: Statement, claim: string): readonly string[] {
  const held = conditions.filter((one) => isOn(one, claim) && /^String(Equals|Like)/i.test(one.operator));
  return held.flatMap((one) => one.values);
}

/** A pool gives guests the one role and those who signed in the other; where the trust does not say which, it may be both. */
function byPool(named: string | undefined, statement: Statement): string {
  const [audience] = claimed(statement, 'aud');
  const name = named ?? audience;
  const known = name === '*' ? 'that its trust names' : name;
  const pool = known === undefined ? 'any identity pool, whoever has it' : `the identity pool ${known}`;
  const methods = claimed(statement, 'amr');
  const signedIn = methods.length > 0 && !methods.some((one) => matchesPattern(one, 'unauthenticated'));
  return signedIn ? `a signed-in user of ${pool}` : `anybody on the internet, as a guest of ${pool}`;
}

function byToken(provider: string, statement: Statement): string {
  const subjects = claimed(statement, 'sub');
  const which = subjects.length > 0 ? `the subject ${subjects.join(' or ')}` : 'any subject';
  return `whoever gets a token with ${which} from ${issuerOf(provider, statement)}`;
}

/** The ARN of a provider that CloudFormation makes does not show its address yet; keys of conditions begin with it. */
function issuerOf(provider: string, { conditions }: Statement): string {
  const name = provider.replace(/^arn:.*:oidc-provider\//, '');
  const [key] = conditions.filter((one) => isOn(one, 'sub') || isOn(one, 'aud')).map((one) => one.key);
  return name !== '*' ? name : (key?.slice(0, key.lastIndexOf(':')) ?? 'an OpenID Connect provider of the account');
}
