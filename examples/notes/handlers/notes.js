const { randomUUID } = require('node:crypto');
const { DynamoDBClient, PutItemCommand, ScanCommand } = require('@aws-sdk/client-dynamodb');

const table = new DynamoDBClient({});
const TableName = process.env.TABLE_NAME;

/** GET lists the notes, POST adds one: `{ "text": "Buy milk" }`. */
exports.handler = async ({ requestContext, body, isBase64Encoded }) => {
  if (requestContext?.http?.method !== 'POST') return list();
  return add(isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body);
};

async function list() {
  const { Items = [] } = await table.send(new ScanCommand({ TableName, Limit: 100 }));
  return answer(200, { notes: Items.map(({ text }) => text.S) });
}

async function add(body) {
  const text = readText(body);
  if (text === undefined) return answer(400, { message: 'Send JSON with a non-empty string "text".' });
  await table.send(new PutItemCommand({ TableName, Item: { id: { S: randomUUID() }, text: { S: text } } }));
  return answer(201, { text });
}

function readText(body) {
  try {
    const { text } = JSON.parse(body ?? '');
    return typeof text === 'string' && text !== '' ? text : undefined;
  } catch {
    return undefined;
  }
}

function answer(statusCode, body) {
  return { statusCode, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
