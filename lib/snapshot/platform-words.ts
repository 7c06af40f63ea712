import { CloudFormationClient, DescribeStacksCommand, GetTemplateCommand } from '@aws-sdk/client-cloudformation';
import { EXCEPTIONS_METADATA, ORGANIZATION_METADATA, PLATFORM_METADATA } from '../names';
import type { Connection } from './connection';
import type { Exception } from '../prover';
import type { Environments } from './organization';
import { isDenied, pages, type Unread } from './unread';

/** What the platform's own stack in the management account says, as the snapshot format has it. */
export interface PlatformWords {
  /** What accounts are for. */
  readonly environments: Environments;
  /** Requests that the organization sanctions. */
  readonly exceptions: readonly SnapshotException[];
  readonly humans: readonly unknown[];
  /** What the platform was made from, as it states it. */
  readonly statement?: PlatformStatement;
}

/** An exception as the snapshot format has it. */
export interface SnapshotException extends Omit<Exception, 'conditions'> {
  readonly conditions?: Readonly<Record<string, unknown>>;
}

/** An exception as the platform's template has it. */
type StatedException = Omit<SnapshotException, 'conditions'> & { readonly condition?: SnapshotException['conditions'] };

/** What a platform states that it was made from. */
export interface PlatformStatement {
  readonly packageVersion: string;
  readonly tool?: string;
  readonly cdkVersion?: string;
  readonly path?: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

const SILENCE: PlatformWords = { environments: {}, exceptions: [], humans: [] };

/** What approvals and runbooks rest on; without them each is a write by a person. */
const NOTHING_SAID = `no stack with the metadata ${ORGANIZATION_METADATA} is deployed in the regions looked into: no exception is known, and what accounts are for only by tag or --environment`;

/**
 * Reads what the platform says of the organization from the templates deployed in the management account. Nobody else
 * is heard: whoever can deploy there holds the organization anyway, while a stack in another account would sanction
 * itself. Where more than one stack describes the organization nobody knows which to believe, so none is.
 */
export async function platformWords(
  connection: Connection,
  management: string,
  regions: readonly string[],
  unread: Unread[],
): Promise<PlatformWords> {
  const silent = (why: string): PlatformWords => {
    unread.push({ account: management, what: 'cloudformation:GetTemplate', why });
    return SILENCE;
  };
  try {
    const found = await Promise.all(regions.map((region) => metadataIn(connection, management, region)));
    const all = found.flat();
    const described = all.flatMap((metadata) => metadata[ORGANIZATION_METADATA] ?? []);
    if (described.length === 0) return silent(NOTHING_SAID);
    if (described.length > 1) return silent(`${described.length} stacks describe the organization; one may`);
    const exceptions = all.flatMap((metadata) => (metadata[EXCEPTIONS_METADATA] ?? []) as readonly StatedException[]);
    const [statement] = all.flatMap((metadata) => stated(metadata));
    return { ...factsOf(described[0]), exceptions: exceptions.map(inFormat), ...(statement ? { statement } : {}) };
  } catch (error) {
    if (!isDenied(error)) throw error;
    return silent((error as Error).message);
  }
}

/** The stack that describes the organization says what it was made from; a statement elsewhere is not the platform's. */
function stated(metadata: Metadata): PlatformStatement[] {
  const found = metadata[PLATFORM_METADATA] as PlatformStatement | undefined;
  return found && metadata[ORGANIZATION_METADATA] ? [found] : [];
}

/** An exception as the snapshot format has it. */
function inFormat({ condition, service, ...stated }: StatedException): SnapshotException {
  const { id, statement, principals, actions, resources } = stated;
  return {
    ...{ id, statement, principals, actions, resources },
    ...(condition ? { conditions: condition } : {}),
    ...(service ? { service } : {}),
  };
}

type Metadata = Readonly<Record<string, unknown>>;

async function metadataIn(connection: Connection, account: string, region: string): Promise<Metadata[]> {
  const client = new CloudFormationClient(connection.into(account, region));
  const stacks = await pages(async (NextToken) => {
    const page = await client.send(new DescribeStacksCommand({ NextToken }));
    return { items: page.Stacks, token: page.NextToken };
  });
  const found: Metadata[] = [];
  for (const { StackId, StackStatus } of stacks) {
    if (StackStatus === 'REVIEW_IN_PROGRESS') continue;
    const { TemplateBody } = await client.send(new GetTemplateCommand({ StackName: StackId }));
    found.push(metadataOf(TemplateBody));
  }
  return found;
}

/** The platform's templates are JSON; another form is somebody else's. */
function metadataOf(body = ''): Metadata {
  try {
    return (JSON.parse(body) as { Metadata?: Metadata }).Metadata ?? {};
  } catch {
    return {};
  }
}

interface Facts {
  readonly accounts?: readonly { readonly id: string; readonly environment: Environments[string] }[];
}

/** The organization alone, or with those who hold roles beside it. */
function factsOf(described: unknown): Omit<PlatformWords, 'exceptions' | 'statement'> {
  const parts = described as Facts & { readonly organization?: Facts; readonly humans?: readonly unknown[] };
  const { accounts = [] } = parts.organization ?? parts;
  return {
    environments: Object.fromEntries(accounts.map(({ id, environment }) => [id, environment])),
    humans: parts.humans ?? [],
  };
}
