import { applicationChanges, statedPlatform, type ApplicationChange } from '../assembly';
import type { AccountEnvironment, Unknown, World } from '../world/model';
import { NO_ASSETS, type AssetDigests } from './assets';
import { beyond, type Gained } from './rights';
import { controlDifference } from './control/control';
import type { ControlGroup } from './control/fact';
import { reachDifference, type ReachDifference } from './reach';
import { absent, subjectsOf, type Subject } from './subjects';

/** What changed for one principal, trust policy or resource policy. */
export interface Change {
  readonly kind: Subject['kind'];
  readonly arn: string;
  /** `new` and `gone` where only one side has it. */
  readonly change: 'new' | 'gone' | 'changed';
  /** Why this is a person's, where it is. */
  readonly person?: string;
  readonly newlyAllowed?: Gained;
  readonly noLongerAllowed?: Gained;
  /** What nobody can decide about it. */
  readonly unknown?: string;
  readonly where: string;
}

/** Changes of one account. */
export interface AccountDifference {
  readonly environment: AccountEnvironment;
  readonly account: string;
  readonly name: string;
  readonly changes: readonly Change[];
}

/** How NEW relates to OLD: broader where somebody may do more, or where change control holds less back. */
export type Relation = 'equivalent' | 'narrower' | 'broader' | 'incomparable' | 'unknown';

/** Who can newly do what, and who no longer can, account by account. */
export interface Difference {
  readonly version: 1;
  readonly relation: Relation;
  /** Applications that come, go or change, where both sides are assemblies of a platform. */
  readonly applications?: readonly ApplicationChange[];
  readonly accounts: readonly AccountDifference[];
  /** Whom people newly come to act as or drive, and whom no longer. */
  readonly reach: ReachDifference;
  /** Exceptions by id: sanctioned requests that came and went. */
  readonly exceptions: { readonly added: readonly string[]; readonly removed: readonly string[] };
  /** What changes in the structure of change control, by heading; weakest first. */
  readonly control: readonly ControlGroup[];
  readonly unknowns: readonly Unknown[];
  readonly old: { readonly digest: string };
  readonly new: { readonly digest: string };
}

/** Order in which a release manager reads. */
const ENVIRONMENTS: readonly AccountEnvironment[] = ['prod', 'tooling', 'audit', 'management', 'test', 'dev', 'other'];

/**
 * Compares two worlds by what requests they allow, not by their texts. Principals and resources are the same where
 * their ARN patterns are: a generated name keeps its stack and logical id.
 *
 * @param assets Digests of file assets; without them the code of handlers is the same where its key is.
 */
export function diffWorlds(older: World, newer: World, assets: AssetDigests = NO_ASSETS): Difference {
  const [before, after] = [subjectsOf(older), subjectsOf(newer)];
  const changes = [...new Set([...before.keys(), ...after.keys()])].flatMap((key) =>
    changeOf(before.get(key), after.get(key)),
  );
  const unknowns = distinct([...older.unknowns, ...newer.unknowns]);
  const exceptions = exceptionsOf(older, newer);
  const same = changes.length === 0 && JSON.stringify(older.accounts) === JSON.stringify(newer.accounts);
  const reach = same ? { gained: [], lost: [] } : reachDifference(older, newer);
  const control = controlDifference(older, newer, assets);
  return {
    version: 1,
    relation: relationOf(
      changes.map(({ change }) => change),
      exceptions,
      unknowns,
      reach,
      control,
    ),
    ...applicationsOf(older, newer),
    accounts: byAccount(older, newer, changes),
    reach,
    exceptions,
    control,
    unknowns,
    old: { digest: older.subject.digest },
    new: { digest: newer.subject.digest },
  };
}

function applicationsOf(older: World, newer: World): Pick<Difference, 'applications'> {
  const [before, after] = [older, newer].map(({ stacks = [] }) =>
    statedPlatform(stacks.filter(({ stage }) => stage === '').map(({ metadata }) => metadata)),
  );
  return before && after ? { applications: applicationChanges(before, after) } : {};
}

interface Located {
  readonly account: string;
  readonly change: Change;
}

function changeOf(older: Subject | undefined, newer: Subject | undefined): Located[] {
  const subject = (newer ?? older)!;
  const before = older ?? absent(subject);
  const after = newer ?? absent(subject);
  if (before.text === after.text) return [];
  const gain = beyond(after.rights, before.rights, after.circumstances);
  const loss = beyond(before.rights, after.rights, before.circumstances);
  const unknown = gain.unknown ?? loss.unknown;
  if (!gain.gained && !loss.gained && unknown === undefined) return [];
  const change: Change = {
    kind: subject.kind,
    arn: subject.arn,
    change: older ? (newer ? 'changed' : 'gone') : 'new',
    ...(subject.person ? { person: subject.person } : {}),
    ...(gain.gained ? { newlyAllowed: gain.gained } : {}),
    ...(loss.gained ? { noLongerAllowed: loss.gained } : {}),
    ...(unknown === undefined ? {} : { unknown }),
    where: subject.where,
  };
  return [{ account: subject.account, change }];
}

function relationOf(
  changes: readonly Change[],
  exceptions: Difference['exceptions'],
  unknowns: readonly Unknown[],
  reach: ReachDifference,
  control: readonly ControlGroup[],
): Relation {
  const judged = new Set(control.flatMap((group) => group.changes.map((change) => change.judgement)));
  const different = judged.has('different');
  const more =
    reach.gained.length > 0 ||
    exceptions.added.length > 0 ||
    judged.has('weaker') ||
    changes.some((change) => change.newlyAllowed);
  const less =
    reach.lost.length > 0 ||
    exceptions.removed.length > 0 ||
    judged.has('stronger') ||
    changes.some((change) => change.noLongerAllowed);
  if (different || (more && less)) return 'incomparable';
  if (more) return 'broader';
  const undecided = judged.has('unknown') || changes.some((change) => change.unknown !== undefined);
  if (unknowns.length > 0 || undecided) return 'unknown';
  return less ? 'narrower' : 'equivalent';
}

/** Sanctions by id and content: one that says something else under the same id is both gone and new. */
function exceptionsOf(older: World, newer: World): Difference['exceptions'] {
  const of = (world: World): Map<string, string> =>
    new Map(world.exceptions.map((one) => [JSON.stringify(one), one.id]));
  const [before, after] = [of(older), of(newer)];
  const only = (some: Map<string, string>, others: Map<string, string>): string[] =>
    [...some].filter(([text]) => !others.has(text)).map(([, id]) => id);
  return { added: only(after, before), removed: only(before, after) };
}

function byAccount(older: World, newer: World, changes: readonly Located[]): AccountDifference[] {
  const accounts = new Map([...older.accounts, ...newer.accounts].map((account) => [account.id, account]));
  const ids = [...new Set(changes.map((one) => one.account))];
  return ids
    .map((id) => ({
      environment: accounts.get(id)?.environment ?? ('other' as const),
      account: id,
      name: accounts.get(id)?.name ?? id,
      changes: changes.filter((one) => one.account === id).map((one) => one.change),
    }))
    .sort(
      (a, b) =>
        ENVIRONMENTS.indexOf(a.environment) - ENVIRONMENTS.indexOf(b.environment) || (a.account < b.account ? -1 : 1),
    );
}

function distinct(unknowns: readonly Unknown[]): Unknown[] {
  return [...new Map(unknowns.map((one) => [`${one.where} ${one.why}`, one])).values()];
}
