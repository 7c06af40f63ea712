import { PLATFORM_METADATA } from '../names';

/** An environment of an application, as a platform states it. */
export interface StatedEnvironment {
  readonly name: string;
  readonly kind: string;
  readonly account: string;
  readonly regions: readonly string[];
}

/** An application, as a platform states it. */
export interface StatedApplication {
  readonly name: string;
  readonly environments: readonly StatedEnvironment[];
  readonly waves: readonly {
    readonly name: string;
    readonly environment: string;
    readonly regions?: readonly string[];
  }[];
  readonly source?: unknown;
  /** Where its pipeline is; absent: in the tooling account of the platform. */
  readonly toolingAccount?: string;
}

/** What a platform states that it was made from. */
export interface StatedPlatform {
  readonly organization?: { readonly toolingAccount?: string };
  readonly applications: readonly StatedApplication[];
  /** It has a pipeline of its own. */
  readonly pipeline?: unknown;
}

/**
 * What the organization's stack of an assembly states; nothing where it holds no platform.
 *
 * @param metadata Metadata of the templates at the assembly's root.
 */
export function statedPlatform(metadata: readonly Readonly<Record<string, unknown>>[]): StatedPlatform | undefined {
  const stated = metadata.map((each) => each[PLATFORM_METADATA] as { properties?: StatedPlatform } | undefined);
  return stated.find((each) => Array.isArray(each?.properties?.applications))?.properties;
}

/** What happens to an application. */
export interface ApplicationChange {
  readonly application: string;
  readonly change: 'added' | 'removed' | 'renamed' | 'changed';
  /** What it was called. */
  readonly before?: string;
  /** What changes within it, in words. */
  readonly details: readonly string[];
}

const placesOf = ({ environments }: StatedApplication) =>
  environments.flatMap(({ name, kind, account, regions }) =>
    regions.map((region) => ({ key: `${name} ${region}`, text: `${kind} ${name} in ${account}, ${region}`, account })),
  );

/** Environments and regions that come and go, and those that move to another account. */
function placesChanged(older: StatedApplication, newer: StatedApplication): string[] {
  const [before, after] = [placesOf(older), placesOf(newer)];
  const come = after.filter(({ key }) => !before.some((each) => each.key === key));
  const go = before.filter(({ key }) => !after.some((each) => each.key === key));
  const moved = after.flatMap((now) => {
    const was = before.find(({ key }) => key === now.key);
    return was && was.account !== now.account ? [`${now.text} moves there from ${was.account}`] : [];
  });
  return [...come.map(({ text }) => `${text} is added`), ...go.map(({ text }) => `${text} is removed`), ...moved];
}

function wavesChanged({ waves: before }: StatedApplication, { waves: after }: StatedApplication): string[] {
  const inWords = (waves: StatedApplication['waves']) => waves.map(({ name }) => name).join(', ') || 'none';
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  return [`waves: ${inWords(before)} → ${inWords(after)}`];
}

/** A pipeline and its change control move with nothing that they hold. */
function toolingChanged(older: Placed, newer: Placed): string[] {
  const [from, to] = [older, newer].map(({ platform, application }) => toolingOf(platform, application));
  if (from === undefined || to === undefined || from === to) return [];
  return [
    `its pipeline is in tooling account ${to}, no longer in ${from}: numbers and records begin anew there; pipeline, records, table and key of before stay in ${from}, and the bootstraps of its accounts trust the new one alone`,
  ];
}

/** An application as its platform states it. */
interface Placed {
  readonly platform: StatedPlatform;
  readonly application: StatedApplication;
}

const toolingOf = ({ organization }: StatedPlatform, { toolingAccount }: StatedApplication): string | undefined =>
  toolingAccount ?? organization?.toolingAccount;

/** The same accounts or the same repository under another name. */
function isSame(older: StatedApplication, newer: StatedApplication): boolean {
  const accounts = older.environments.map(({ account }) => account);
  const shared = newer.environments.some(({ account }) => accounts.includes(account));
  return shared || (older.source !== undefined && JSON.stringify(older.source) === JSON.stringify(newer.source));
}

function changedWithin(older: Placed, newer: Placed): ApplicationChange[] {
  const [was, now] = [older.application, newer.application];
  const details = [...toolingChanged(older, newer), ...placesChanged(was, now), ...wavesChanged(was, now)];
  return details.length > 0 ? [{ application: now.name, change: 'changed', details }] : [];
}

/** What comes and goes between two platforms: applications, and their environments, regions and waves. */
export function applicationChanges(older: StatedPlatform, newer: StatedPlatform): ApplicationChange[] {
  const before = new Map(older.applications.map((each) => [each.name, each]));
  const after = new Map(newer.applications.map((each) => [each.name, each]));
  const gone = older.applications.filter(({ name }) => !after.has(name));
  const come = newer.applications.filter(({ name }) => !before.has(name));
  const renamed = come.flatMap((now) => {
    const was = gone.find((each) => isSame(each, now));
    return was ? [{ was, now }] : [];
  });
  const named = new Set(renamed.flatMap(({ was, now }) => [was.name, now.name]));
  return [
    ...renamed.map(({ was, now }): ApplicationChange => ({
      application: now.name,
      change: 'renamed',
      before: was.name,
      details: placesChanged(was, now),
    })),
    ...come
      .filter(({ name }) => !named.has(name))
      .map(({ name }): ApplicationChange => ({ application: name, change: 'added', details: [] })),
    ...gone
      .filter(({ name }) => !named.has(name))
      .map(({ name }): ApplicationChange => ({ application: name, change: 'removed', details: [] })),
    ...newer.applications.flatMap((now) => {
      const was = before.get(now.name);
      if (!was) return [];
      return changedWithin({ platform: older, application: was }, { platform: newer, application: now });
    }),
  ];
}
