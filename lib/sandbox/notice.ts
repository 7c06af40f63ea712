import { tellDuration } from './duration';
import { type Lease, PREVIEW_OWNER } from './lease';

/** What is told of a lease, to people and to machines. */
export interface LeaseNotice {
  readonly subject: string;
  readonly text: string;
}

/** The news as a message. */
export function noticeOf(lease: Lease, what: string, now: Date): LeaseNotice {
  const { name, application, owner } = lease;
  const whose = owner === PREVIEW_OWNER ? `preview of ${lease.branch}` : owner;
  const left = tellDuration((Date.parse(lease.expires) - now.getTime()) / 60_000);
  const outputs = Object.entries(lease.outputs).map(([key, value]) => `${key}: ${value}`);
  const texts: Readonly<Record<string, readonly string[]>> = {
    ready: [`The environment ${name} of ${application} (${whose}) is ready for ${left}.`, ...outputs],
    warned: [
      `The environment ${name} of ${application} (${whose}) ends in ${left}.`,
      `Keep it: guarded env extend ${name}`,
    ],
    failed: [`The environment ${name} of ${application} (${whose}) could not be deployed: ${lease.problem}.`],
    budget: [
      `The environment ${name} of ${application} (${whose}) has cost $${lease.cost?.toFixed(2)}, its budget was $${lease.budget}.`,
      `The bill is a day late. It ends in ${left}; end it now: guarded env delete ${name}`,
    ],
    reported: [
      `The environment ${name} of ${application} (${whose}) could not be deleted and stays on the quota.`,
      ...lease.remains.map(({ kind, id, why }) => `${kind} ${id}: ${why}`),
      `Remove what blocks it, then: guarded env delete ${name}`,
    ],
  };
  const text = texts[what] ?? [`${name}: ${what}`];
  return { subject: `${application}: ${name} ${what}`.slice(0, 100), text: text.join('\n') };
}
