import { CloudFormationClient, DeleteStackCommand } from '@aws-sdk/client-cloudformation';
import { beginWalk, type Walk } from './walk/walk';
import { firstRelease } from './walk/way';

/** Who approves: another person than the author. */
const DECIDER = 'carol@example.com';

/** The account of prod, and its stack there. */
const PROD = '666666666666';
const STACK = 'notes-prod-eu-west-2-notes';

let walk: Walk;

beforeAll(async () => void (walk = await beginWalk('examples/notes/platform.yaml')));
afterAll(() => walk.leave());

/** A change by somebody, up to its approval. */
async function push(author: string, message: string): Promise<string> {
  const { product, releases } = walk;
  const { id } = await releases.push(product.change(author, message));
  expect([releases.execution(id).summary, releases.asked()]).toEqual(['', ['ReleaseManager']]);
  return id;
}

/** A change that goes out. */
async function release(author: string, message: string): Promise<void> {
  const id = await push(author, message);
  await walk.releases.approve('ReleaseManager', DECIDER);
  expect(walk.releases.execution(id)).toMatchObject({ summary: '', status: 'Succeeded' });
}

/** The stack of prod, as CloudFormation tells of it. */
function prod(): string | undefined {
  return walk.played.stacks.find({ account: PROD, region: 'eu-west-2' }, STACK)?.status;
}

describe('releases of the smallest example', () => {
  it('begin where the way ends', () => firstRelease(walk));

  it('stop where the first creation in prod fails', async () => {
    walk.played.cloud.faults.add(`AWS::ApplicationSignals::ServiceLevelObjective ${PROD}`);
    const id = await push('alice@example.com', 'Keep notes');
    await walk.releases.approve('ReleaseManager', DECIDER);
    expect(walk.releases.execution(id)).toMatchObject({ status: 'Failed' });
    expect(prod()).toBe('ROLLBACK_COMPLETE');
  });

  it('leave a stack that the command line alone, which names no role, could not clear away', async () => {
    const { cloud, front } = walk.played;
    const role = `arn:aws:iam::${PROD}:role/guarded/pipeline/cdk-guarded-deploy-role-${PROD}-eu-west-2`;
    const credentials = cloud.sessions.issue(role, 'aws-cdk');
    const client = new CloudFormationClient({ endpoint: front.url, region: 'eu-west-2', credentials });
    await expect(client.send(new DeleteStackCommand({ StackName: STACK }))).rejects.toThrow(
      'is not authorized to perform: cloudformation:DeleteStack',
    );
    expect(prod()).toBe('ROLLBACK_COMPLETE');
  });

  it("mend it with the next change, by nobody's hand", async () => {
    walk.played.cloud.faults.clear();
    await release('alice@example.com', 'Keep notes, once more');
    expect(prod()).toBe('CREATE_COMPLETE');
  });

  it('refuse an author who approves', async () => {
    const id = await push('alice@example.com', 'Sort notes');
    await walk.releases.approve('ReleaseManager', 'alice@example.com');
    expect(walk.releases.execution(id).summary).toContain('alice@example.com approved a change that they wrote');
  });

  it('take themselves back where an alarm fires while they bake', async () => {
    walk.mood.alarms = 'ALARM';
    const id = await push('bob@example.com', 'Sort notes by day');
    await walk.releases.approve('ReleaseManager', DECIDER);
    expect(walk.releases.execution(id)).toMatchObject({ status: 'Failed' });
    expect(walk.releases.execution(id).summary).toBe(`Rollback alarm: ${STACK}-rollback-errors (eu-west-2) ALARM.`);
    expect(walk.releases.rolledBack()).toEqual(['Prod-everything Succeeded']);
  });

  it('go out a second time', () => release('bob@example.com', 'Sort notes by month'));
});
