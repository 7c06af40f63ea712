import type * as Caller from '../../../../lib/sandbox/caller';
import { api } from '../../../../lib/runtime/sandbox/api';
import { Scene } from '../../../_helpers/sandbox-world/scene';
import { signedBy } from '../../../_helpers/sandbox-world/policy';
import { named } from '../../../_helpers/sandbox-world/world';

/** On the global object: the mocked module and the test see two copies of this one. */
const taken = globalThis as unknown as { identityUnchecked?: boolean };

jest.mock('../../../../lib/sandbox/caller', () => {
  const real = jest.requireActual<typeof Caller>('../../../../lib/sandbox/caller');
  return {
    ...real,
    identify: (...args: Parameters<typeof real.identify>) => {
      if (!taken.identityUnchecked) return real.identify(...args);
      const user = args[0].userArn.split('/').at(-1)!.toLowerCase();
      return { caller: { user, permissionSet: 'Developer', manages: false } };
    },
  };
});

afterEach(() => delete taken.identityUnchecked);

const ALICE = 'alice@example.com';
const REAL = 'AWSReservedSSO_Developer_0123456789abcdef';
const session = (role: string, user = ALICE, account = '333333333333') =>
  `arn:aws:sts::${account}:assumed-role/${role}/${user}`;
const iam = (userArn: string, userId = `AROADeveloper:${userArn.split('/').at(-1)}`) => ({
  authorizer: { iam: { userArn, userId } },
});

/** Ways to be taken for alice. In this account IAM knows one role of Identity Center, and roles that developers made. */
const FORGERIES: Readonly<Record<string, unknown>> = {
  'a role of one own, named like one of Identity Center': iam(session('AWSReservedSSO_Developer_fedcba9876543210')),
  'the unique id of another role': iam(session(REAL), `AROAOTHER:${ALICE}`),
  'a session name that the id does not have': iam(session(REAL), 'AROADeveloper:mallory@example.com'),
  'an id without a session': iam(session(REAL), 'AROADeveloper'),
  'letters in another case in the role': iam(session('AwsReservedSso_Developer_0123456789abcdef')),
  'a longer name that begins so': iam(session(`${REAL}0`)),
  'a name with a blank at its end': iam(session(`${REAL} `)),
  'a workload role with her name as its session': iam(session('orders-dev-fn'), `AROAFN:${ALICE}`),
  'a session of another account': iam(session(REAL, ALICE, '444444444444')),
  'an IAM user of her name': iam(`arn:aws:iam::333333333333:user/${ALICE}`, 'AIDAALICE'),
  'root of the account': iam('arn:aws:iam::333333333333:root', '333333333333'),
  'a federated user': iam(`arn:aws:sts::333333333333:federated-user/${ALICE}`, `333333333333:${ALICE}`),
  'a permission set that may only read': signedBy(ALICE, 'DeveloperInTest'),
};

/** A developer of the account made this role under the workloads' path. */
function withOwnRole(scene: Scene): void {
  const answer = scene.runtime.clients.roles.send as (command: { input: { RoleName: string } }) => Promise<unknown>;
  Object.assign(scene.runtime.clients.roles, {
    send: async (command: { input: { RoleName: string } }) =>
      command.input.RoleName.endsWith('_fedcba9876543210')
        ? { Role: { Path: '/guarded/workload/', RoleId: 'AROADeveloper' } }
        : answer(command),
  });
}

async function deleteOfAlices(context: unknown) {
  const scene = new Scene();
  withOwnRole(scene);
  await scene.ask(ALICE, { do: 'create', branch: 'main', name: 'mine' });
  return scene.ask('', { do: 'delete', name: 'mine' }, context);
}

describe.each(Object.entries(FORGERIES))('%s', (_, context) => {
  it('is nobody', async () => {
    expect(await deleteOfAlices(context)).toMatchObject({ status: 403, refused: 'identity' });
  });

  it('would be alice without the check', async () => {
    taken.identityUnchecked = true;
    const answer = await deleteOfAlices(context);
    expect(answer).not.toMatchObject({ status: 403 });
  });
});

it.each([
  ['no context at all', undefined],
  ['an unsigned request', { authorizer: {} }],
  ['an authorizer of another kind', { authorizer: { jwt: { claims: { sub: ALICE } } } }],
])('%s is nobody', async (_, context) => {
  expect(await deleteOfAlices(context)).toMatchObject({ status: 403, refused: 'identity' });
});

it.each(['owner', 'user', 'caller', 'requestContext', 'permissionSet'])(
  'a field "%s" of the body is refused',
  async (field) => {
    const scene = new Scene();
    await scene.ask(ALICE, { do: 'create', branch: 'main', name: 'mine' });
    const request = { do: 'delete', name: 'mine', [field]: ALICE };
    expect(await scene.ask('mallory@example.com', request)).toMatchObject({ status: 400, refused: 'input' });
  },
);

it('headers say nothing', async () => {
  const scene = new Scene();
  await scene.ask(ALICE, { do: 'create', branch: 'main', name: 'mine' });
  const body = JSON.stringify({ application: 'orders', do: 'delete', name: 'mine' });
  const headers = { 'x-amzn-iam-user-arn': session(REAL), authorization: `Bearer ${ALICE}`, 'x-forwarded-user': ALICE };
  const answer = await api(scene.runtime, { headers, requestContext: signedBy('mallory@example.com'), body });
  expect(JSON.parse(answer.body)).toMatchObject({ refused: 'rule', why: 'mine belongs to alice@example.com.' });
});

it('a user is the same however the sign-in spells the name', async () => {
  const scene = new Scene();
  await scene.ask(ALICE, { do: 'create', branch: 'main', name: 'mine' });
  expect(await scene.ask('', { do: 'delete', name: 'mine' }, signedBy('Alice@Example.com'))).toMatchObject({
    status: 200,
  });
});

it('nobody is known while IAM does not answer', async () => {
  jest.spyOn(console, 'error').mockImplementation(() => undefined);
  const scene = new Scene();
  scene.faults.before = ({ name }) => {
    if (name === 'GetRoleCommand') throw named('ThrottlingException');
  };
  const answer = await scene.ask(ALICE, { do: 'list' });
  expect(answer).toMatchObject({ status: 503, refused: 'busy' });
  expect(answer.why).toContain('look who');
});
