import type { EventPattern } from 'aws-cdk-lib/aws-events';
import { MACHINE_PATHS } from '../../lib/names';
import type { SanctionedEvent } from './evidence-props';

type Pattern = Readonly<Record<string, unknown>>;

/** Longest event pattern that EventBridge takes by default, in characters (quotas page of its user guide). */
export const PATTERN_LIMIT = 2048;

const ABSENT = [{ exists: false }];

/**
 * A write that succeeded, by anyone who is no machine of this account, the sanctioned calls apart. Calls that only read
 * never reach the rule, and those that AWS makes on somebody's behalf are told by the call that began them.
 */
export function humanWrite(
  partition: string,
  account: string,
  sanctioned: readonly SanctionedEvent[],
  trusted: readonly string[] = [],
): EventPattern {
  const calls = notSanctioned(sanctioned);
  return {
    detailType: ['AWS API Call via CloudTrail'],
    detail: {
      readOnly: [false],
      errorCode: ABSENT,
      userIdentity: noMachine(partition, account, trusted),
      ...(calls.length > 0 ? { $or: calls } : {}),
    },
  };
}

/** Root signed in, or tried to: nobody should. */
export function rootSignIn(): EventPattern {
  return { detailType: ['AWS Console Sign In via CloudTrail'], detail: { userIdentity: { type: ['Root'] } } };
}

/** Any call of a session of the BreakGlass permission set, with or without an application's prefix. */
export function breakGlass(): EventPattern {
  const named = [{ wildcard: '*BreakGlass_*' }];
  return {
    detailType: ['AWS API Call via CloudTrail'],
    detail: { userIdentity: { sessionContext: { sessionIssuer: { userName: named } } } },
  };
}

/**
 * Who acts, as CloudTrail's userIdentity says it. A session is a machine's by the path of the role that issued it: ours, or
 * that of service-linked roles, which only AWS assumes; a service's trusted role by its whole name. Everyone else but an AWS
 * service is a person or a stranger: users, root and other accounts, which have no issuer, and sessions whose issuer is not
 * told.
 */
function noMachine(partition: string, account: string, trusted: readonly string[]): Pattern {
  const arn = (path: string): string => `arn:${partition}:iam::${account}:role${path}`;
  const prefix = [...MACHINE_PATHS, '/aws-service-role/'].map(arn);
  // One matcher alone leaves something out: exact names and beginnings together are wildcards.
  const spared =
    trusted.length === 0
      ? { prefix }
      : { wildcard: [...prefix.map((each) => `${each}*`), ...trusted.map((role) => arn(`/${role}`))] };
  const issuer = [{ 'anything-but': spared }, ...ABSENT];
  return { type: [{ 'anything-but': ['AWSService'] }], sessionContext: { sessionIssuer: { arn: issuer } } };
}

/** All calls but the sanctioned ones: those of other services, and the other calls of the same services. */
function notSanctioned(sanctioned: readonly SanctionedEvent[]): Pattern[] {
  if (sanctioned.length === 0) return [];
  const sources = [...new Set(sanctioned.map(({ eventSource }) => eventSource))];
  const namesOf = (source: string): string[] =>
    sanctioned.filter(({ eventSource }) => eventSource === source).map(({ eventName }) => eventName);
  return [
    { eventSource: [{ 'anything-but': sources }] },
    ...sources.map((source) => ({ eventSource: [source], eventName: [{ 'anything-but': namesOf(source) }] })),
  ];
}
