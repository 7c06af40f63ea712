import { DynamoDBClient, GetItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import {
  ListMessageMoveTasksCommand,
  SQSClient,
  SendMessageCommand,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';

type Handler<Event, Answer> = { readonly handler: (event: Event) => Promise<Answer> };

const { handler: place } = jest.requireActual<
  Handler<{ body?: string; pathParameters?: { id: string } }, { statusCode: number; body: string }>
>('../../examples/orders/handlers/place-order');
const { handler: accept } = jest.requireActual<
  Handler<{ Records: { messageId: string; body: string }[] }, { batchItemFailures: object[] }>
>('../../examples/orders/handlers/accept-order');
const { handler: redrive } = jest.requireActual<Handler<object, { message: string }>>(
  '../../examples/orders/handlers/redrive',
);

const table = mockClient(DynamoDBClient);
const queue = mockClient(SQSClient);

beforeEach(() => {
  table.reset();
  queue.reset();
});

describe('placing an order', () => {
  it('keeps it, hands it on and answers with its id', async () => {
    const { statusCode, body } = await place({ body: '{"item":"tea"}' });
    const { orderId } = JSON.parse(body);
    expect(statusCode).toBe(202);
    expect(table.commandCalls(PutItemCommand)[0].args[0].input.Item).toEqual({
      orderId: { S: orderId },
      item: { S: 'tea' },
      state: { S: 'placed' },
    });
    expect(queue.commandCalls(SendMessageCommand)[0].args[0].input.MessageBody).toBe(JSON.stringify({ orderId }));
  });

  it.each([undefined, 'tea', '{}', '{"item":""}', '{"item":7}', 'null'])(
    'refuses %s and keeps nothing',
    async (body) => {
      expect((await place({ body })).statusCode).toBe(400);
      expect(table.calls()).toEqual([]);
    },
  );

  it('hands on nothing that it could not keep', async () => {
    table.on(PutItemCommand).rejects(new Error('throttled'));
    await expect(place({ body: '{"item":"tea"}' })).rejects.toThrow('throttled');
    expect(queue.calls()).toEqual([]);
  });
});

describe('asking after an order', () => {
  it('tells its state', async () => {
    table.on(GetItemCommand).resolves({ Item: { orderId: { S: '1' }, state: { S: 'accepted' } } });
    expect(await place({ pathParameters: { id: '1' } })).toMatchObject({
      statusCode: 200,
      body: '{"orderId":"1","state":"accepted"}',
    });
  });

  it('knows when there is none', async () => {
    table.on(GetItemCommand).resolves({});
    expect((await place({ pathParameters: { id: '1' } })).statusCode).toBe(404);
  });
});

describe('accepting orders', () => {
  const record = (orderId: string): { messageId: string; body: string } => ({
    messageId: `m-${orderId}`,
    body: JSON.stringify({ orderId }),
  });

  it('returns what failed and does the rest', async () => {
    table.on(UpdateItemCommand, { Key: { orderId: { S: '2' } } }).rejects(new Error('gone'));
    const outcome = await accept({ Records: [record('1'), record('2'), { messageId: 'm-3', body: 'broken' }] });
    expect(outcome.batchItemFailures).toEqual([{ itemIdentifier: 'm-2' }, { itemIdentifier: 'm-3' }]);
    expect(queue.commandCalls(SendMessageCommand).map(({ args }) => args[0].input.MessageBody)).toEqual([
      '{"orderId":"1"}',
    ]);
  });
});

describe('the runbook', () => {
  it('puts failed orders back, slowly', async () => {
    queue.on(ListMessageMoveTasksCommand).resolves({ Results: [{ Status: 'COMPLETED' }] });
    expect((await redrive({})).message).toMatch('on their way back to their queue');
    expect(queue.commandCalls(StartMessageMoveTaskCommand)[0].args[0].input.MaxNumberOfMessagesPerSecond).toBe(10);
  });

  it('started twice, moves them once', async () => {
    queue.on(ListMessageMoveTasksCommand).resolves({ Results: [{ Status: 'RUNNING' }] });
    expect((await redrive({})).message).toMatch('already');
    expect(queue.commandCalls(StartMessageMoveTaskCommand)).toEqual([]);
  });
});
