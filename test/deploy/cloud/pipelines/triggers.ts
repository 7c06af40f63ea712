/* eslint-disable @typescript-eslint/no-explicit-any -- properties come as any JSON */
import { notPlayed } from '../refusal';

/**
 * Whether a push to the branch begins a pipeline: its triggers may listen for some files alone, its own ones or those
 * of others.
 */
export function begins(triggers: readonly any[] | undefined, changed: readonly string[]): boolean {
  if (triggers === undefined) return true;
  return triggers.some(({ GitConfiguration: { Push = [], ...others } }) => {
    if (others.PullRequest) throw notPlayed('triggers by pull requests');
    return (Push as any[]).some(({ FilePaths }) => concerns(FilePaths, changed));
  });
}

function concerns(paths: any, changed: readonly string[]): boolean {
  if (paths === undefined) return true;
  if (paths.Excludes) throw notPlayed('triggers that leave files out');
  return (paths.Includes as string[]).some((glob) => changed.some((file) => matches(glob, file)));
}

/** `**` goes through folders, `*` does not. */
function matches(glob: string, file: string): boolean {
  const parts = glob.split(/(\*\*\/?|\*|\?)/).map((part) => {
    if (part.startsWith('**')) return '.*';
    if (part === '*') return '[^/]*';
    return part === '?' ? '[^/]' : part.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${parts.join('')}$`).test(file);
}
