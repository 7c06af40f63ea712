/* eslint-disable @typescript-eslint/no-explicit-any -- requests and templates come as any JSON */
/** DynamoDB as the handlers use it: one table, consistent, with the three conditions that they write. */
export type Items = Map<string, Record<string, unknown>>;

interface Condition {
  ConditionExpression?: string;
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Record<string, unknown>;
}

interface Key {
  pk: string;
  sk: string;
}

/** Answers GetCommand, QueryCommand and TransactWriteCommand. */
export function answerTable(items: Items, name: string, input: Record<string, any>): unknown {
  if (name === 'GetCommand') return { Item: structuredClone(items.get(keyOf(input.Key))) };
  if (name === 'QueryCommand') return query(items, input);
  if (name === 'TransactWriteCommand') return transact(items, input.TransactItems);
  throw new Error(`The fake table does not know ${name}.`);
}

function keyOf({ pk, sk }: Key): string {
  return `${pk}\u0000${sk}`;
}

function query(items: Items, input: Record<string, any>): unknown {
  const { ':pk': pk, ':prefix': prefix, ':without': without } = input.ExpressionAttributeValues;
  const attribute = input.ExpressionAttributeNames?.['#without'] as string | undefined;
  if (prefix === '')
    throw Object.assign(new Error('A key attribute cannot contain an empty string value.'), {
      name: 'ValidationException',
    });
  const found = [...items.values()]
    .filter((item) => item.pk === pk && String(item.sk).startsWith(prefix ?? ''))
    .filter((item) => !attribute || item[attribute] !== without)
    .sort((a, b) => (String(a.sk) < String(b.sk) ? 1 : -1));
  return { Items: structuredClone(found.slice(0, input.Limit)) };
}

function transact(items: Items, parts: Record<string, any>[]): unknown {
  const operations = parts.map((part) => Object.entries(part)[0]!);
  const reasons = operations.map(([, operation]) => ({
    Code: holds(items.get(keyOf(operation.Item ?? operation.Key)), operation) ? 'None' : 'ConditionalCheckFailed',
  }));
  if (reasons.some(({ Code }) => Code !== 'None'))
    throw Object.assign(new Error('Transaction cancelled'), {
      name: 'TransactionCanceledException',
      CancellationReasons: reasons,
    });
  for (const [kind, operation] of operations) {
    if (kind === 'Put') items.set(keyOf(operation.Item), structuredClone(operation.Item));
    if (kind === 'Delete') items.delete(keyOf(operation.Key));
  }
  return {};
}

function holds(item: Record<string, unknown> | undefined, condition: Condition): boolean {
  const {
    ConditionExpression: expression,
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: values,
  } = condition;
  if (!expression) return true;
  if (expression === 'attribute_not_exists(pk)') return !item;
  if (!item) return expression.startsWith('attribute_not_exists(pk) OR');
  return item[names!['#a']!] === values![':v'];
}
