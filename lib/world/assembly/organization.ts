import { InputError, type Problem } from '../../errors';
import { EXCEPTIONS_METADATA, ORGANIZATION_METADATA } from '../../names';
import { snapshotSchema, type Snapshot } from '../snapshot/schema';
import type { Exception } from '../model';
import { exceptionConditions } from '../exception-conditions';
import { readException } from './exception-conditions';
import { resolve } from './intrinsics';
import type { Unknowns } from './report';
import type { Scope } from './scope';
import type { Stack } from './stacks';
import { Choice, isMap, Opaque, Text, toJson, type Value } from './value';

/** The organization around an assembly, as its own platform stacks describe it. */
export interface OrganizationFacts {
  readonly organization: Snapshot['organization'];
  readonly identityCenter?: Snapshot['identityCenter'];
  readonly humans: readonly string[];
}

/** Metadata of the platform stacks, those of the root assembly: a stage's stacks are somebody's workload. */
function metadataOf(stacks: readonly Stack[], key: string): { scope: Scope; value: Value; root: boolean }[] {
  return stacks.flatMap(({ artifact, scopes }) =>
    scopes
      .filter((scope) => Object.hasOwn(scope.template.Metadata, key))
      .map((scope) => ({ scope, value: resolve(scope.template.Metadata[key], scope), root: artifact.stage === '' })),
  );
}

/** Nothing but the root assembly's stacks may speak for the organization. */
function honoured(
  stacks: readonly Stack[],
  key: string,
  platform: boolean,
  unknowns: Unknowns,
): { scope: Scope; value: Value }[] {
  const all = metadataOf(stacks, key);
  for (const { scope, root } of all) {
    const why = platform
      ? `${key} is refused here: with a platform snapshot only the snapshot speaks for the organization`
      : `${key} is refused here: only stacks of the root assembly speak for the organization`;
    if (platform || !root) unknowns.add(why, scope.file);
  }
  return platform ? [] : all.filter(({ root }) => root);
}

/**
 * What the platform stacks say of the organization; nothing where they say nothing or a platform snapshot speaks.
 *
 * @throws InputError where it is not of the snapshot's format, or stands twice.
 */
export function organizationOf(
  stacks: readonly Stack[],
  platform: boolean,
  unknowns: Unknowns,
): OrganizationFacts | undefined {
  const [first, second] = honoured(stacks, ORGANIZATION_METADATA, platform, unknowns);
  if (second)
    throw InputError.at(
      second.scope.file,
      `Metadata.${ORGANIZATION_METADATA}`,
      `stands in ${first.scope.file} too; one stack describes the organization.`,
    );
  if (!first) return undefined;
  const json = toJson(first.value) as Record<string, unknown>;
  const parts = json !== null && typeof json === 'object' && 'organization' in json ? json : { organization: json };
  const { organization, identityCenter, humans } = checked(
    { accounts: {}, ...parts },
    first.scope.file,
    ORGANIZATION_METADATA,
  );
  return { organization, identityCenter, humans: humans ?? [] };
}

/** Minimal organization around exceptions that are checked on their own. */
const ANYWHERE = { id: 'o-0', managementAccountId: '000000000000', accounts: [] };

/**
 * The requests that the platform stacks sanction. One that is open as a whole would sanction anything: it is refused.
 *
 * @throws InputError where they are not of the snapshot's format.
 */
export function exceptionsOf(stacks: readonly Stack[], platform: boolean, unknowns: Unknowns): Exception[] {
  return honoured(stacks, EXCEPTIONS_METADATA, platform, unknowns).flatMap(({ scope, value }) => {
    const entries: Value[] = Array.isArray(value) ? value : [value];
    const closed = entries.filter((entry) => !isOpen(entry));
    if (closed.length < entries.length)
      unknowns.add('an exception names something that is not known before deployment', scope.file);
    const read = closed.map(toJson).map(readException);
    const { exceptions = [] } = checked(
      { organization: ANYWHERE, accounts: {}, exceptions: read.map(({ rest }) => rest) },
      scope.file,
      EXCEPTIONS_METADATA,
    );
    return (exceptions ?? []).flatMap((one, at) => {
      const { conditions: listed, ...rest } = one;
      const { conditions, unreadable } = listed === undefined ? read[at] : exceptionConditions(listed);
      if (unreadable === undefined) return [{ ...rest, ...(conditions ? { conditions } : {}) }];
      unknowns.add(`the condition of exception ${one.id} cannot be read: ${unreadable}`, scope.file);
      return [];
    });
  });
}

function isOpen(value: Value): boolean {
  if (value instanceof Text) return value.open;
  if (value instanceof Opaque || value instanceof Choice) return true;
  if (Array.isArray(value)) return value.some(isOpen);
  return isMap(value) && Object.values(value).some(isOpen);
}

function checked(parts: Record<string, unknown>, file: string, key: string): Snapshot {
  const result = snapshotSchema.safeParse({ version: 1, ...parts });
  if (result.success) return result.data;
  const problems: Problem[] = result.error.issues.map(({ path, message }) => ({
    file,
    place: `Metadata.${key}.${path.map(String).join('.')}`,
    message,
  }));
  throw new InputError(problems);
}
