import * as fc from 'fast-check';
import { classify } from '../../../lib/audit/changes/classify';
import type { TrailEvent } from '../../../lib/audit/changes/event';
import { trailFiles } from '../../../lib/audit/changes/files';
import { RecordSplitter } from '../../../lib/audit/changes/split';
import { readTrail } from '../../../lib/audit/changes/trail';
import { DEV, deployment, event, packed, PROD, SESSIONS, trailFolder, trailPath, WORLD } from './trail-files';

const read = (files: Parameters<typeof trailFolder>[0]) => readTrail(WORLD, trailFiles(trailFolder(files)));

const RUNBOOK = {
  eventName: 'StartAutomationExecution',
  eventSource: 'ssm.amazonaws.com',
  userIdentity: SESSIONS.onCall,
};

const BY_RECORDER = {
  ...{ eventName: 'PutObject', eventSource: 's3.amazonaws.com' },
  userIdentity: { ...SESSIONS.recorder, invokedBy: 'config.amazonaws.com' },
};

const CASES: readonly (readonly [what: string, parts: Partial<TrailEvent>, kind: string])[] = [
  ['a read', { readOnly: true }, 'nothing'],
  ['a refused write', { errorCode: 'AccessDenied', userIdentity: SESSIONS.stranger }, 'nothing'],
  ['coming to act as a role', { eventSource: 'sts.amazonaws.com', eventName: 'AssumeRole' }, 'nothing'],
  ['a workload at work', {}, 'running'],
  ['AWS itself', { userIdentity: { type: 'AWSService', invokedBy: 'autoscaling.amazonaws.com' } }, 'running'],
  ['a stack changed by the deploy role', deployment(), 'deployment'],
  ['the deploy role preparing one', deployment({ eventName: 'CreateChangeSet' }), 'running'],
  [
    'CloudFormation with its role',
    { userIdentity: { ...SESSIONS.formation, invokedBy: 'cloudformation.amazonaws.com' } },
    'running',
  ],
  ["CloudFormation's role without CloudFormation", { userIdentity: SESSIONS.formation }, 'not sanctioned'],
  [
    'the same in an account that several applications share',
    { userIdentity: SESSIONS.formationOfAnApplication },
    'not sanctioned',
  ],
  ['a service that acts as its trusted role', BY_RECORDER, 'running'],
  ['somebody who acts as the role of a service', { ...BY_RECORDER, userIdentity: SESSIONS.recorder }, 'sanctioned'],
  ['more than a trusted role may', { ...BY_RECORDER, eventName: 'DeleteObject' }, 'not sanctioned'],
  ['a runbook by whoever may', RUNBOOK, 'sanctioned'],
  ['a runbook by somebody else', { ...RUNBOOK, userIdentity: SESSIONS.stranger }, 'not sanctioned'],
  [
    'another runbook',
    { ...RUNBOOK, resources: [{ ARN: `arn:aws:ssm:eu-west-2:${PROD}:automation-definition/other:1` }] },
    'not sanctioned',
  ],
  ['break-glass', { userIdentity: SESSIONS.breakGlass }, 'break-glass'],
  ['break-glass of an application', { userIdentity: SESSIONS.breakGlassOfAnApplication }, 'break-glass'],
  ['a role that only calls itself break-glass', { userIdentity: SESSIONS.callsItself }, 'not sanctioned'],
  [
    'signing in to Identity Center',
    { eventSource: 'sso.amazonaws.com', eventName: 'Federate', userIdentity: SESSIONS.stranger },
    'nothing',
  ],
  [
    'giving somebody a permission set',
    { eventSource: 'sso.amazonaws.com', eventName: 'CreateAccountAssignment', userIdentity: SESSIONS.stranger },
    'not sanctioned',
  ],
  ['a role outside the machine paths', { userIdentity: SESSIONS.stranger }, 'not sanctioned'],
  ['a user', { userIdentity: { type: 'IAMUser', arn: `arn:aws:iam::${PROD}:user/eve` } }, 'not sanctioned'],
  ['root', { userIdentity: { type: 'Root', arn: `arn:aws:iam::${PROD}:root` } }, 'not sanctioned'],
  ['nobody that it names', { userIdentity: undefined }, 'not sanctioned'],
  [
    'a write that does not say whether it reads',
    { readOnly: undefined, userIdentity: SESSIONS.stranger },
    'not sanctioned',
  ],
];

test.each(CASES)('%s is judged', (_, parts, kind) => {
  expect(classify(event(parts), WORLD.exceptions).kind).toBe(kind);
});

test('the events of a file come out whole, however its bytes are cut', () => {
  const strange = { a: '"]}{[\\', Records: [{ b: [1] }], 'ü"': '…' };
  const text = Buffer.from(
    JSON.stringify({ other: [{ x: 1 }], Records: [strange, { c: {} }, strange], after: { y: [] } }),
  );
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), (sizes) => {
      const splitter = new RecordSplitter();
      const found: unknown[] = [];
      for (let at = 0, turn = 0; at < text.length; turn++) {
        const end = at + sizes[turn % sizes.length];
        for (const one of splitter.push(text.subarray(at, end))) found.push(JSON.parse(one));
        at = end;
      }
      splitter.end();
      expect(found).toEqual([strange, { c: {} }, strange]);
    }),
  );
});

test('deployments are listed, writes are grouped by who and what, machines at work are counted', async () => {
  const breakGlass = (eventTime: string) => event({ userIdentity: SESSIONS.breakGlass, eventTime });
  const trail = await read({
    [trailPath('a')]: [deployment(), event(), event(), breakGlass('2026-11-24T10:00:00Z')],
    [trailPath('b')]: [
      breakGlass('2026-11-24T08:00:00Z'),
      event({ recipientAccountId: DEV, userIdentity: SESSIONS.stranger }),
    ],
  });
  expect(trail.deployments).toMatchObject([
    { account: PROD, stack: 'orders', action: 'cloudformation:ExecuteChangeSet' },
  ]);
  expect(trail.others).toMatchObject([
    { kind: 'break-glass', count: 2, first: '2026-11-24T08:00:00Z', last: '2026-11-24T10:00:00Z' },
  ]);
  expect(trail.machines).toMatchObject([{ action: 'dynamodb:PutItem', count: 2 }]);
  expect([trail.files, trail.events, trail.problems.list]).toEqual([2, 6, []]);
});

describe('what is wrong with a trail is told with its place and how often', () => {
  const good = [deployment()];
  const whole = packed(good);
  const damaged = Buffer.concat([whole.subarray(0, whole.length - 12)]);
  const garbled = Buffer.from(whole).fill(0, 20, 40);
  const twice = event({ userIdentity: SESSIONS.stranger });
  const LOST: readonly (readonly [string, Parameters<typeof trailFolder>[0], RegExp, boolean])[] = [
    ['a file that ends too early', { [trailPath('a')]: damaged }, /cannot be read to its end/, true],
    ['a file whose bytes are garbled', { [trailPath('a')]: garbled }, /cannot be read to its end/, true],
    ['a file that is something else', { [trailPath('a')]: Buffer.from('{}') }, /cannot be read to its end/, true],
    ['no list of records', { 'a.json': Buffer.from('{"x":[{}]}') }, /no list of Records/, true],
    ...['null', '"x"', '[{}]', '7'].map((other): (typeof LOST)[number] => [
      `${other} among its events`,
      { 'a.json': Buffer.from(`{"Records":[ ${JSON.stringify(good[0])}, ${other}]}`) },
      /something else than an event among its Records/,
      true,
    ]),
    ['another organization', { [trailPath('a', 'o-zzzzzzzzzz')]: good }, /another organization, o-zzzzzzzzzz/, true],
    [
      'an account of nobody',
      { [trailPath('a')]: [event({ recipientAccountId: '999999999999' })] },
      /account 999999999999/,
      true,
    ],
    [
      'an event without a time',
      { [trailPath('a')]: [event({ eventTime: undefined })] },
      /no id, time or account/,
      true,
    ],
    ['events that are there twice', { [trailPath('a')]: [twice, twice] }, /there twice/, false],
    [
      'events out of order',
      {
        [trailPath('a')]: [event({ eventTime: '2026-11-24T10:00:00Z' }), event({ eventTime: '2026-11-24T09:00:00Z' })],
      },
      /not in the order/,
      false,
    ],
    ['a file that is none of a trail', { 'README.txt': Buffer.from('x') }, /no CloudTrail file by its name/, false],
  ];
  test.each(LOST)('%s', async (_, files, what, lost) => {
    const trail = await read(files);
    const [path] = Object.keys(files);
    expect(trail.problems.list).toContainEqual({ what: expect.stringMatching(what), where: path, count: 1, lost });
  });

  test('nothing at all', async () => {
    expect((await read({})).problems.list).toMatchObject([
      { what: expect.stringMatching(/no CloudTrail file/), lost: true },
    ]);
  });

  test('what is there twice counts once, in whatever file it comes again', async () => {
    const trail = await read({ [trailPath('a')]: [twice, ...good], [trailPath('b')]: [...good, twice] });
    expect([trail.others.map((one) => one.count), trail.deployments.length]).toEqual([[1], 1]);
    expect(trail.problems.list).toMatchObject([{ count: 2, lost: false }]);
  });

  test('digest files are no events', async () => {
    const digest = `AWSLogs/o-abc123defg/${PROD}/CloudTrail-Digest/eu-west-2/2026/11/24/d.json.gz`;
    const trail = await read({ [trailPath('a')]: good, [digest]: Buffer.from('x') });
    expect([trail.files, trail.problems.list]).toEqual([1, []]);
  });
});
