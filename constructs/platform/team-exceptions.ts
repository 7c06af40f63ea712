import type { Stack } from 'aws-cdk-lib';
import { EXCEPTIONS_METADATA } from '../../lib/names';

interface Stated {
  readonly id: string;
}

/**
 * Moves what is sanctioned under some ids from the metadata of one stack into that of another. What is sanctioned for each
 * team grows with its applications: beside the team's permission sets it leaves the organization's template room, which
 * CloudFormation takes up to 1,000,000 bytes.
 */
export function moveExceptions(from: Stack, to: Stack, ids: ReadonlySet<string>): void {
  const all = (from.templateOptions.metadata?.[EXCEPTIONS_METADATA] ?? []) as readonly Stated[];
  const moved = all.filter(({ id }) => ids.has(id));
  if (moved.length === 0) return;
  from.addMetadata(
    EXCEPTIONS_METADATA,
    all.filter(({ id }) => !ids.has(id)),
  );
  to.addMetadata(EXCEPTIONS_METADATA, moved);
}
