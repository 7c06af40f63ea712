import { z } from 'zod';
import type { Lease } from '../../sandbox/lease';
import type { SandboxRuntime } from './runtime';
import { advance } from './store';

/** What the deploy script asks before it touches anything; the same question that a wave of prod asks change control. */
const questionSchema = z.object({
  application: z.string(),
  /** Name of the lease. */
  pipeline: z.string(),
  /** Id of the lease. */
  execution: z.string(),
  digest: z.string(),
  /** `deployment-3 <id of the build>`. */
  stage: z.string(),
});

type Question = z.output<typeof questionSchema>;

/** Whether a deployment asks, and not the state machine. */
export function isAdmission(event: unknown): event is Question {
  return questionSchema.safeParse(event).success;
}

/**
 * Lets exactly one build of the newest deployment begin, and notes which: a lease that ends waits for it, so that no stack
 * is made behind the back of the deletion.
 */
export async function admit(runtime: SandboxRuntime<'table'>, question: Question): Promise<unknown> {
  const [, deployment = '', id = ''] = /^deployment-(\d+) (\S+)$/.exec(question.stage) ?? [];
  const lease = { name: question.pipeline, id: question.execution };
  const after = await advance(runtime, lease, (now) => {
    return refusal(now, question, Number(deployment), id)
      ? undefined
      : { kind: 'started', phase: 'deploy', deployment: Number(deployment), id };
  });
  const why = refusal(after, question, Number(deployment), id);
  const noted = after?.run?.id === id;
  const answer = why ?? (noted ? undefined : `another build deploys ${lease.name}`);
  const common = { ...question, rollback: false, excused: false };
  return answer
    ? { ...common, verdict: 'refuse', reason: answer }
    : { ...common, verdict: 'pass', reason: `${lease.name} waits for this deployment.` };
}

function refusal(
  lease: Lease | undefined,
  { pipeline, digest }: Question,
  deployment: number,
  id: string,
): string | undefined {
  if (!lease) return `there is no environment ${pipeline} any more`;
  if (!['creating', 'ready', 'expiring'].includes(lease.state)) return `${pipeline} is ${lease.state}`;
  if (!lease.run || lease.run.phase !== 'deploy') return `${pipeline} waits for no deployment`;
  if (lease.deployment !== deployment) return `${pipeline} waits for deployment ${lease.deployment}`;
  if (lease.assembly?.digest !== digest) return `${pipeline} waits for ${lease.assembly?.digest ?? 'nothing'}`;
  if (lease.run.id !== null && lease.run.id !== id) return `${lease.run.id} deploys ${pipeline}`;
  return undefined;
}
