import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { DEPLOYED } from '../../lib/change/deployed';
import { changeName, sortable } from '../../lib/change/number';
import { type ChangeRecord, recordSchema } from '../../lib/change/record';
import { InputError, SurroundingsError } from '../../lib/errors';

const client = () => DynamoDBDocumentClient.from(new DynamoDBClient({}));

/** The newest records of an application, the newest first. */
export async function listChanges(application: string, limit: number): Promise<ChangeRecord[]> {
  const command = new QueryCommand({
    TableName: DEPLOYED.table(application),
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
    ExpressionAttributeValues: { ':pk': `APPLICATION#${application}`, ':prefix': 'CHANGE#' },
    ScanIndexForward: false,
    Limit: limit,
  });
  const answer = await reach(application, () => client().send(command));
  return (answer.Items ?? []).map((item) => read(item.record));
}

/** One record. */
export async function getChange(application: string, number: number): Promise<ChangeRecord> {
  const Key = { pk: `APPLICATION#${application}`, sk: `CHANGE#${sortable(number)}` };
  const command = new GetCommand({ TableName: DEPLOYED.table(application), Key, ConsistentRead: true });
  const answer = await reach(application, () => client().send(command));
  if (answer.Item) return read(answer.Item.record);
  throw InputError.at(
    'arguments',
    'NUMBER',
    `there is no change ${changeName(application, number)}; see guarded change list`,
  );
}

/** A failure of the surroundings says what to check. */
export async function reach<T>(application: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const { name, message } = error as Error;
    throw new SurroundingsError(
      `Change control of ${application} did not answer (${name}: ${message}). Check the name, and that you are signed in to the tooling account and its region.`,
      { cause: error },
    );
  }
}

function read(text: unknown): ChangeRecord {
  const record = recordSchema.safeParse(JSON.parse(String(text)));
  if (record.success) return record.data;
  throw new SurroundingsError('The index holds a record of another version: use the version of guarded that wrote it.');
}
