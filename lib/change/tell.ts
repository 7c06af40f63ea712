import type { ChangeEvent } from './events';
import type { ScannedImage } from './image-scan';
import { readSession } from './people';

/** An event in a sentence, without escaping: whoever shows it escapes it for where it is shown. */
export function tell(event: ChangeEvent): string {
  switch (event.kind) {
    case 'opened':
      return event.starter ? `Started by ${personOf(event.starter)}.` : `Started by a push (${event.trigger}).`;
    case 'verified':
      return `Verified: the proof says ${event.found.proof}; ${count(event.found.commitCount, 'commit')}; digest ${event.found.digest}.`;
    case 'tested':
      return `${event.stage}: ${event.action} ${event.passed ? 'passed' : 'failed'}.${after(event.note)}`;
    case 'answered':
      return `${personOf(event.by)} ${event.approved ? 'approved' : 'rejected'} as ${event.action}.${after(event.comment)}`;
    case 'replaced':
      return `${event.by} holds this change and takes its place.`;
    case 'waiting':
      return `Waiting until ${readable(event.until)}. ${event.reason}`;
    case 'gated':
      return `The gate ${event.passed ? 'opened' : 'stayed closed'}. ${event.reason}`;
    case 'sealed':
      return `Closed: ${event.outcome}.${after(event.reason)}`;
    default:
      return tellWave(event);
  }
}

function tellWave(event: Extract<ChangeEvent, { stage: string }>): string {
  switch (event.kind) {
    case 'deploying':
      return `${event.stage} is being deployed.`;
    case 'baking':
      return `${event.stage} is deployed and watched.`;
    case 'inconclusive':
      return `${event.stage} needs a person. ${event.reason}`;
    case 'decided':
      return `${personOf(event.by)} decided that ${event.stage} ${event.go ? 'goes on' : 'goes back'}. ${event.reason}`;
    case 'wave':
      return `${event.stage} ${event.state === 'failed' ? 'failed' : `is ${event.state}`}.${after(event.reason)}`;
    default:
      return event.stage;
  }
}

/** `within what was deployed at 2026-11-24 03:17:00 UTC, 6 hours old then`; nothing where none was taken. */
export function withinText(within: { readonly collected?: string; readonly age: string } | undefined): string {
  if (!within) return '';
  const { collected, age } = within;
  return collected === undefined
    ? `within the snapshot that platform.yaml names, ${age}`
    : `within what was deployed at ${readable(collected)}, ${age} then`;
}

/** `by version 1.3.0 of the package (SHA-256 …), which an earlier release let in`; nothing where the deployed one proved it. */
export function proverText(prover: { readonly version: string; readonly sha256: string } | undefined): string {
  return prover
    ? `by version ${prover.version} of the package (SHA-256 ${prover.sha256}), which an earlier release let in`
    : '';
}

/** `2026-11-24 09:00:00 UTC`; what is no time stays as it is. */
export function readable(at: string): string {
  const time = Date.parse(at);
  return Number.isNaN(time) ? at : `${new Date(time).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** The user name behind a session ARN, else the ARN itself. */
export function personOf(arn: string): string {
  return readSession(arn)?.user ?? arn;
}

function after(text: string): string {
  return text ? ` ${text}` : '';
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** One line an image: how many findings its scan has of each severity, and which of them are accepted, why. */
export function imageLines(images: readonly ScannedImage[] = []): string[] {
  return images.map(({ digest, counts, accepted }) => {
    const found = Object.entries(counts).map(([severity, count]) => `${count} ${severity}`);
    const despite = accepted.map(({ finding, reason }) => `${finding} accepted: ${reason}`);
    return `Image ${digest} was scanned: ${[found.join(', ') || 'nothing found', ...despite].join('; ')}`;
  });
}
