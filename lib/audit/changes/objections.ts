import { explain } from '../../change/answer';
import { fourEyes } from '../../change/four-eyes';
import { readSession, type Identities } from '../../change/people';
import type { ChangePolicy } from '../../change/policy';
import type { ChangeRecord } from '../../change/record';
import type { Deployment, Trail } from './trail';

/** What a change is judged with. */
export interface Judging {
  readonly deployments: readonly Deployment[];
  readonly trail?: Trail;
  /** Of the record's pipeline, as the gate has it; absent where the assembly does not hold it. */
  readonly policy?: ChangePolicy;
}

/**
 * What an auditor who draws a change would object to: no reason, no approval by somebody without a part in it, no test,
 * no way back, no outcome, a proof that does not say proved, no trace in the trail.
 */
export function objectionsTo(record: ChangeRecord, judging: Judging): string[] {
  const { verified, tests, outcome } = record;
  const failed = tests.filter((one) => !one.passed).map((one) => `${one.stage} ${one.action}`);
  return [
    ...(verified ? [] : ['Verify left nothing about it']),
    ...(verified && !verified.why.trim() ? ['no reason is given'] : []),
    ...(verified && verified.proof !== 'proved' ? [`the proof says ${verified.proof}`] : []),
    ...approvalObjections(record, judging.policy),
    ...(tests.some((one) => one.passed) ? [] : ['no test is recorded']),
    ...(failed.length > 0 ? [`tests failed: ${failed.join(', ')}`] : []),
    ...(outcome ? [] : ['it has no outcome yet']),
    ...traceObjections(record, judging),
  ];
}

/** The same four eyes that the gate asks for, looked at again with what the record says. */
function approvalObjections(record: ChangeRecord, policy: ChangePolicy | undefined): string[] {
  const { verified, approvals, starter } = record;
  const given = approvals.filter((one) => one.approved);
  const answer = fourEyes({
    authors: verified?.authors ?? [],
    historyUnknown: verified?.historyUnknown ?? true,
    ...(starter === undefined ? {} : { starter }),
    approvals: given,
    refused: approvals.filter((one) => !one.approved),
    required: policy?.approvals ?? [...new Set(given.map((one) => one.action))],
    identities: identitiesOf(record, policy),
  });
  return answer.verdict === 'pass' ? [] : [explain(answer)];
}

/** Without a list of identities, an address counts as the user of Identity Center that has it as a name. */
function identitiesOf({ approvals }: ChangeRecord, policy: ChangePolicy | undefined): Identities {
  if (policy && Object.keys(policy.identities).length > 0) return policy.identities;
  const users = approvals.flatMap(({ by }) => readSession(by)?.user ?? []);
  const domains = users.flatMap((user) => /@.+$/.exec(user)?.[0] ?? []);
  return Object.fromEntries([...domains.map((domain) => [domain, '=']), ...users.map((user) => [user, user])]);
}

function traceObjections({ waves, outcome }: ChangeRecord, { deployments, trail }: Judging): string[] {
  if (!trail || waves.length === 0 || deployments.length > 0) return [];
  const within = outcome !== undefined && outcome.at >= trail.from && outcome.at <= trail.to;
  return within ? ['the trail saw no deployment of it'] : [];
}
