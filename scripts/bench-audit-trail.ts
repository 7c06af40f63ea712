/** Trails as they are delivered: packed files of some thousand events, made while they are read. */
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import type { TrailFile } from '../lib/audit/changes/files';
import type { World } from '../lib/prover';

/** Events of a file. */
const EVENTS = 5000;
const PARTITION = 'aws';
const MINUTE = 60_000;

const SESSIONS = [
  ['guarded/workload/', 'orders', 'PutItem', 'dynamodb.amazonaws.com', false],
  ['guarded/workload/', 'orders', 'GetItem', 'dynamodb.amazonaws.com', true],
  [
    'aws-reserved/sso.amazonaws.com/',
    'AWSReservedSSO_OnCall_0123456789abcdef',
    'DescribeAlarms',
    'monitoring.amazonaws.com',
    true,
  ],
  ['guarded/pipeline/', 'cdk-guarded-cfn-exec-role', 'UpdateFunctionCode', 'lambda.amazonaws.com', false],
] as const;

function event(world: World, at: number): Record<string, unknown> {
  const account = world.accounts[at % world.accounts.length].id;
  const [path, name, eventName, eventSource, readOnly] = SESSIONS[at % SESSIONS.length];
  const rare = at % 100_003 === 0;
  return {
    eventVersion: '1.11',
    userIdentity: {
      type: 'AssumedRole',
      principalId: 'AROAEXAMPLE:session',
      arn: `arn:${PARTITION}:sts::${account}:assumed-role/${name}/session`,
      accountId: account,
      ...(name.includes('cfn-exec') ? { invokedBy: 'cloudformation.amazonaws.com' } : {}),
      sessionContext: {
        sessionIssuer: {
          type: 'Role',
          arn: `arn:${PARTITION}:iam::${account}:role/${rare ? '' : path}${name}`,
          userName: name,
        },
      },
    },
    eventTime: new Date(Date.UTC(2026, 0, 1) + at * 40).toISOString().replace(/\.\d+Z$/, 'Z'),
    eventSource,
    eventName,
    awsRegion: 'eu-west-2',
    sourceIPAddress: '192.0.2.1',
    userAgent: 'aws-sdk-nodejs/3 something of the usual length that nobody reads but everybody stores',
    requestParameters: { tableName: 'orders', key: { id: String(at) }, returnConsumedCapacity: 'NONE' },
    responseElements: null,
    requestID: `request-${at}`,
    eventID: `${String(at).padStart(8, '0')}-0000-4000-8000-000000000000`,
    readOnly,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: account,
    eventCategory: 'Management',
  };
}

/** Files of so many events in all. */
export function* generatedFiles(world: World, count: number): Generator<TrailFile> {
  for (let from = 0; from < count; from += EVENTS) {
    const events = Array.from({ length: Math.min(EVENTS, count - from) }, (_, at) => event(world, from + at));
    const day = new Date(Date.UTC(2026, 0, 1) + from * MINUTE).toISOString().slice(0, 10).replace(/-/g, '/');
    const path = `AWSLogs/${world.organizationId}/${world.accounts[0].id}/CloudTrail/eu-west-2/${day}/${from}.json.gz`;
    yield {
      path,
      open: () => Promise.resolve(Readable.from([gzipSync(JSON.stringify({ Records: events }), { level: 1 })])),
    };
  }
}
