import type {
  BlockingClause,
  Certificate,
  CheckedPolicy,
  CheckedPrincipal,
  CheckedStatement,
  CheckedWorld,
} from './input';

/** What the checker says: mistakes of the certificate, and how much of it rests on the search alone. */
export interface CheckResult {
  readonly problems: readonly string[];
  /** Claims verified here. */
  readonly verified: number;
  /** Claims that only the search decides (conditions, resources, several denies together). */
  readonly decidedBySearch: number;
}

const GUARDED = new Set(['prod', 'tooling', 'audit']);

/** `*` and `?` by plain backtracking. */
function glob(pattern: string, text: string): boolean {
  let [p, t, star, mark] = [0, 0, -1, 0];
  while (t < text.length) {
    if (p < pattern.length && pattern[p] === '*') [star, mark, p] = [p, t, p + 1];
    else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === text[t])) [p, t] = [p + 1, t + 1];
    else if (star >= 0) [p, mark, t] = [star + 1, mark + 1, mark + 1];
    else return false;
  }
  while (pattern[p] === '*') p += 1;
  return p === pattern.length;
}

function names(statement: CheckedStatement, action: string): boolean {
  const lower = action.toLowerCase();
  return statement.actions.patterns.some((pattern) => glob(pattern.toLowerCase(), lower)) !== statement.actions.negated;
}

/** A condition that certainly holds for a principal: its ARN is none of the spared ones. */
function certainlyHolds(condition: CheckedStatement['conditions'][number], principal: CheckedPrincipal): boolean {
  const spared =
    /^(ArnNotLike|StringNotLike|ArnNotEquals|StringNotEquals)$/.test(condition.operator) &&
    condition.quantifier === 'none';
  return (
    spared &&
    condition.key.toLowerCase() === 'aws:principalarn' &&
    !principal.arn.includes('*') &&
    condition.values.every((value) => !value.includes('$') && !glob(value, principal.arn))
  );
}

/** A deny that forbids an action whatever the resource and the context. */
function forbids(statement: CheckedStatement, action: string, principal: CheckedPrincipal): boolean {
  const everything = statement.resources?.negated === false && statement.resources.patterns.includes('*');
  const sure = statement.effect === 'Deny' && statement.unreadable.length === 0 && everything;
  return sure && names(statement, action) && statement.conditions.every((one) => certainlyHolds(one, principal));
}

interface Standing {
  readonly principal: CheckedPrincipal;
  readonly levels: ReadonlyMap<string, readonly CheckedPolicy[]>;
}

function standing(world: CheckedWorld, principal: CheckedPrincipal): Standing {
  const account = world.accounts.find((one) => one.id === principal.account);
  const bound = principal.account !== world.managementAccountId && !principal.serviceLinked;
  const control = world.policies.filter((one) => bound && one.type === 'SERVICE_CONTROL_POLICY');
  const levels = [...(account?.ous ?? []), principal.account];
  return {
    principal,
    levels: new Map(levels.map((level) => [level, control.filter((one) => one.targets.includes(level))])),
  };
}

function place(policy: CheckedPolicy, statement: CheckedStatement): string {
  return `${policy.where}.${statement.where}`;
}

function find(policies: readonly CheckedPolicy[], where: string): CheckedStatement | undefined {
  for (const policy of policies)
    for (const statement of policy.policy.statements) if (place(policy, statement) === where) return statement;
  return undefined;
}

function silent(policies: readonly CheckedPolicy[], action: string): boolean {
  return !policies.some((policy) =>
    policy.policy.statements.some((one) => one.effect === 'Allow' && names(one, action)),
  );
}

/** Whether a clause blocks an action of a principal, by looking, without search. */
function holds(clause: BlockingClause, { principal, levels }: Standing, action: string): boolean {
  if (clause.kind === 'boundary') return principal.boundary !== undefined && silent([principal.boundary], action);
  if (clause.kind === 'level') {
    const policies = levels.get(clause.level);
    return policies !== undefined && policies.length > 0 && silent(policies, action);
  }
  if (clause.kind !== 'deny') return false;
  const all = [
    ...principal.identityPolicies,
    ...(principal.boundary ? [principal.boundary] : []),
    ...[...levels.values()].flat(),
  ];
  const statement = find(all, clause.statement);
  return statement !== undefined && forbids(statement, action, principal);
}

/** People, and roles whose trust admits a reachable user of the same account by name without any condition. */
function missing(world: CheckedWorld, reachable: ReadonlySet<string>): string[] {
  const problems: string[] = [];
  for (const account of world.accounts) {
    for (const one of account.principals) {
      if (reachable.has(one.arn)) continue;
      if (one.person) problems.push(`${one.arn} is a person and not among the reachable`);
      else if (assumableByName(one, reachable))
        problems.push(`${one.arn} may be assumed by a reachable user and is not among them`);
    }
  }
  return problems;
}

function assumableByName(role: CheckedPrincipal, reachable: ReadonlySet<string>): boolean {
  const statements = role.trust?.policy.statements ?? [];
  if (statements.some((one) => one.effect === 'Deny')) return false;
  const plain = statements.filter(
    (one) =>
      one.conditions.length === 0 &&
      one.unreadable.length === 0 &&
      !one.principals?.negated &&
      names(one, 'sts:AssumeRole'),
  );
  const account = `::${role.account}:`;
  return plain.some((one) =>
    one.principals?.entries.some(
      ({ value }) => reachable.has(value) && value.includes(account) && value.includes(':user/'),
    ),
  );
}

interface Claims {
  readonly byPrincipal: ReadonlyMap<
    string,
    ReadonlyMap<string, readonly { readonly actions: ReadonlySet<string>; readonly clause: BlockingClause }[]>
  >;
}

function claimsOf(certificate: Certificate): Claims {
  const byPrincipal = new Map<string, Map<string, { actions: ReadonlySet<string>; clause: BlockingClause }[]>>();
  for (const { principals, allow, actions, clause } of certificate.blocked) {
    const entry = { actions: new Set(actions), clause };
    for (const arn of principals) {
      const own = byPrincipal.get(arn) ?? new Map<string, (typeof entry)[]>();
      byPrincipal.set(arn, own.set(allow, [...(own.get(allow) ?? []), entry]));
    }
  }
  return { byPrincipal };
}

/** Each write that an Allow statement of a reachable principal names must have a clause, and the clause must hold. */
function checkPrincipal(
  one: Standing,
  claims: Claims,
  writes: readonly string[],
  result: { problems: string[]; verified: number; decided: number },
): void {
  const own = claims.byPrincipal.get(one.principal.arn);
  for (const policy of one.principal.identityPolicies) {
    for (const statement of policy.policy.statements.filter((each) => each.effect === 'Allow')) {
      const where = place(policy, statement);
      for (const action of writes.filter((each) => names(statement, each))) {
        const claim = own?.get(where)?.find((each) => each.actions.has(action));
        if (!claim) result.problems.push(`nothing is said about ${action}, which ${where} allows ${one.principal.arn}`);
        else if (claim.clause.kind === 'decided') result.decided += 1;
        else if (holds(claim.clause, one, action)) result.verified += 1;
        else
          result.problems.push(
            `the clause for ${action} of ${one.principal.arn} does not hold: ${JSON.stringify(claim.clause)}`,
          );
      }
    }
  }
}

/**
 * Verifies a certificate of no-human-write-to-prod against the world, without search.
 *
 * @param writes The catalogue's writes; the checker takes their names as data.
 */
export function checkCertificate(
  certificate: Certificate,
  world: CheckedWorld,
  writes: readonly string[],
): CheckResult {
  const result = { problems: [] as string[], verified: 0, decided: 0 };
  if (certificate.subject !== world.subject.digest) result.problems.push('the certificate is about another input');
  const reachable = new Set(certificate.reachable);
  result.problems.push(...missing(world, reachable));
  const claims = claimsOf(certificate);
  for (const account of world.accounts.filter((one) => GUARDED.has(one.environment))) {
    for (const principal of account.principals.filter((one) => reachable.has(one.arn))) {
      checkPrincipal(standing(world, principal), claims, writes, result);
    }
  }
  return { problems: result.problems, verified: result.verified, decidedBySearch: result.decided };
}
