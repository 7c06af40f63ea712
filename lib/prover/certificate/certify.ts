import { writeFileSync } from 'node:fs';
import type { BoundStatement } from '../../iam/query';
import { speaks } from '../authorize/speaking';
import { standing } from '../authorize/actor';
import type { Actor } from '../authorize/actor';
import type { Blocked, BlockingClause, Certificate } from '../checker/input';
import type { Closure, Node } from '../closure/closure';
import type { ProofResult } from '../result';
import { named } from '../theorems/named';
import { writeActions } from '../theorems/writes';

function everywhere({ statement }: BoundStatement): boolean {
  const resources = statement.resources;
  return statement.unreadable.length === 0 && resources?.negated === false && resources.patterns.includes('*');
}

/** A condition that spares principals other than this one. */
function plain({ statement }: BoundStatement): boolean {
  return statement.conditions.every((one) => one.key.toLowerCase() === 'aws:principalarn' && /Not/.test(one.operator));
}

/** The candidates for blocking everything of a kind, best first; the checker says whether they hold. */
function candidates(closure: Closure, actor: Actor): { clause: BlockingClause; blocks: (action: string) => boolean }[] {
  const { organization } = closure;
  const own = standing(organization, actor);
  const denies = own.denies.filter((deny) => everywhere(deny) && plain(deny));
  const spared = (deny: BoundStatement) =>
    deny.statement.conditions.some((one) => one.values.some((value) => covers(value, actor.principal.arn)));
  const deny = denies
    .filter((one) => !spared(one) && (one.statement.conditions.length === 0 || !actor.principal.arn.includes('*')))
    .map((one) => ({
      clause: { kind: 'deny' as const, statement: `${one.source}.${one.statement.where}` },
      blocks: (action: string) => speaks(one.statement.actions, action),
    }));
  const bounds = own.boundary
    ? [
        {
          clause: { kind: 'boundary' as const },
          blocks: (action: string) => !own.boundary!.some((one) => speaks(one.statement.actions, action)),
        },
      ]
    : [];
  return [...deny, ...bounds];
}

function covers(pattern: string, arn: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*+/g, '.*')
    .replace(/\?/g, '.');
  return new RegExp(`^${source}$`).test(arn);
}

function blockedAt(closure: Closure, node: Node): Blocked[] {
  const { identity } = standing(closure.organization, node.actor);
  const clauses = candidates(closure, node.actor);
  return identity.flatMap((allow) => {
    const groups = new Map<string, { clause: BlockingClause; actions: string[] }>();
    for (const action of named([allow], writeActions())) {
      const clause = clauses.find((one) => one.blocks(action))?.clause ?? { kind: 'decided' as const };
      const key = JSON.stringify(clause);
      const group = groups.get(key) ?? { clause, actions: [] };
      group.actions.push(action);
      groups.set(key, group);
    }
    const where = `${allow.source}.${allow.statement.where}`;
    return [...groups.values()].map(({ clause, actions }) => ({
      principals: [node.actor.principal.arn],
      allow: where,
      actions,
      clause,
    }));
  });
}

/** Principals of the same policies share their claims. */
function share(all: readonly Blocked[]): Blocked[] {
  const groups = new Map<string, Blocked>();
  for (const one of all) {
    const key = `${one.allow} ${JSON.stringify(one.clause)} ${one.actions.length} ${one.actions[0]} ${one.actions.at(-1)}`;
    const known = groups.get(key);
    groups.set(key, known ? { ...known, principals: [...known.principals, ...one.principals] } : one);
  }
  return [...groups.values()];
}

/** The certificate of a proof: who is reachable, and what blocks each write that they are otherwise allowed. */
export function certify(closure: Closure, result: ProofResult): Certificate {
  const nodes = [...closure.nodes.values()].filter((node) => !node.id.endsWith('#'));
  const guarded = nodes.filter((node) => closure.organization.guarded(node.actor.principal.account));
  return {
    version: 1,
    subject: closure.world.subject.digest,
    catalogue: result.catalogue,
    verdicts: Object.fromEntries(result.theorems.map((theorem) => [theorem.id, theorem.verdict])),
    reachable: nodes.map((node) => node.id),
    blocked: share(guarded.flatMap((node) => blockedAt(closure, node))),
    assumptions: result.assumptions,
    exceptions: result.exceptions,
  };
}

/** Writes a certificate as JSON. */
export function writeCertificate(file: string, certificate: Certificate): void {
  writeFileSync(file, `${JSON.stringify(certificate)}\n`);
}
