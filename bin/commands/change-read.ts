import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { DEPLOYED, partitionKey } from '../../lib/change/deployed';
import type { FreezeState } from '../../lib/change/freeze';
import type { Lane } from '../../lib/change/lane';
import { changeName, sortable } from '../../lib/change/number';
import { type ChangeRecord, recordSchema } from '../../lib/change/record';
import { InputError, SurroundingsError } from '../../lib/errors';
import { whereItStands } from './change-place';

const client = () => DynamoDBDocumentClient.from(new DynamoDBClient({}));

/** The newest records of an application, the newest first. */
export async function listChanges(application: string, limit: number): Promise<ChangeRecord[]> {
  const query = (name: string) =>
    new QueryCommand({
      TableName: DEPLOYED.table(name),
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':pk': partitionKey(application), ':prefix': 'CHANGE#' },
      ScanIndexForward: false,
      Limit: limit,
    });
  const answer = await reach(application, () => whereItStands(application, (name) => client().send(query(name))));
  return (answer.Items ?? []).map((item) => read(item.record));
}

/** How the line stands: stopped or not, and whose turn it is. */
export interface LineState {
  readonly frozen: FreezeState | null;
  readonly turn: Lane | null;
}

/** Whether the line of an application is stopped, and which change is on its way through prod. */
export async function readLine(application: string): Promise<LineState> {
  const [freeze, lane] = await reach(application, () =>
    Promise.all(['FREEZE', 'LANE'].map((sk) => getItem(application, sk))),
  );
  const frozen = freeze ? freezeSchema.safeParse(freeze) : undefined;
  const turn = lane ? laneSchema.safeParse(lane) : undefined;
  if (frozen?.success === false || turn?.success === false)
    throw new SurroundingsError(`The index cannot say how the line of ${application} stands: restore the table.`);
  return { frozen: frozen?.data.frozen ? frozen.data : null, turn: turn?.data ?? null };
}

const freezeSchema = z.object({ frozen: z.boolean(), by: z.string(), at: z.string(), reason: z.string() });
const laneSchema = z.object({ execution: z.string(), change: z.string(), since: z.string() });

async function getItem(application: string, sk: string): Promise<Record<string, unknown> | undefined> {
  const Key = { pk: partitionKey(application), sk };
  const get = (name: string) => new GetCommand({ TableName: DEPLOYED.table(name), Key, ConsistentRead: true });
  return (await whereItStands(application, (name) => client().send(get(name)))).Item;
}

/** One record. */
export async function getChange(application: string, number: number): Promise<ChangeRecord> {
  const item = await reach(application, () => getItem(application, `CHANGE#${sortable(number)}`));
  if (item) return read(item.record);
  throw InputError.at(
    'arguments',
    'NUMBER',
    `there is no change ${changeName(application, number)}; see guarded change list`,
  );
}

/** What to do where nobody could be asked, or nobody answered. */
function unreached(application: string, { name, message }: Error): string {
  if (message.includes('Region is missing'))
    return 'No AWS region is set: set AWS_REGION to the region of the pipelines (organization.region of platform.yaml).';
  if (name === 'CredentialsProviderError')
    return `No AWS credentials: sign in to the tooling account with a role of yours there, for example aws sso login and AWS_PROFILE (${message}).`;
  return `Change control of ${application} did not answer (${name}: ${message}). Check that you are signed in to its tooling account (a team or an application may have one of its own: tooling in platform.yaml) and the home region, and the name of the application.`;
}

/** A failure of the surroundings says what to check. */
export async function reach<T>(application: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw new SurroundingsError(unreached(application, error as Error), { cause: error });
  }
}

function read(text: unknown): ChangeRecord {
  const record = recordSchema.safeParse(parseJson(text));
  if (record.success) return record.data;
  throw new SurroundingsError(
    'The index holds a record that cannot be read: use the version of guarded that wrote it; if that cannot read it either, restore the table.',
  );
}

function parseJson(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return undefined;
  }
}
