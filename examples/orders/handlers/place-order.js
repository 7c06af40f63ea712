const { randomUUID } = require('node:crypto');
const { DynamoDBClient, GetItemCommand, PutItemCommand } = require('@aws-sdk/client-dynamodb');
const { SQSClient, SendMessageCommand } = require('@aws-sdk/client-sqs');

const table = new DynamoDBClient({});
const queue = new SQSClient({});
const TableName = process.env.TABLE_NAME;

/** POST /orders places an order, GET /orders/{id} tells how it stands. */
exports.handler = async (event) => {
  const id = event.pathParameters?.id;
  return id === undefined ? place(event.body) : tell(id);
};

async function place(body) {
  const item = readItem(body);
  if (item === undefined) return answer(400, { message: 'Send JSON with a non-empty string "item".' });
  const orderId = randomUUID();
  const Item = { orderId: { S: orderId }, item: { S: item }, state: { S: 'placed' } };
  await table.send(new PutItemCommand({ TableName, Item, ConditionExpression: 'attribute_not_exists(orderId)' }));
  await queue.send(
    new SendMessageCommand({ QueueUrl: process.env.QUEUE_URL, MessageBody: JSON.stringify({ orderId }) }),
  );
  return answer(202, { orderId, state: 'placed' });
}

async function tell(orderId) {
  const { Item } = await table.send(new GetItemCommand({ TableName, Key: { orderId: { S: orderId } } }));
  return Item ? answer(200, { orderId, state: Item.state.S }) : answer(404, { message: 'There is no such order.' });
}

function readItem(body) {
  try {
    const { item } = JSON.parse(body ?? '');
    return typeof item === 'string' && item !== '' ? item : undefined;
  } catch {
    return undefined;
  }
}

function answer(statusCode, body) {
  return { statusCode, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
