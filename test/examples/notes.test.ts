import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { type App, Stage } from 'aws-cdk-lib';
import { mockClient } from 'aws-sdk-client-mock';

interface Answer {
  readonly statusCode: number;
  readonly body: string;
}

const { handler } = jest.requireActual<{ handler: (event: object) => Promise<Answer> }>(
  '../../examples/notes/handlers/notes',
);
const table = mockClient(DynamoDBClient);
beforeEach(() => table.reset());

const post = (body: string | undefined, isBase64Encoded = false): Promise<Answer> =>
  handler({ requestContext: { http: { method: 'POST' } }, body, isBase64Encoded });

it('keeps a note, in whichever form it comes, and lists all of them', async () => {
  const note = JSON.stringify({ text: 'Buy milk' });
  expect((await post(note)).statusCode).toBe(201);
  expect((await post(Buffer.from(note).toString('base64'), true)).statusCode).toBe(201);
  const kept = table.commandCalls(PutItemCommand).map(({ args: [{ input }] }) => input.Item!.text);
  expect(kept).toEqual([{ S: 'Buy milk' }, { S: 'Buy milk' }]);
  table.on(ScanCommand).resolves({ Items: [{ text: { S: 'Buy milk' } }] });
  expect(await handler({})).toMatchObject({ statusCode: 200, body: '{"notes":["Buy milk"]}' });
});

it.each([undefined, 'milk', '{}', '{"text":""}', '{"text":7}', 'null'])(
  'refuses %s and keeps nothing',
  async (body) => {
    expect((await post(body)).statusCode).toBe(400);
    expect(table.calls()).toEqual([]);
  },
);

it('is synthesized for dev and prod under every check of the team’s own app', () => {
  process.env.CDK_OUTDIR = mkdtempSync(join(tmpdir(), 'notes-'));
  const { app } = jest.requireActual<{ app: App }>('../../examples/notes/app');
  const stages = app.node.children.filter((child) => Stage.isStage(child)).map(({ node }) => node.id);
  expect(stages).toEqual(['notes-dev-eu-west-2', 'notes-prod-eu-west-2']);
});
