/** What does not die with its stack, each by name: how it goes all the same, and how it is told where it does not. */
import { type Stubborn, Scene } from '../../../_helpers/sandbox-world/scene';
import { named } from '../../../_helpers/sandbox-world/world';

beforeEach(() => jest.spyOn(console, 'error').mockImplementation(() => undefined));

const ALICE = 'alice@example.com';
const here = (service: string, resource: string): string => `arn:aws:${service}:eu-west-2:333333333333:${resource}`;
const BUCKET = 'arn:aws:s3:::orders-lease-mine-kept';
const SECRET = here('secretsmanager', 'secret:orders-lease-mine-db-AbCdEf');
const TABLE = here('dynamodb', 'table/orders-lease-mine-kept');
const IMAGES = here('ecr', 'repository/orders-lease-mine');
const KEY = here('kms', 'key/1234abcd-12ab-34cd-56ef-1234567890ab');
const INTERFACE = here('ec2', 'network-interface/eni-0123456789abcdef0');
const GROUP = here('logs', 'log-group:/orders/lease/mine');
const QUEUE = here('sqs', 'orders-lease-mine-kept');

/** A whole life of an environment that leaves something behind. */
async function life(stubborn: Stubborn, prepare: (scene: Scene) => void = () => undefined): Promise<Scene> {
  const scene = new Scene();
  scene.stubborn = { mine: stubborn };
  prepare(scene);
  await scene.ask(ALICE, { do: 'create', branch: 'main', name: 'mine', minutes: 60 });
  await scene.run();
  return scene;
}

const calls = (scene: Scene, name: string) => scene.faults.sent.filter((call) => call.name === `${name}Command`);

it.each<[string, string, string]>([
  ['a bucket that its stack retained', BUCKET, 'DeleteBucket'],
  ['a secret', SECRET, 'DeleteSecret'],
  ['a table that its stack retained', TABLE, 'DeleteTable'],
  ['a repository with images', IMAGES, 'DeleteRepository'],
  ['a network interface', INTERFACE, 'DeleteNetworkInterface'],
])('%s goes', async (_, arn, call) => {
  const scene = await life({ leaves: [arn] });
  expect(await scene.leases()).toEqual([]);
  expect(scene.world.tagged).toEqual({});
  expect(calls(scene, call)).toHaveLength(1);
  expect(await scene.ended()).toMatchObject([{ name: 'mine', problem: null }]);
});

it('objects of a bucket that holds its stack up go before the stack is deleted once more', async () => {
  const scene = await life({ blocks: 1 });
  expect(await scene.leases()).toEqual([]);
  const names = scene.faults.sent.map(({ name }) => name);
  const [firstDelete, secondDelete] = names.flatMap((name, at) => (name === 'DeleteStackCommand' ? [at] : []));
  expect(names.indexOf('ListObjectVersionsCommand')).toBeGreaterThan(firstDelete!);
  expect(names.indexOf('ListObjectVersionsCommand')).toBeLessThan(secondDelete!);
});

it('a stack that stays DELETE_FAILED is reported with the resource that blocks it and its reason', async () => {
  const scene = await life({ blocks: 100 });
  const [lease] = await scene.leases();
  expect(lease!.state).toBe('reported');
  expect(lease!.remains).toEqual([
    {
      kind: 'stack',
      id: 'orders-lease-mine-eu-west-2-orders',
      why: expect.stringMatching(/AWS::S3::Bucket orders-lease-mine.*could not be deleted: The bucket is not empty/),
    },
  ]);
});

it('a secret in its recovery window comes back first, so that its name is free for the next', async () => {
  const scene = await life({ leaves: [SECRET] }, ({ world }) => world.recoverable.push(SECRET));
  expect(scene.world.tagged).toEqual({});
  expect(scene.world.recoverable).toEqual([]);
  expect(calls(scene, 'RestoreSecret')).toHaveLength(1);
  expect(calls(scene, 'DeleteSecret')[0]!.input).toMatchObject({ ForceDeleteWithoutRecovery: true });
});

it('a key waits for its end, which KMS delays by a week, and counts as gone', async () => {
  const scene = await life({ leaves: [KEY] });
  expect(scene.world.keys).toEqual({ [KEY]: 'PendingDeletion' });
  expect(await scene.leases()).toEqual([]);
  expect(calls(scene, 'ScheduleKeyDeletion')).toHaveLength(1);
  scene.world.now += 2 * 3_600_000;
  expect(await scene.sweep()).toEqual({ led: [], adopted: [] });
  expect(await scene.ended()).toHaveLength(1);
});

it('a key that is there longer than KMS delays it is found by the sweep', async () => {
  const scene = await life({ leaves: [KEY] });
  scene.world.now += 9 * 86_400_000;
  expect(await scene.sweep()).toEqual({ led: [], adopted: ['mine'] });
});

it('a network interface that is in use is waited for, as long as it takes Lambda to let it go', async () => {
  const scene = await life({ leaves: [INTERFACE] }, ({ world }) => (world.interfaces[INTERFACE] = 4));
  expect(await scene.leases()).toEqual([]);
  expect(calls(scene, 'DescribeNetworkInterfaces')).toHaveLength(5);
  const [record] = await scene.ended();
  const end = record!.history.find(({ what }) => what === 'reached its end')!;
  expect(Date.parse(record!.deleted) - Date.parse(end.at)).toBeGreaterThan(20 * 60_000);
});

it('a network interface that never leaves is reported by its id, with how long it may take', async () => {
  const scene = await life({ leaves: [INTERFACE] }, ({ world }) => (world.interfaces[INTERFACE] = 1000));
  expect(await scene.leases()).toMatchObject(
    [
      {
        state: 'reported',
        remains: [{ kind: 'network interface', id: 'eni-0123456789abcdef0', why: /20 to 45 minutes/ }],
      },
    ].map((lease) => ({
      ...lease,
      remains: [expect.objectContaining({ why: expect.stringMatching(/20 to 45 minutes/) })],
    })),
  );
});

it('log groups of functions go, which no stack knows, and tagged ones too', async () => {
  const scene = await life({ leaves: [GROUP] }, ({ world }) =>
    world.logGroups.push('/orders/lease/mine', '/orders/dev'),
  );
  expect(scene.world.logGroups).toEqual(['/orders/dev']);
});

it('what self-service cannot delete is reported with its ARN, and so is what a service refuses', async () => {
  const scene = await life({ leaves: [QUEUE, TABLE] }, ({ faults }) => {
    faults.before = ({ name }) => {
      if (name === 'DeleteTableCommand') throw named('AccessDeniedException', 'explicit deny');
    };
  });
  const [lease] = await scene.leases();
  expect(lease!.remains).toEqual([
    { kind: 'resource', id: QUEUE, why: 'self-service does not know how to delete it' },
    { kind: 'table', id: 'orders-lease-mine-kept', why: expect.stringContaining('explicit deny') },
  ]);
  expect(scene.world.told.at(-1)).toEqual({ kind: 'reported', lease: 'mine' });
});

it('one thing that does not go holds up none of the others', async () => {
  const scene = await life({ leaves: [QUEUE, BUCKET, SECRET, IMAGES] });
  expect(Object.keys(scene.world.tagged)).toEqual([QUEUE]);
});

describe('leases of another application in the same account', () => {
  const theirs = BUCKET.replace('orders', 'payments');

  it('keep what they have, whatever ours are called', async () => {
    const scene = await life({}, ({ world }) => (world.tagged[theirs] = 'payments.mine'));
    expect(await scene.leases()).toEqual([]);
    expect(scene.world.tagged).toEqual({ [theirs]: 'payments.mine' });
    expect(calls(scene, 'DeleteBucket')).toEqual([]);
  });

  it('are none that the sweep could take for lost', async () => {
    const scene = new Scene();
    scene.world.tagged = { [theirs]: 'payments.lost' };
    expect(await scene.sweep()).toEqual({ led: [], adopted: [] });
  });
});
