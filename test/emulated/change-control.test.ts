/* eslint-disable @typescript-eslint/no-explicit-any -- requests and templates come as any JSON */
import { mkdtempSync, rmSync } from 'node:fs';
import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { SubscribeCommand, SNSClient } from '@aws-sdk/client-sns';
import { type ChangeRecord, recordSchema } from '../../lib/change/record';
import { session } from '../_helpers/fake-aws/world';
import {
  AT_EMULATOR,
  createStack,
  EMULATOR,
  pointFunctionsAt,
  publishAssets,
  stackStatus,
  synthesize,
  TOOLING,
} from './deploy';
import { callFunction, EmulatedPipeline, RECORDS, setAlarm } from './emulated-pipeline';
import { servePipeline } from './pipeline-server';

const s3 = new S3Client({ ...AT_EMULATOR, forcePathStyle: true });
const sqs = new SQSClient(AT_EMULATOR);
const CAROL = session('ReleaseManager', 'carol@example.com');
const ALICE = session('ReleaseManager', 'alice@example.com');

const pipeline = new EmulatedPipeline();
let server: Awaited<ReturnType<typeof servePipeline>>;
let outdir: string;
let queue: string;

beforeAll(async () => {
  outdir = mkdtempSync(join(tmpdir(), 'guarded-synth-'));
  const template = synthesize(outdir);
  await publishAssets(outdir);
  server = await servePipeline(answer);
  pointFunctionsAt(template, server.url);
  await createStack('OrdersChange', template);
  await setAlarm('eu-west-2', 'OK');
  await setAlarm('eu-west-1', 'OK');
  queue = await listen();
});

afterAll(() => {
  server.close();
  rmSync(outdir, { recursive: true });
});

/** Executions of the load test failed at once; all others are the model's. */
function answer(name: string, input: Record<string, any>): unknown {
  const id = String(input.pipelineExecutionId ?? input.filter?.pipelineExecutionId ?? '');
  if (!id.startsWith('load-')) return pipeline.answer(name, input);
  if (name === 'ListActionExecutionsCommand') return { actionExecutionDetails: [] };
  return { pipelineExecution: { pipelineExecutionId: id, status: 'Failed', trigger: { triggerType: 'WebhookV2' } } };
}

async function listen(): Promise<string> {
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'listener' }));
  const TopicArn = `arn:aws:sns:${TOOLING.region}:${TOOLING.account}:orders-changes`;
  const Endpoint = `arn:aws:sqs:${TOOLING.region}:${TOOLING.account}:listener`;
  await new SNSClient(AT_EMULATOR).send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint }));
  return QueueUrl!;
}

async function heard(): Promise<{ id: string; text: string; change?: string; kind: string }[]> {
  const notices = [];
  for (let empty = 0; empty < 5;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: queue, MaxNumberOfMessages: 10, VisibilityTimeout: 600 }),
    );
    notices.push(...Messages.map((one) => JSON.parse((JSON.parse(one.Body!) as { Message: string }).Message)));
    if (Messages.length) empty = 0;
    else if (++empty < 5) await new Promise((resolve) => setTimeout(resolve, 400));
  }
  return notices;
}

async function records(): Promise<ChangeRecord[]> {
  const keys: string[] = [];
  let token: string | undefined;
  do {
    const page = await s3.send(
      new ListObjectsV2Command({ Bucket: RECORDS, Prefix: 'records/', ContinuationToken: token }),
    );
    keys.push(...(page.Contents ?? []).map((one) => one.Key!).filter((key) => key.endsWith('/record.json')));
    token = page.NextContinuationToken;
  } while (token);
  return Promise.all(
    keys.map(async (Key) => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: RECORDS, Key }));
      return recordSchema.parse(JSON.parse(await Body!.transformToString()));
    }),
  );
}

function approve(by: string, ok = true): void {
  const run = pipeline.model.running().find((one) => one.category === 'Approval')!;
  pipeline.model.finish(run, { ok, summary: 'Read it.' }, by);
}

async function recordOf(execution: string): Promise<ChangeRecord> {
  return (await records()).find((one) => one.execution === execution)!;
}

describe('change control, deployed', () => {
  it('releases what a second person approved, and seals one record', async () => {
    const id = pipeline.push('r1', 'Alice <alice@example.com>');
    await pipeline.run();
    expect(pipeline.model.running().map((run) => run.stage)).toEqual(['Approve']);
    approve(CAROL);
    await pipeline.run();
    expect(pipeline.model.execution(id).status).toBe('Succeeded');
    expect(await recordOf(id)).toMatchObject({ change: 'orders-1', state: 'succeeded' });
    pipeline.noteReleased('r1');
  });

  it('refuses the approval of an author and says why', async () => {
    const id = pipeline.push('r2', 'Alice <alice@example.com>');
    await pipeline.run();
    approve(ALICE);
    await pipeline.run();
    expect(pipeline.model.execution(id).summary).toContain('alice@example.com approved a change that they wrote');
    expect(await recordOf(id)).toMatchObject({ state: 'rejected' });
  });

  it('takes both waves back when an alarm fires in the second', async () => {
    pipeline.deployed = async (stage) => {
      if (stage === 'Prod-rest') await setAlarm('eu-west-1', 'ALARM');
    };
    const id = pipeline.push('r3', 'Bob <bob@example.com>');
    await pipeline.run();
    approve(CAROL);
    await pipeline.run();
    pipeline.deployed = async () => undefined;
    await setAlarm('eu-west-1', 'OK');
    const record = await recordOf(id);
    expect(record.state).toBe('rolled back');
    expect(record.waves.map(({ stage, state }) => `${stage} ${state}`)).toEqual([
      'Prod-one-box rolled back',
      'Prod-rest rolled back',
    ]);
  });

  it('admits no deployment of what is sealed, however it ended', async () => {
    const sealed = pipeline.model.state.executions.filter((one) => one.type === 'STANDARD');
    expect(sealed).toHaveLength(3);
    for (const { id, artifact: digest } of sealed) {
      const question = { application: 'orders', pipeline: 'orders', execution: id, digest, stage: 'Prod-one-box' };
      const answer = JSON.parse(await callFunction('admit', question)) as { verdict: string; reason: string };
      const { state } = await recordOf(id);
      expect(answer).toMatchObject({ ...question, verdict: 'refuse' });
      expect(answer.reason).toContain(`is sealed (${state}) and must not be deployed again`);
    }
  });

  it('announces each happening once, without markup of strangers in chat', async () => {
    const notices = await heard();
    const ids = notices.map((notice) => notice.id);
    expect(ids.length).toBeGreaterThan(15);
    expect(new Set(ids).size).toBe(ids.length);
    expect(notices.filter((notice) => notice.kind === 'sealed').map((notice) => notice.change)).toEqual([
      'orders-1',
      'orders-2',
      'orders-3',
    ]);
  });

  it('stops the line for a caller known by the signature, and for nobody else', async () => {
    const body = JSON.stringify({ do: 'freeze', application: 'orders', reason: 'Odd numbers' });
    const anonymous = JSON.parse(await callFunction('freeze', { body })) as { statusCode: number };
    const requestContext = { authorizer: { iam: { userArn: CAROL } } };
    const known = JSON.parse(await callFunction('freeze', { requestContext, body })) as { statusCode: number };
    expect([anonymous.statusCode, known.statusCode]).toEqual([403, 200]);
    expect((await heard()).map((notice) => notice.kind)).toEqual(['frozen']);
  });

  it('keeps a record of each of 500 executions that end at once', async () => {
    const applications = ['load-a', 'load-b', 'load-c', 'load-d', 'load-e'];
    const started = Date.now();
    await Promise.all(applications.map((application) => sealAtOnce(application, 100)));
    process.stderr.write(`500 executions sealed in ${Math.round((Date.now() - started) / 100) / 10} s\n`);
    const kept = (await records()).filter((record) => record.application.startsWith('load-'));
    expect(kept).toHaveLength(500);
    expect(new Set(kept.map((record) => record.execution)).size).toBe(500);
    expect(new Set(kept.map((record) => record.change)).size).toBe(500);
    for (const application of applications) {
      const numbers = kept.filter((record) => record.application === application).map((record) => record.number);
      expect(Math.max(...numbers)).toBe(100);
    }
  });
});

/** So many executions of an application, one in ten of them told twice, through the bundle in a process of its own. */
async function sealAtOnce(application: string, count: number): Promise<void> {
  const ids = Array.from({ length: count }, (_, index) => `${application}-${index}`);
  const policy = {
    window: { timeZone: 'UTC', open: [{ days: ['Mon'], from: '00:00', to: '24:00' }] },
    approvals: ['ReleaseManager'],
    waves: [
      { stage: 'Prod', bakeMinutes: 1, targets: [{ account: '333333333333', region: 'eu-west-2', readerRole: 'x' }] },
    ],
  };
  const env = {
    ...process.env,
    AWS_ENDPOINT_URL: EMULATOR,
    AWS_ENDPOINT_URL_CODEPIPELINE: server.url,
    APPLICATION: application,
    PIPELINE: application,
    CHANGE_TABLE: 'orders-changes',
    CHANGE_BUCKET: RECORDS,
    CHANGE_POLICY: JSON.stringify(policy),
    LOAD_BUNDLE: join(__dirname, '..', '..', 'dist', 'runtime', 'record', 'index.js'),
    LOAD_EXECUTIONS: JSON.stringify([...ids, ...ids.filter((_, index) => index % 10 === 0)]),
  };
  await promisify(execFile)(process.execPath, [join(__dirname, 'load-worker.js')], { env });
}

describe('a stack that does not deploy', () => {
  it('is noticed: change control with something that the emulator does not know', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'guarded-synth-'));
    const template = synthesize(folder, { application: 'parcels' });
    rmSync(folder, { recursive: true });
    template.Resources.Unknown = { Type: 'AWS::CodePipeline::Pipeline', Properties: {} };
    await expect(createStack('ParcelsChange', template)).rejects.toThrow(/AWS::CodePipeline::Pipeline/);
    expect(await stackStatus('ParcelsChange')).toBe('none');
    await expect(callFunction('gate', {}, 'parcels')).rejects.toThrow();
  });
});
