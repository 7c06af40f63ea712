/* eslint-disable @typescript-eslint/no-explicit-any -- templates come as any JSON */
import { brakeOf, sharedControl } from '../../lib/runtime/fleet/deployed-brake';

const resources = sharedControl();

/** What a handler's role may do with queues and topics. */
function rights(handler: string): [string, unknown][] {
  const [policy] = Object.entries(resources).filter(
    ([id, { Type }]) => Type === 'AWS::IAM::Policy' && id.startsWith(`controlHandlers${handler}Role`),
  );
  const statements = policy![1].Properties.PolicyDocument.Statement as any[];
  return statements.flatMap(({ Action, Resource }) =>
    [Action]
      .flat()
      .filter((one: string) => /^(sqs:SendMessage|sns:Publish|states:StartExecution)$/.test(one))
      .map((one: string): [string, unknown] => [one, JSON.stringify(Resource)]),
  );
}

test('events wait by application, each message is answered for itself, and few calls are made at a time', () => {
  const lane = { byGroup: true, batch: 10, partial: true, tries: 5 };
  expect(brakeOf(resources)).toEqual({
    queued: true,
    inbox: { ...lane, byGroup: false, calls: 5 },
    events: { ...lane, calls: 10 },
    notices: { ...lane, calls: 5 },
    streamed: 100,
  });
});

test('no rule starts ways back: a handler does, in the lane of the application', () => {
  const rules = Object.values(resources).filter(({ Type }) => Type === 'AWS::Events::Rule');
  const targets = JSON.stringify(rules.map(({ Properties }) => Properties.Targets));
  expect(targets).not.toMatch(/Machine/);
  expect(rights('Record')).toContainEqual(['states:StartExecution', expect.stringContaining('control-unwind')]);
});

test.each([
  ['Record', 'controlLanesEvents'],
  ['Notify', 'controlLanesNotices'],
])(
  '%s may put into its own lanes and tell people, and the dead-letter queue takes what it could not do',
  (handler, lanes) => {
    const own = rights(handler);
    const queues = own.filter(([action]) => action === 'sqs:SendMessage').map(([, where]) => where);
    expect([...new Set(queues)].sort()).toEqual([
      expect.stringContaining(lanes),
      expect.stringContaining('controlUnhandled'),
    ]);
    expect(own).toContainEqual(['sns:Publish', expect.stringContaining('*-changes')]);
  },
);
