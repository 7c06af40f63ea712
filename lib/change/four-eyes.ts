import { type Answer, pass, refuse } from './answer';
import type { ApprovalAnswer } from './approvals';
import {
  type Identities,
  type Identity,
  identifyArn,
  identifyAuthor,
  readSession,
  type Session,
  withSignIns,
} from './people';
import { personOf } from './tell';

/** Who made a change, who started its way to prod, and who approved it. */
export interface FourEyesFacts {
  /** Authors, committers and co-authors of every commit since the last released revision: `Alice <alice@example.com>`. */
  readonly authors: readonly string[];
  /** The history could not be read in full, so there may be authors nobody knows of. */
  readonly historyUnknown: boolean;
  /** ARN of whoever started the execution; absent where a push to the repository did. */
  readonly starter?: string;
  /** Approvals that stand. */
  readonly approvals: readonly ApprovalAnswer[];
  /** Approvals that were refused or ran out of time in this execution. */
  readonly refused?: readonly ApprovalAnswer[];
  /** Approval actions that must all have been answered. */
  readonly required: readonly string[];
  readonly identities: Identities;
  /** Permission sets that may answer an approval action; where nothing is said, any of Identity Center. */
  readonly mayAnswer?: (action: string) => readonly string[];
  /** Account of the pipeline, 12 digits, where it is known: approvals are given there. */
  readonly account?: string;
}

/** What to do about people nobody knows; a bot that is mapped to a user name would count as a second person. */
export const MAP_THEM =
  'Map each under `identities` in the platform configuration, then release again: a person to their user name in Identity Center (who hides their address at a code host by the number in it, `github:12345`), a bot to `machine`, and a domain whose addresses are user names, `@example.com`, to `=`.';

/**
 * Nobody approves a change that they wrote, helped to write, committed or started.
 *
 * - An approval counts from a session of Identity Center in the pipeline's account, with a permission set of the persona
 *   that the approval action is for. IAM says so too; this is the second lock.
 * - Each approval action takes another person: who is in two groups has one pair of eyes.
 * - Two people take part in every release. A change that machines alone wrote and nobody started by hand needs two
 *   approvers.
 * - A refusal stands, as does an approval that ran out of time: the release ends, however often its stage is tried again.
 */
export function fourEyes(given: FourEyesFacts): Answer {
  const identities = withSignIns(
    given.identities,
    given.approvals.map((approval) => approval.by),
  );
  const facts = { ...given, identities };
  return (
    historyIsKnown(facts) ??
    nobodyRefused(facts) ??
    everyApprovalIsGiven(facts) ??
    approversHoldTheirPersona(facts) ??
    everybodyIsKnown(facts) ??
    nobodyApprovesOwnWork(facts) ??
    nobodyApprovesTwice(facts) ??
    twoPeopleTookPart(facts) ??
    pass(`Approved by ${names(approvers(facts))}, without a part in writing or starting the change.`)
  );
}

/** Why nobody may be asked to approve: authors may be missing. Nothing where all are known. */
export function unknownHistory({ historyUnknown }: Pick<FourEyesFacts, 'historyUnknown'>): Answer | undefined {
  if (!historyUnknown) return undefined;
  return refuse(
    'The authors of this change are not all known: its history since the last release could not be read in full, or it is longer than 5,000 commits or 1,000 authors.',
    'Let the source action make a full clone with history. Before a first release of a repository that long, name the commit that it starts after (`firstRelease: { after: … }` of the application in platform.yaml). Then release again.',
  );
}

function historyIsKnown(facts: FourEyesFacts): Answer | undefined {
  const unknown = unknownHistory(facts);
  if (unknown || facts.authors.length) return unknown;
  return refuse(
    'The change has no commit, so nobody wrote it: its revision was released before, or is older than what is in prod.',
    'Push a commit; to go back, revert in the repository and release the revert.',
  );
}

function nobodyRefused({ refused = [] }: FourEyesFacts): Answer | undefined {
  const [first] = refused;
  if (!first) return undefined;
  const who = first.by ? `${personOf(first.by)} rejected it as` : 'Nobody answered in time as';
  return refuse(
    `${who} ${first.action}; that stands, whoever answers later.`,
    'Settle what it was about, then start a new release.',
  );
}

function everyApprovalIsGiven(facts: FourEyesFacts): Answer | undefined {
  const missing = facts.required.filter((action) => !facts.approvals.some((given) => given.action === action));
  if (!facts.required.length)
    return refuse('No approval is required of this application.', 'Name at least one approver in its configuration.');
  if (!missing.length) return undefined;
  return refuse(`Approval is missing: ${missing.join(', ')}.`, 'Ask these approvers to answer in the pipeline.');
}

function approversHoldTheirPersona(facts: FourEyesFacts): Answer | undefined {
  return facts.approvals
    .map(({ action, by }) => {
      const session = readSession(by);
      return session ? wrongSession(facts, action, session) : noSession(by);
    })
    .find(Boolean);
}

function noSession(by: string): Answer {
  return refuse(
    `${by || 'Nobody'} is no session of Identity Center: whoever assumes another role chooses the name of the session.`,
    'Release again and approve signed in with Identity Center.',
  );
}

function wrongSession({ mayAnswer, account }: FourEyesFacts, action: string, session: Session): Answer | undefined {
  const sets = mayAnswer?.(action);
  if (account && session.account !== account)
    return refuse(
      `${session.user} answered ${action} from account ${session.account}; the pipeline is in ${account}.`,
      'Release again and approve in the account of the pipeline.',
    );
  if (!sets || sets.includes(session.permissionSet)) return undefined;
  return refuse(
    `${session.user} answered ${action} as ${session.permissionSet}; it takes ${sets.join(' or ')}.`,
    `Release again and ask somebody who holds ${sets.join(' or ')}; if ${session.permissionSet} is to answer ${action}, name it under approvePermissionSets of the pipeline, else find out how it could.`,
  );
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

function nobodyApprovesTwice(facts: FourEyesFacts): Answer | undefined {
  const answered = new Map<string, string>();
  for (const { action, by } of facts.approvals) {
    const who = names([identifyArn(by, facts.identities)]);
    const before = answered.get(who);
    if (before !== undefined && before !== action)
      return refuse(
        `${who} answered both ${before} and ${action}; each approval takes another person.`,
        'Release again and ask two people.',
      );
    answered.set(who, action);
  }
  return undefined;
}

function twoPeopleTookPart(facts: FourEyesFacts): Answer | undefined {
  const people = new Set([...makers(facts), ...approvers(facts)].flatMap(user));
  if (people.size > 1) return undefined;
  return refuse(
    `Only machines wrote this change, so ${names(approvers(facts))} alone would decide on it.`,
    'Let a person merge it (a merge commit names who merged), or require a second approver; then release again.',
  );
}

/** What a change was made by, as far as a record tells it. */
type Made = Pick<FourEyesFacts, 'authors' | 'starter'>;

/** Whether somebody may decide on a change in the middle of its way: not on their own. */
export function hadNoPart(caller: string, made: Made, identities: Identities): Answer {
  const shown = withSignIns(identities, [caller]);
  const who = identifyArn(caller, shown);
  const people = makers({ ...made, identities: shown }).flatMap(user);
  if (who.kind === 'person' && !people.includes(who.user)) return pass('');
  return refuse(
    `${personOf(caller)} wrote the change, helped to write or started it, or is nobody known.`,
    'Ask somebody who had no part in it.',
  );
}

/** Everyone with a hand in the change. */
function makers(facts: Made & Pick<FourEyesFacts, 'identities'>): Identity[] {
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
  return [
    ...new Set(identities.map((one) => (one.kind === 'person' ? one.user : one.name || 'an author without address'))),
  ].join(', ');
}
