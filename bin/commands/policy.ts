import type { Command } from 'commander';
import type { CompareFlags } from './policy-flags';

const COMPARED = `
Says whether NEW allows more, less or the same as OLD, with a request for each difference that any IAM simulator can
replay. OLD and NEW are both identity policies, or both resource policies (a Principal in every statement).

What is compared: every name under a service prefix counts as an action, since the catalogue grows; any string is a
resource; a condition key may be absent or have any value. No Version means 2008-10-17.

--batch takes lines { "id", "old", "new" }, each side a document or a path relative to the working directory, and
answers one line each: the comparison with id and ms, or { "id", "error" }.

Exit 0: equivalent or narrower; 1: broader, incomparable or unknown; 2: a document that is no policy.

Examples:
  guarded policy compare old.json new.json
  guarded policy compare --known-actions --json old.json new.json
  guarded policy compare --batch pairs.ndjson > answers.ndjson`;

const WRITES = `
An action is listed where the policy allows it on some resource that it acts on, in some context, and it is no plain
read: Write, Permissions management or Tagging by AWS's documentation; by the reviewed table a "mutating read" (it runs,
changes or opens something) or a "credential read" (its answer lets the bearer act). Conditions count as they may be met.

Exit 0: plain reads alone; 1: anything else; 2: a document that is no policy.

Example:
  guarded policy writes --json policy.json`;

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
    .addHelpText('after', WRITES)
    .action(async (file: string, flags: { readonly json?: boolean }) =>
      (await import('./policy-writes.js')).runWrites(file, flags),
    );
}

async function compare(older: string | undefined, newer: string | undefined, flags: CompareFlags): Promise<void> {
  if (flags.batch !== undefined) return (await import('./policy-batch.js')).runBatch(flags.batch, older, flags);
  return (await import('./policy-compare.js')).runCompare(older, newer, flags);
}
