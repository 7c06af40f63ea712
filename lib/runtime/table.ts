import { GetCommand, QueryCommand, TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { attempt } from './failure';
import type { Clients } from './clients';

/** What reading and writing the table takes; every kind of handler has it. */
export interface TableRuntime {
  readonly settings: { readonly table: string };
  readonly clients: Pick<Clients, 'table'>;
}

/** Key of an item. */
export interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** An item of the table. */
export type Item = Readonly<Record<string, unknown>>;

/** One part of a transaction, without the name of the table. */
export type Write =
  | { readonly put: Item & Key; readonly only?: Condition }
  | { readonly remove: Key; readonly only?: Condition }
  | { readonly check: Key; readonly only: Condition };

/** What must hold of an item for a write to happen. */
export type Condition = 'absent' | { readonly attribute: string; readonly is: unknown; readonly orAbsent?: boolean };

/** Behind "restore the table": within its unit nobody may, and nobody else has to be told so by a refusal. */
export const RESTORING =
  'Management takes the tooling account out of its unit for that, since nobody may within; then release again.';

/** Errors of a transaction that lost against another; whoever lost reads again and decides anew. */
const LOST = ['TransactionCanceledException', 'ConditionalCheckFailedException', 'TransactionConflictException'];

/** An item, or undefined where there is none; read consistently. */
export async function getItem(runtime: TableRuntime, key: Key): Promise<Item | undefined> {
  const command = new GetCommand({ TableName: runtime.settings.table, Key: { ...key }, ConsistentRead: true });
  const answer = await attempt(`read ${key.pk} ${key.sk}`, () => runtime.clients.table.send(command));
  return answer.Item;
}

/** Items of a partition whose sort key begins so, the last first, those with a certain value left out. */
export async function queryItems(
  runtime: TableRuntime,
  pk: string,
  prefix: string,
  limit: number,
  without?: { readonly attribute: string; readonly is: string },
): Promise<Item[]> {
  const items: Item[] = [];
  let start: Item | undefined;
  do {
    const command = new QueryCommand({
      TableName: runtime.settings.table,
      // DynamoDB refuses an empty text for a key, also to begin with.
      KeyConditionExpression: prefix ? 'pk = :pk AND begins_with(sk, :prefix)' : 'pk = :pk',
      ExpressionAttributeValues: {
        ':pk': pk,
        ...(prefix ? { ':prefix': prefix } : {}),
        ...(without ? { ':without': without.is } : {}),
      },
      ...(without
        ? { FilterExpression: '#without <> :without', ExpressionAttributeNames: { '#without': without.attribute } }
        : {}),
      ScanIndexForward: false,
      ConsistentRead: true,
      Limit: limit,
      ...(start ? { ExclusiveStartKey: start as Record<string, unknown> } : {}),
    });
    const answer = await attempt(`list ${pk}`, () => runtime.clients.table.send(command));
    items.push(...(answer.Items ?? []));
    start = answer.LastEvaluatedKey;
  } while (start && items.length < limit);
  return items.slice(0, limit);
}

/** Writes all parts or none; false where a condition did not hold or another writer was faster. */
export async function write(runtime: TableRuntime, what: string, parts: readonly Write[]): Promise<boolean> {
  const command = new TransactWriteCommand({
    TransactItems: parts.map((part) => render(runtime.settings.table, part)),
  });
  try {
    await attempt(what, () => runtime.clients.table.send(command), ...LOST);
    return true;
  } catch (error) {
    if (error instanceof Error && LOST.includes(error.name) && !refusedOtherwise(error)) return false;
    return attempt(what, () => Promise.reject(error));
  }
}

/** A transaction is also cancelled for what no retry mends (an item too large) and for what a wait mends (throttling). */
function refusedOtherwise(error: Error): boolean {
  const reasons = (error as { CancellationReasons?: { Code?: string }[] }).CancellationReasons ?? [];
  return reasons.some(({ Code }) => Code && !['None', 'ConditionalCheckFailed', 'TransactionConflict'].includes(Code));
}

type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

function render(table: string, part: Write): TransactItem {
  const condition = part.only ? renderCondition(part.only) : {};
  if ('put' in part) return { Put: { TableName: table, Item: part.put, ...condition } };
  if ('remove' in part) return { Delete: { TableName: table, Key: { ...part.remove }, ...condition } };
  return {
    ConditionCheck: { TableName: table, Key: { ...part.check }, ...renderCondition(part.only) },
  };
}

function renderCondition(condition: Condition) {
  if (condition === 'absent') return { ConditionExpression: 'attribute_not_exists(pk)' };
  const equal = '#a = :v';
  return {
    ConditionExpression: condition.orAbsent ? `attribute_not_exists(pk) OR ${equal}` : equal,
    ExpressionAttributeNames: { '#a': condition.attribute },
    ExpressionAttributeValues: { ':v': condition.is },
  };
}
