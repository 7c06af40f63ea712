import { isBatch, whose, whoseEntry } from '../../../../lib/runtime/whose';

const orders = { kind: 'application', application: 'orders' };
const nobody = { kind: 'nobody' };
const text = JSON.stringify({ application: 'orders' });
const job = (UserParameters: string) => ({
  'CodePipeline.job': { data: { actionConfiguration: { configuration: { UserParameters } } } },
});

test.each<[string, unknown, object]>([
  ['a job of a pipeline', job(text), orders],
  ['a job that names nobody', { ...job('{}'), application: 'orders' }, nobody],
  ['a job whose parameters are no JSON', { ...job('application=orders'), application: 'orders' }, nobody],
  ['a call of the stop address', { requestContext: {}, body: text }, orders],
  [
    'the same, encoded',
    { requestContext: {}, body: Buffer.from(text).toString('base64'), isBase64Encoded: true },
    orders,
  ],
  ['a body of whoever calls without that address', { body: text }, nobody],
  ['a call that says more than its body', { requestContext: {}, body: '{}', application: 'orders' }, nobody],
  ['an event of a pipeline', { detail: { pipeline: 'orders' } }, { kind: 'pipeline', pipeline: 'orders' }],
  ['what asks to seal', { do: 'seal', pipeline: 'orders' }, { kind: 'pipeline', pipeline: 'orders' }],
  ['what a state machine asks', { input: { application: 'orders' }, startedAt: 'x' }, orders],
  ['what a deployment asks', { application: 'orders', digest: 'x' }, orders],
  ['a schedule', { do: 'sweep' }, { kind: 'every' }],
  ['a schedule that was handed on', { do: 'sweep', application: 'orders' }, orders],
  ['a name that is none', { application: '' }, nobody],
  ['a name that is no text', { application: ['orders'] }, nobody],
  ['nothing', null, nobody],
])('%s', (_, event, expected) => {
  expect(whose(event)).toEqual(expected);
});

const image = (pk: string) => ({ dynamodb: { NewImage: { pk: { S: pk } } } });

test.each<[string, unknown, object]>([
  ['a notice stands in the partition of its application', image('NOTICE#orders'), orders],
  ['an item of another kind is nobody’s', image('APPLICATION#orders'), nobody],
  ['a receipt says whose it is', { Sns: { Message: text } }, orders],
  ['a receipt that does not is nobody’s', { Sns: { Message: '{}' } }, nobody],
  ['a receipt that is no JSON is nobody’s', { Sns: { Message: 'orders' } }, nobody],
])('of a batch: %s', (_, entry, expected) => {
  expect(whoseEntry(entry)).toEqual(expected);
});

test('records make a batch', () => {
  expect([{ Records: [] }, { Records: 'x' }, {}, null].map(isBatch)).toEqual([true, false, false, false]);
});
