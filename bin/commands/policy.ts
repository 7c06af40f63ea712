import type { Command } from 'commander';

const COMPARED = `
What is compared: every name under a service prefix counts as an action, since the catalogue grows; any string is a
resource. Exit 0: equivalent or narrower; 1: broader, incomparable or unknown; 2: a document that is no policy.

--batch takes lines { "id", "old", "new" }, each side a document or a path relative to the working directory, and
answers one line each: the comparison with id and ms, or { "id", "error" }.`;

/** `guarded policy`: what single policy documents allow. */
export function register(program: Command): void {
  const policy = program.command('policy').description('Compare policy documents, list what they allow beyond reads.');
  policy
    .command('compare')
    .description('Compare the requests that two IAM policy documents allow.')
    .argument('[old]', 'policy document as it was')
    .argument('[new]', 'policy document as it is to be')
    .option('--known-actions', 'only actions of the pinned catalogue, on the resource types they act on')
    .option('--batch <file>', 'compare the pairs of a file, one JSON object a line, in one process')
    .option('--json', 'print one JSON document')
    .addHelpText('after', COMPARED)
    .action(compare);
  policy
    .command('writes')
    .description('List every action a policy document allows that is no plain read.')
    .argument('<policy>', 'policy document')
    .option('--json', 'print one JSON document')
    .action(async (file: string, flags: { readonly json?: boolean }) =>
      (await import('./policy-writes.js')).runWrites(file, flags),
    );
}

async function compare(older: string | undefined, newer: string | undefined, flags: CompareFlags): Promise<void> {
  if (flags.batch !== undefined) return (await import('./policy-batch.js')).runBatch(flags.batch, older, flags);
  return (await import('./policy-compare.js')).runCompare(older, newer, flags);
}

/** Options of `guarded policy compare`. */
export interface CompareFlags {
  readonly knownActions?: boolean;
  readonly batch?: string;
  readonly json?: boolean;
}
