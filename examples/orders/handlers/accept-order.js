const { DynamoDBClient, UpdateItemCommand } = require('@aws-sdk/client-dynamodb');
const { SQSClient, SendMessageCommand } = require('@aws-sdk/client-sqs');

const table = new DynamoDBClient({});
const queue = new SQSClient({});

/** Accepts placed orders and hands them on; what fails comes back alone, the rest of the batch is done. */
exports.handler = async ({ Records }) => {
  const outcomes = await Promise.allSettled(Records.map(accept));
  const failed = Records.filter((_, index) => outcomes[index].status === 'rejected');
  return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
};

/** Accepting twice changes nothing: the state is set, and sending ignores an order that it has sent. */
async function accept({ body }) {
  const { orderId } = JSON.parse(body);
  await table.send(
    new UpdateItemCommand({
      TableName: process.env.TABLE_NAME,
      Key: { orderId: { S: orderId } },
      UpdateExpression: 'SET #state = :accepted',
      ConditionExpression: 'attribute_exists(orderId)',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: { ':accepted': { S: 'accepted' } },
    }),
  );
  await queue.send(new SendMessageCommand({ QueueUrl: process.env.QUEUE_URL, MessageBody: body }));
}
