import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { TrailEvent } from '../../../lib/audit/changes/event';
import { bootstrapRoleName } from '../../../lib/names';
import type { World } from '../../../lib/prover';

/** Accounts of a small organization. */
export const PROD = '333333333333';
export const DEV = '444444444444';

/** A world that says who belongs to it and what is sanctioned, and nothing else. */
export const WORLD = {
  organizationId: 'o-abc123defg',
  accounts: [
    { id: PROD, name: 'prod', environment: 'prod' },
    { id: DEV, name: 'dev', environment: 'dev' },
  ],
  exceptions: [
    {
      id: 'runbook',
      statement: 'OnCall starts the runbook redrive in prod.',
      principals: [`arn:*:iam::${PROD}:role/aws-reserved/sso.amazonaws.com/*AWSReservedSSO_OnCall_*`],
      actions: ['ssm:StartAutomationExecution'],
      resources: [`arn:aws:ssm:eu-west-2:${PROD}:automation-definition/redrive:*`],
    },
    {
      id: 'service-role-Recorder-0-prod',
      statement: 'config.amazonaws.com acts as the role Recorder.',
      principals: [`arn:aws:iam::${PROD}:role/Recorder`],
      actions: ['s3:PutObject'],
      resources: ['*'],
      service: 'config.amazonaws.com',
    },
  ],
} as unknown as World;

const role = (path: string, name: string) => ({ arn: `arn:aws:iam::${PROD}:role${path}${name}`, userName: name });

/** Sessions by who holds them. */
export const SESSIONS = {
  deployer: session(role('/guarded/pipeline/', 'cdk-guarded-deploy-role-333333333333-eu-west-2'), 'aws-cdk-root'),
  formation: session(
    role('/guarded/pipeline/', 'cdk-guarded-cfn-exec-role-333333333333-eu-west-2'),
    'AWSCloudFormation',
  ),
  formationOfAnApplication: session(
    role('/guarded/pipeline/', bootstrapRoleName('cfn-exec', PROD, 'eu-west-2', 'orders')),
    'AWSCloudFormation',
  ),
  recorder: session(role('/', 'Recorder'), 'AWSConfig'),
  workload: session(role('/guarded/workload/', 'orders'), 'orders'),
  onCall: session(
    role('/aws-reserved/sso.amazonaws.com/eu-west-2/', 'AWSReservedSSO_OnCall_0123456789abcdef'),
    'carol@example.com',
  ),
  breakGlass: session(
    role('/aws-reserved/sso.amazonaws.com/', 'AWSReservedSSO_BreakGlass_0123456789abcdef'),
    'dave@example.com',
  ),
  stranger: session(role('/', 'Backdoor'), 'x'),
  breakGlassOfAnApplication: session(
    role('/aws-reserved/sso.amazonaws.com/eu-west-2/', 'AWSReservedSSO_orders-BreakGlass_0123456789abcdef'),
    'dave@example.com',
  ),
  callsItself: session(role('/', 'AWSReservedSSO_BreakGlass_0123456789abcdef'), 'x'),
} as const;

function session(sessionIssuer: { arn: string; userName: string }, name: string): TrailEvent['userIdentity'] {
  const arn = `arn:aws:sts::${PROD}:assumed-role/${sessionIssuer.userName}/${name}`;
  return { type: 'AssumedRole', arn, accountId: PROD, sessionContext: { sessionIssuer } };
}

let made = 0;

/** An event of prod; its id is its own where none is given. */
export function event(parts: Partial<TrailEvent> = {}): TrailEvent {
  made += 1;
  return {
    eventID: `00000000-0000-4000-8000-${String(made).padStart(12, '0')}`,
    eventTime: '2026-11-24T09:30:00Z',
    eventName: 'PutItem',
    eventSource: 'dynamodb.amazonaws.com',
    awsRegion: 'eu-west-2',
    recipientAccountId: PROD,
    readOnly: false,
    userIdentity: SESSIONS.workload,
    ...parts,
  };
}

/** A stack that the deploy role changes. */
export function deployment(parts: Partial<TrailEvent> = {}): TrailEvent {
  return event({
    eventName: 'ExecuteChangeSet',
    eventSource: 'cloudformation.amazonaws.com',
    userIdentity: SESSIONS.deployer,
    requestParameters: { stackName: `arn:aws:cloudformation:eu-west-2:${PROD}:stack/orders/0a1b` },
    ...parts,
  });
}

/** Path of a file in the layout of an organization's trail. */
export function trailPath(name: string, organization = 'o-abc123defg', account = PROD): string {
  return `AWSLogs/${organization}/${account}/CloudTrail/eu-west-2/2026/11/24/${name}.json.gz`;
}

/** Writes files of a trail, packed where their names say so. */
export function trailFolder(files: Readonly<Record<string, readonly TrailEvent[] | Buffer>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'trail-'));
  for (const [path, content] of Object.entries(files)) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    const bytes = Buffer.isBuffer(content) ? content : packed(content);
    writeFileSync(file, bytes);
  }
  return folder;
}

/** The bytes of a file of events. */
export function packed(events: readonly TrailEvent[]): Buffer {
  return gzipSync(JSON.stringify({ Records: events }));
}
