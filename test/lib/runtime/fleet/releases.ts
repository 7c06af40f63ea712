import { session } from '../../../_helpers/fake-aws/world';
import type { Account } from './account';
import type { Answered } from './company';

/** Approves what others wrote; Bob wrote everything here. */
export const CAROL = session('ReleaseManager', 'carol@example.com');
/** The author of every commit here. */
export const BOB = session('ReleaseManager', 'bob@example.com');

const WAVES = ['Prod-one-box', 'Prod-rest'];

/** A whole release with everything that CodePipeline calls and tells meanwhile: what stopped it, or `''`. */
export async function release(account: Account, application: string, approver = CAROL): Promise<Answered> {
  const { company } = account;
  const keys = company.keys(application);
  const id = keys.execution!;
  const hear = (more: object, what?: string): void => account.hear(application, id, more, what);
  const begun = (action: string): void => hear({ action, state: 'STARTED' });
  const done = (action: string): void => hear({ action, state: 'SUCCEEDED' });
  company.begin(application, id);
  hear({ state: 'STARTED' }, 'Pipeline');
  const job = async (handler: string, more: object): Promise<Answered> => {
    const { event, answer } = company.jobEvent({ ...more, ...keys });
    await account.callLater(handler, event, application);
    return answer();
  };
  const steps: (() => Promise<Answered>)[] = [
    () => job('record', { do: 'draft' }),
    async () => (company.act(id, 'Approve', 'ReleaseManager', 'Approval', { updatedBy: approver }), ''),
    async () => refusal(await account.step('waitForWindow', keys, application), 'pass'),
    () => job('gate', {}),
    ...WAVES.map((stage) => () => wave(account, application, stage)),
    () => job('record', { do: 'close' }),
  ];
  const answer = await inOrder(steps, begun, done);
  company.end(id, answer ? 'Failed' : 'Succeeded');
  hear({ state: answer ? 'FAILED' : 'SUCCEEDED' }, 'Pipeline');
  return answer;
}

async function inOrder(
  steps: readonly (() => Promise<Answered>)[],
  begun: (action: string) => void,
  done: (action: string) => void,
): Promise<Answered> {
  for (const [index, step] of steps.entries()) {
    begun(`Step${index}`);
    const answer = await step().catch((error: Error) => error.message);
    if (answer) return answer;
    done(`Step${index}`);
  }
  return '';
}

async function wave(account: Account, application: string, stage: string): Promise<Answered> {
  const { company } = account;
  const keys = company.keys(application);
  company.act(keys.execution!, stage, 'Deploy', 'Build');
  const startedAt = new Date(company.world.now - 600_000).toISOString();
  const event = { input: { ...keys, stage, alarms: [] }, startedAt };
  const refused = refusal(await account.step('bake', event, application), 'healthy');
  if (!refused) company.act(keys.execution!, stage, 'Bake', 'Invoke');
  return refused;
}

function refusal({ verdict, reason }: { verdict: string; reason: string }, wanted: string): Answered {
  return verdict === wanted ? '' : `${verdict}: ${reason}`;
}
