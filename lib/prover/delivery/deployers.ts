import { DEPLOYING } from '../../contract/proof/theorem-actions';
import type { Answer } from '../../iam/query';
import type { Actor } from '../../world/authorize/actor';
import { addressed } from '../../world/authorize/addressed';
import { may } from '../../world/authorize/ask';
import type { Closure } from '../closure/closure';
import { matchesPattern } from '../../world/patterns';
import type { ConcreteRequest, ResultUnknown } from '../result';
import type { Principal } from '../../world/model';

/** A way by which a role deploys. */
export interface Deployment {
  /** Account that is deployed to. */
  readonly account: string;
  /** Role that deploys there: the role itself, or one it assumes. */
  readonly role: string;
  readonly request: ConcreteRequest;
  readonly where: readonly string[];
}

/** Which roles can deploy where, by their own policies or by roles they can assume. */
export class Deployers {
  public readonly unknowns: ResultUnknown[] = [];
  private readonly known = new Map<string, Deployment | undefined>();
  private readonly reached = new Map<string, readonly Principal[]>();
  private readonly actors = new Map<Principal, Actor>();
  private readonly named = new Map<string, Principal[]>();
  /** Principals whose ARNs are languages. */
  private readonly patterns: readonly Principal[];

  public constructor(private readonly closure: Closure) {
    const all = closure.world.accounts.flatMap((account) => account.principals);
    for (const one of all) {
      const there = this.named.get(one.arn);
      if (there) there.push(one);
      else this.named.set(one.arn, [one]);
    }
    this.patterns = all.filter((one) => /[*?]/.test(one.arn));
  }

  /** The described roles that an ARN or pattern means. */
  public principals(arn: string): readonly Principal[] {
    const exact = this.named.get(arn);
    if (exact) return exact;
    const all = /[*?]/.test(arn) ? [...this.named.values()].flat() : this.patterns;
    return all.filter((one) => matchesPattern(arn, one.arn) || matchesPattern(one.arn, arn));
  }

  /** Every deployment that a role can make; a role nobody describes is unknown. */
  public of(arn: string, where: string): Deployment[] {
    const found = this.principals(arn);
    if (found.length === 0) this.note(`nothing describes the role ${arn}, so nobody knows what it deploys`, where);
    return found.flatMap((role) => this.assumable(role).flatMap((one) => this.own(one) ?? []));
  }

  /** Whether a role, or one it can assume, may make a request on a resource. */
  public canDo(arn: string, action: string, resource: string, owner: string): boolean {
    return this.reachable(arn).some((principal) => {
      const actor = this.actor(principal);
      const answer = may(this.closure.organization, { actor, actions: [action], resource: [resource], owner });
      return this.holds(answer, principal.where);
    });
  }

  /** The described roles that an ARN means, and all that they can come to assume. */
  public reachable(arn: string): readonly Principal[] {
    return this.principals(arn).flatMap((role) => this.assumable(role));
  }

  /** ARNs of the people who may start a pipeline by themselves. */
  public starters(pipeline: string, owner: string): readonly string[] {
    const people = this.closure.world.accounts.flatMap((account) => account.principals.filter((one) => one.person));
    const starts = (principal: Principal): boolean =>
      may(this.closure.organization, {
        actor: this.actor(principal),
        actions: ['codepipeline:StartPipelineExecution'],
        resource: [pipeline],
        owner,
      }).verdict === 'sat';
    return people.filter((one) => one.account === owner && starts(one)).map((one) => one.arn);
  }

  /** A deployment that somebody described in an account really may make, the named role first; nothing where none may. */
  public into(account: string, role: string | undefined): Deployment | undefined {
    const named = role === undefined ? [] : this.principals(role);
    const own = this.closure.organization.accounts.get(account)?.principals ?? [];
    for (const principal of [...named, ...own]) {
      const found = this.own(principal);
      if (found?.account === account) return found;
    }
    return undefined;
  }

  /** A deployment that a principal may make by its own policies. */
  public own(principal: Principal): Deployment | undefined {
    if (!this.known.has(principal.arn)) this.known.set(principal.arn, this.askDeployment(principal));
    return this.known.get(principal.arn);
  }

  /** The role and all that it can come to assume. */
  private assumable(role: Principal): readonly Principal[] {
    const known = this.reached.get(role.arn);
    if (known) return known;
    const found = new Map([[role.arn, role]]);
    const open = [role];
    for (let next = open.pop(); next; next = open.pop()) {
      for (const other of this.closure.doors.rolesAddressing(next.account, { kind: next.kind, id: next.arn })) {
        if (found.has(other.arn) || !this.assumes(next, other)) continue;
        found.set(other.arn, other);
        open.push(other);
      }
    }
    this.reached.set(role.arn, [...found.values()]);
    return this.reached.get(role.arn)!;
  }

  private assumes(from: Principal, to: Principal): boolean {
    // Most roles of an account that many trust name somebody else.
    const { allows } = this.closure.organization.statements(to.trust);
    if (addressed(allows, { kind: from.kind, id: from.arn }).length === 0) return false;
    const answer = may(this.closure.organization, {
      actor: this.actor(from),
      actions: ['sts:AssumeRole'],
      resource: [to.arn],
      owner: to.account,
      policy: to.trust,
      mandatory: true,
      anyType: true,
    });
    return this.holds(answer, to.where);
  }

  /** One for each principal: what its requests have in common is worked out once. */
  private actor(principal: Principal): Actor {
    let actor = this.actors.get(principal);
    if (!actor) this.actors.set(principal, (actor = { principal, powers: {} }));
    return actor;
  }

  /** What cannot be decided counts as possible, and as unknown. */
  private holds(answer: Answer, where: string): boolean {
    if (answer.verdict === 'unknown') this.note(answer.why, answer.where ?? where);
    return answer.verdict !== 'unsat';
  }

  private askDeployment(principal: Principal): Deployment | undefined {
    const answer = may(this.closure.organization, {
      actor: this.actor(principal),
      actions: DEPLOYING,
      resource: [`arn:*:*:*:${principal.account}:*`],
      owner: principal.account,
    });
    if (answer.verdict === 'unknown') this.note(answer.why, answer.where ?? principal.where);
    if (answer.verdict !== 'sat') return undefined;
    const { action, resource, context } = answer.request;
    const where = [...new Set(answer.because.map((bound) => bound.source))];
    return {
      account: principal.account,
      role: principal.arn,
      request: { principal: principal.arn, action, resource, context },
      where,
    };
  }

  private note(why: string, where: string): void {
    if (!this.unknowns.some((one) => one.why === why && one.where === where)) this.unknowns.push({ why, where });
  }
}
