const { ListMessageMoveTasksCommand, SQSClient, StartMessageMoveTaskCommand } = require('@aws-sdk/client-sqs');

const queue = new SQSClient({});

/** Puts what failed back on its queue, slowly enough that a cause which is not gone shows before all of it fails again. */
exports.handler = async () => {
  const SourceArn = process.env.DEAD_LETTERS_ARN;
  const { Results = [] } = await queue.send(new ListMessageMoveTasksCommand({ SourceArn, MaxResults: 1 }));
  if (Results[0]?.Status === 'RUNNING') return { message: 'Orders are on their way back already.' };
  await queue.send(new StartMessageMoveTaskCommand({ SourceArn, MaxNumberOfMessagesPerSecond: 10 }));
  return { message: 'Orders that failed are on their way back to their queue.' };
};
