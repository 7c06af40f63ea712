import { actionAtoms, actionUniverse, catalogue, solve } from '../../iam';
import type { Answer, BoundStatement, Layer, Satisfied } from '../../iam';
import type { Certificate } from '../../prover/checker/input';
import { named } from '../../prover/theorems/named';
import { ASSUMING, except } from '../../prover/theorems/writes';
import { standing } from '../../world/authorize/actor';
import type { Standing } from '../../world/authorize/actor';
import { Organization } from '../../world/authorize/organization';
import type { Account, Principal, World } from '../../world/model';
import { matchesPattern } from '../../world/patterns';
import { abroad } from './abroad';
import { blockedOf } from './blocked';
import type { Access, AccessDetail } from './schema-access';
import { placeOf, statementText } from './statement-text';

/** The matrix with what its cells open to. */
export interface AccessMatrix {
  readonly access: readonly Access[];
  readonly accessDetails: readonly AccessDetail[];
  readonly statements: Readonly<Record<string, string>>;
}

/** So many actions of a group are named; the rest are counted. */
const NAMED = 8;
/** Groups up to this size are decided action by action, larger ones together. */
const ONE_BY_ONE = 40;

type Group = AccessDetail['groups'][number];

/** One layer of a decision with its name. */
interface NamedLayer {
  readonly layer: string;
  readonly statements: Layer;
}

/** Who may do what where, each cell with the statements and layers that decide it. */
export function accessMatrix(world: World, certificate: Certificate): AccessMatrix {
  return new Matrix(world, certificate).build();
}

class Matrix {
  private readonly organization: Organization;
  private readonly details = new Map<string, number>();
  private readonly listed: AccessDetail[] = [];
  private readonly statements = new Map<string, string>();

  public constructor(
    private readonly world: World,
    private readonly certificate: Certificate,
  ) {
    this.organization = new Organization(world);
  }

  public build(): AccessMatrix {
    const access = this.world.accounts.flatMap((account) =>
      account.principals.map((principal) => this.cell(account, principal)),
    );
    const statements = Object.fromEntries([...this.statements].sort(([a], [b]) => (a < b ? -1 : 1)));
    return { access, accessDetails: this.listed, statements };
  }

  private cell(account: Account, principal: Principal): Access {
    const own = this.standing(principal);
    const groups = this.groupsOf(principal, own);
    const detail: AccessDetail = {
      groups,
      blocked: blockedOf(this.certificate, principal.arn),
      layers: this.told(layersOf(own)),
    };
    return {
      principal: principal.arn,
      who: principal.person ? 'people' : 'machine',
      name: nameOf(principal),
      account: account.id,
      accountName: account.name,
      environment: account.environment,
      guarded: this.organization.guarded(account.id),
      level: levelOf(groups, () => reads(own)),
      writes: groups.reduce((sum, group) => sum + group.count, 0),
      assumedBy: trusted(principal),
      where: principal.where,
      detail: this.indexOf(detail),
    };
  }

  /** What a principal brings, within its account and wherever else it is admitted. */
  private standing(principal: Principal): Standing {
    const own = standing(this.organization, { principal, powers: {} });
    const writes = named(own.identity, actionUniverse()).filter((action) => catalogue().isWrite(action));
    if (writes.length === 0) return own;
    return { ...own, denies: [...own.denies, abroad(this.organization, principal, writes)] };
  }

  /** Cells that say the same share a detail. */
  private indexOf(detail: AccessDetail): number {
    const key = JSON.stringify(detail);
    const known = this.details.get(key) ?? this.listed.push(detail) - 1;
    this.details.set(key, known);
    return known;
  }

  private told(layers: readonly NamedLayer[]): AccessDetail['layers'] {
    return layers.map(({ layer, statements }) => ({ layer, statements: statements.map((one) => this.remember(one)) }));
  }

  private remember(bound: BoundStatement): string {
    const place = placeOf(bound);
    if (!this.statements.has(place)) this.statements.set(place, statementText(bound.statement));
    return place;
  }

  private groupsOf(principal: Principal, own: Standing): Group[] {
    const allows = mustAllow(own);
    const statements = [...allows.flatMap((one) => one.statements), ...own.denies];
    const universe = named(own.identity, actionUniverse());
    return actionAtoms(statements, universe).flatMap(({ actions }) => {
      const writes = actions.filter((action) => catalogue().isWrite(action) && !ASSUMING.includes(action));
      return this.decided(principal, own, allows, writes);
    });
  }

  private decided(principal: Principal, own: Standing, allows: readonly NamedLayer[], writes: readonly string[]) {
    const asked = writes.length <= ONE_BY_ONE ? writes.map((one) => [one]) : [writes];
    const answers = asked.map((actions) => ({ actions, answer: ask(own, actions, own.denies) }));
    const groups = new Map<string, Group>();
    for (const { actions, answer } of answers) {
      if (answer.verdict === 'unsat') continue;
      const group = this.groupOf(principal, own, allows, actions, answer);
      const key = JSON.stringify([group.verdict, group.because, group.exceptions, group.why]);
      const known = groups.get(key);
      groups.set(key, known ? together(known, group) : group);
    }
    return [...groups.values()];
  }

  private groupOf(
    principal: Principal,
    own: Standing,
    allows: readonly NamedLayer[],
    actions: readonly string[],
    answer: Exclude<Answer, { verdict: 'unsat' }>,
  ): Group {
    const base = { actions: actions.slice(0, NAMED), count: actions.length };
    if (answer.verdict === 'unknown')
      return { ...base, verdict: 'unknown', because: [], exceptions: [], why: answer.why };
    const exceptions = this.sanctioning(principal, own, actions);
    const { action, resource, context } = answer.request;
    return {
      ...base,
      verdict: exceptions.length > 0 ? 'sanctioned' : 'allowed',
      example: { action, resource, context: plainContext(context) },
      because: this.because(answer, allows),
      exceptions,
    };
  }

  private because({ because }: Satisfied, allows: readonly NamedLayer[]): Group['because'] {
    return because.map((one, index) => ({
      layer: allows[index]?.layer ?? 'resource policy',
      statement: this.remember(one),
    }));
  }

  /** Exceptions within which all of it lies; none where some of it lies outside. */
  private sanctioning(principal: Principal, own: Standing, actions: readonly string[]): string[] {
    const known = this.world.exceptions.filter((one) =>
      one.principals.some((pattern) => matchesPattern(pattern, principal.arn)),
    );
    const besides = known.map((one) => except(`exception ${one.id}`, one.actions, one.resources, one.conditions));
    if (known.length === 0 || ask(own, actions, [...own.denies, ...besides]).verdict !== 'unsat') return [];
    return known.filter((one) => names(one.actions, actions)).map((one) => one.id);
  }
}

function names(patterns: readonly string[], actions: readonly string[]): boolean {
  return patterns.some((pattern) =>
    actions.some((action) => matchesPattern(pattern.toLowerCase(), action.toLowerCase())),
  );
}

function together(a: Group, b: Group): Group {
  return { ...a, actions: [...a.actions, ...b.actions].slice(0, NAMED), count: a.count + b.count };
}

function ask(own: Standing, actions: readonly string[], denies: readonly BoundStatement[]): Answer {
  const layers = mustAllow(own).map((one) => one.statements);
  if (layers.some((layer) => layer.length === 0)) return { verdict: 'unsat', blocking: [] };
  return solve({ actions, actsOn: true, callers: own.callers, context: own.context, layers, denies });
}

/** Every one of these must allow. */
function mustAllow({ identity, boundary, control }: Standing): NamedLayer[] {
  return [
    { layer: 'identity policies', statements: identity },
    ...(boundary ? [{ layer: 'permissions boundary', statements: boundary }] : []),
    ...control.map((statements, index) => ({ layer: `service control policies, level ${index + 1}`, statements })),
  ];
}

function layersOf(own: Standing): NamedLayer[] {
  return [...mustAllow(own), { layer: 'denies', statements: own.denies }].filter((one) => one.statements.length > 0);
}

function reads(own: Standing): boolean {
  const readable = named(own.identity, actionUniverse()).filter((action) => !catalogue().isWrite(action));
  return readable.length > 0 && ask(own, readable, own.denies).verdict !== 'unsat';
}

function levelOf(groups: readonly Group[], reading: () => boolean): Access['level'] {
  if (groups.some((group) => group.verdict === 'allowed')) return 'writes';
  if (groups.some((group) => group.verdict === 'unknown')) return 'unknown';
  if (groups.length > 0) return 'sanctioned writes';
  return reading() ? 'reads' : 'nothing';
}

function nameOf({ arn, person }: Principal): string {
  return person?.permissionSet ?? arn.slice(arn.lastIndexOf('/') + 1);
}

function trusted({ trust }: Principal): string[] {
  const entries = (trust?.policy.statements ?? [])
    .filter((one) => one.effect === 'Allow')
    .flatMap((one) => (one.principals?.entries ?? []).map((entry) => entry.value));
  return [...new Set(entries)];
}

/** What the principal and the resource fix by themselves says nothing to a reader. */
function plainContext(context: Readonly<Record<string, readonly string[]>>): Record<string, string[]> {
  const told = Object.entries(context).filter(
    ([key]) => !/^(aws:(principal|resource|sourceowner)|kms:calleraccount|s3:resourceaccount)/i.test(key),
  );
  return Object.fromEntries(told.map(([key, values]) => [key, [...values]]));
}
