import type { Statement } from '../../lib/iam/model';
import type { PolicySource, World } from '../../lib/world/model';
import { pipelineMutants } from './pipeline-mutants';
import { sourcesOf, withSources, withStatement } from './sources';
import type { Found } from './sources';

/** Something that was taken out. */
export interface Mutant {
  /** `<kind> <what>`, the same in every account, region and stage. */
  readonly name: string;
  /** Whether it stands in an account that nothing guards: dev or test. */
  readonly unguarded: boolean;
  readonly apply: (world: World) => World;
}

/** One guard, taken out in one place, and how it is taken out of all the places where the same guard stands. */
export interface Grouped extends Mutant {
  readonly places: readonly Mutant['apply'][];
}

/** AWS's own managed policies are not the example's. */
const ours = ({ source }: Found): boolean => !/^arn:[^:]+:iam::aws:/.test(source.arn ?? source.where);

const changing = (source: PolicySource, change: (source: PolicySource) => PolicySource) => (world: World) =>
  withSources(world, (one) => (one.where === source.where && one.name === source.name ? change(one) : one));

/** A guard by the words that tell it apart; ids of accounts, regions and generated suffixes do not. */
function readable(world: World, text: string): string {
  let plain = text;
  for (const { id, environment } of world.accounts) plain = plain.split(id).join(environment);
  return plain
    .replace(/\b(eu-west-[12]|us-east-1)\b/g, 'REGION')
    .replace(/[0-9A-F]{8}(?=\b|-|_)/g, '#')
    .replace(/(euwest[12]|useast1)/g, 'REGION')
    .replace(/one-?box|first-region|the-rest/g, 'prod')
    .replace(/^arn:aws:/, '');
}

/** A statement by its Sid, else by its place and actions. */
function told(statement: Statement): string {
  const actions = statement.actions.patterns.slice(0, 2).join('+');
  return statement.sid ?? `${actions}${statement.actions.patterns.length > 2 ? '…' : ''}`;
}

const placeOf = ({ source }: Found): string => `${source.name} ${source.where}`;

function isUnguarded(world: World, { account }: Found): boolean {
  return /^(dev|test|other)$/.test(world.accounts.find((one) => one.id === account)?.environment ?? '');
}

function statementMutants(world: World, found: Found): Mutant[] {
  const { source, holder, account, of } = found;
  const environment = world.accounts.find((one) => one.id === account)?.environment ?? '';
  const unguarded = isUnguarded(world, found);
  // The ARN of an unnamed key or queue says little; where it stands says more.
  const holding = holder === 'resource' ? `${environment} ${source.where}` : of;
  return source.policy.statements.flatMap((statement) => {
    const make = (kind: string, detail: string, change: (one: Statement) => Statement[]): Mutant => ({
      name: readable(world, `${kind} ${holder} ${holding} ${told(statement)}${detail}`),
      unguarded,
      apply: changing(source, (one) => withStatement(one, statement.where, change)),
    });
    if (statement.effect === 'Deny') return [make('deny', '', () => [])];
    const conditions = statement.conditions.map((condition) =>
      make('condition', ` ${condition.key}`, (one) => [
        {
          ...one,
          conditions: one.conditions.filter(
            (each) => each.key !== condition.key || each.operator !== condition.operator,
          ),
        },
      ]),
    );
    return [...conditions, ...principalMutants(statement, make)];
  });
}

/** Whoever a trust or resource policy names: everybody instead, under whatever conditions there are. */
function principalMutants(
  statement: Statement,
  make: (kind: string, detail: string, change: (one: Statement) => Statement[]) => Mutant,
): Mutant[] {
  if (!statement.principals || statement.principals.entries.some((one) => one.value === '*')) return [];
  const entries = [...statement.principals.entries, { type: 'AWS' as const, value: '*' }];
  const kinds = statement.principals.entries.map((one) => one.type).join();
  return [make('principal', ` (${kinds})`, (one) => [{ ...one, principals: { negated: false, entries } }])];
}

function controlMutants(world: World): Mutant[] {
  return world.policies
    .filter((one) => one.name !== 'FullAWSAccess')
    .map((policy) => ({
      name: `${policy.type === 'RESOURCE_CONTROL_POLICY' ? 'rcp' : 'scp'} ${policy.name}`,
      unguarded: false,
      apply: (other) => ({ ...other, policies: other.policies.filter((one) => one.where !== policy.where) }),
    }));
}

function boundaryMutants(world: World): Mutant[] {
  return world.accounts.flatMap((account) =>
    account.principals
      .filter((one) => one.boundary)
      .map((principal) => ({
        name: readable(world, `boundary ${principal.arn}`),
        unguarded: /^(dev|test)$/.test(account.environment),
        apply: (other: World) => ({
          ...other,
          accounts: other.accounts.map((one) => ({
            ...one,
            principals: one.principals.map((each) =>
              each.arn === principal.arn ? { ...each, boundary: undefined } : each,
            ),
          })),
        }),
      })),
  );
}

/** Every guard of a world, taken out in turn; equal ones, wherever they stand, by one of them. */
export function mutantsOf(world: World): Grouped[] {
  const seen = new Set<string>();
  const found = [...sourcesOf(world)];
  const guarded = new Set(found.filter((one) => !isUnguarded(world, one)).map(placeOf));
  const sources = found.filter((one) => {
    const place = placeOf(one);
    // A permission set stands in several accounts and is taken out of all at once: it is told of a guarded one.
    if (one.holder === 'boundary' || !ours(one) || seen.has(place)) return false;
    if (isUnguarded(world, one) && guarded.has(place)) return false;
    seen.add(place);
    return true;
  });
  const all = [
    ...controlMutants(world),
    ...sources.flatMap((one) => statementMutants(world, one)),
    ...boundaryMutants(world),
    ...pipelineMutants(world),
  ];
  const groups = new Map<string, Grouped>();
  for (const one of all) {
    const key = `${one.unguarded ? 'dev ' : ''}${one.name}`;
    const known = groups.get(key);
    groups.set(key, known ? { ...known, places: [...known.places, one.apply] } : { ...one, places: [one.apply] });
  }
  return [...groups.values()];
}

/** Takes several guards out together, wherever they stand. */
export function together(mutants: readonly Grouped[]): (world: World) => World {
  return (world) => mutants.flatMap((one) => one.places).reduce((changed, apply) => apply(changed), world);
}
