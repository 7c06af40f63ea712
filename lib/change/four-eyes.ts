import { type Answer, pass, refuse } from './answer';
import { type Identities, type Identity, identifyArn, identifyAuthor } from './people';

/** Who made a change, who started its way to prod, and who approved it. */
export interface FourEyesFacts {
  /** Authors, committers and co-authors of every commit since the last released revision: `Alice <alice@example.com>`. */
  readonly authors: readonly string[];
  /** The history could not be read in full, so there may be authors nobody knows of. */
  readonly historyUnknown: boolean;
  /** ARN of whoever started the execution; absent where a push to the repository did. */
  readonly starter?: string;
  /** Answered approvals: the action's name and the ARN of whoever answered it. */
  readonly approvals: readonly { readonly action: string; readonly by: string }[];
  /** Approval actions that must all have been answered. */
  readonly required: readonly string[];
  readonly identities: Identities;
}

const MAP_THEM =
  'Map each to a user name of Identity Center under `identities` in the platform configuration, then release again.';

/** Nobody approves a change that they wrote, helped to write, committed or started. */
export function fourEyes(facts: FourEyesFacts): Answer {
  return (
    historyIsKnown(facts) ??
    everyApprovalIsGiven(facts) ??
    everybodyIsKnown(facts) ??
    nobodyApprovesOwnWork(facts) ??
    pass(`Approved by ${names(approvers(facts))}, without a part in writing or starting the change.`)
  );
}

function historyIsKnown(facts: FourEyesFacts): Answer | undefined {
  if (!facts.historyUnknown && facts.authors.length) return undefined;
  return refuse(
    'The authors of this change are not known: the history since the last release could not be read.',
    'Let the source action make a full clone with history, then release again.',
  );
}

function everyApprovalIsGiven(facts: FourEyesFacts): Answer | undefined {
  const missing = facts.required.filter((action) => !facts.approvals.some((given) => given.action === action));
  if (!facts.required.length)
    return refuse('No approval is required of this application.', 'Name at least one approver in its configuration.');
  if (!missing.length) return undefined;
  return refuse(`Approval is missing: ${missing.join(', ')}.`, 'Ask these approvers to answer in the pipeline.');
}

function everybodyIsKnown(facts: FourEyesFacts): Answer | undefined {
  const unknown = [...makers(facts), ...approvers(facts)].filter((one) => one.kind === 'unmapped');
  if (!unknown.length) return undefined;
  return refuse(`Nobody knows who is behind ${names(unknown)}.`, MAP_THEM);
}

function nobodyApprovesOwnWork(facts: FourEyesFacts): Answer | undefined {
  const made = new Set(makers(facts).flatMap(user));
  const own = approvers(facts).filter((one) => one.kind !== 'person' || made.has(one.user));
  if (!own.length) return undefined;
  return refuse(
    `${names(own)} approved a change that they wrote, helped to write or started.`,
    'Release again and ask somebody who had no part in it to approve.',
  );
}

/** Everyone with a hand in the change. */
function makers(facts: FourEyesFacts): Identity[] {
  const authors = facts.authors.map((author) => identifyAuthor(author, facts.identities));
  return facts.starter ? [...authors, identifyArn(facts.starter, facts.identities)] : authors;
}

function approvers(facts: FourEyesFacts): Identity[] {
  return facts.approvals.map((approval) => identifyArn(approval.by, facts.identities));
}

function user(identity: Identity): string[] {
  return identity.kind === 'person' ? [identity.user] : [];
}

function names(identities: readonly Identity[]): string {
  return [...new Set(identities.map((one) => (one.kind === 'person' ? one.user : one.name)))].join(', ');
}
