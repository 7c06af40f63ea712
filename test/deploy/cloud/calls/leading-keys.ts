/* eslint-disable @typescript-eslint/no-explicit-any -- requests and properties come as any JSON */
import type { Place } from '../cloudformation/kinds/kind';
import type { Cloud } from '../cloud';

/** Partitions that a call on items names, as policies ask for them (`dynamodb:LeadingKeys`); a scan names none. */
export function leadingKeys(cloud: Cloud, at: Place, part: any): Readonly<Record<string, readonly string[]>> {
  const hash = hashOf(cloud, at, part);
  const named = hash === undefined ? [] : [...ofItems(part, hash), ...ofQuery(part, hash)];
  return named.length > 0 ? { 'dynamodb:LeadingKeys': [...new Set(named)] } : {};
}

/** Name of the attribute that parts the table, or the index that is asked. */
function hashOf(cloud: Cloud, { account }: Place, { TableName, IndexName }: any): string | undefined {
  const name = String(TableName).split('table/').at(-1)!;
  const table = cloud.named('AWS::DynamoDB::Table', account).get(name)?.properties;
  const index = (table?.GlobalSecondaryIndexes as any[] | undefined)?.find((one) => one.IndexName === IndexName);
  const schema = ((index ?? table)?.KeySchema ?? []) as any[];
  return schema.find(({ KeyType }) => KeyType === 'HASH')?.AttributeName as string | undefined;
}

function ofItems({ Key, Item, Keys = [] }: any, hash: string): string[] {
  const items = [Key, Item, ...(Keys as any[])].filter((one) => one?.[hash] !== undefined);
  return items.map((one) => String(Object.values(one[hash] as object)[0]));
}

function ofQuery(part: any, hash: string): string[] {
  const {
    KeyConditionExpression: text = '',
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: values,
  } = part;
  return [...String(text).matchAll(/(#?\w+)\s*=\s*(:\w+)/g)]
    .filter(([, name]) => (names?.[name!] ?? name) === hash)
    .map(([, , value]) => String(Object.values(values[value!] as object)[0]));
}
