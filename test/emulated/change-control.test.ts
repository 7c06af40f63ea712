/* eslint-disable @typescript-eslint/no-explicit-any -- requests and templates come as any JSON */
import { mkdtempSync, rmSync } from 'node:fs';
import { execFile } from 'node:child_process';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetFunctionUrlConfigCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { readable } from '../../lib/change/tell';
import { session } from '../_helpers/fake-aws/world';
import {
  AT_EMULATOR,
  createStack,
  EMULATOR,
  letRulesHear,
  pointFunctionsAt,
  publishAssets,
  stackStatus,
  synthesize,
} from './deploy';
import { callFunction, EmulatedPipeline, isRunning, setAlarm } from './emulated-pipeline';
import { callLater, giveDeadLetterQueue, deployedPolicy, setVariables, shutUntil } from './functions';
import { sealAtOnce } from './load';
import { servePipeline } from './pipeline-server';
import { signatureFront } from './signature-front';
import { eventually, Listener, messages, pagesOf, recordOf, records } from './watch';

const ROOT = join(__dirname, '..', '..');
const CAROL = session('ReleaseManager', 'carol@example.com');
const ALICE = session('ReleaseManager', 'alice@example.com');
const OLAF = session('OnCall', 'olaf@example.com');

const pipeline = new EmulatedPipeline();
let server: Awaited<ReturnType<typeof servePipeline>>;
let outdir: string;
let listener: Listener;
/** What the Change Calendar says, which the emulator has not. */
let calendar: { State: string; NextTransitionTime?: string } = { State: 'OPEN' };

beforeAll(async () => {
  outdir = mkdtempSync(join(tmpdir(), 'guarded-synth-'));
  const template = synthesize(outdir);
  await publishAssets(outdir);
  server = await servePipeline(answer);
  pointFunctionsAt(template, server.url);
  letRulesHear(template);
  await createStack('OrdersChange', template);
  await setAlarm('eu-west-2', 'OK');
  await setAlarm('eu-west-1', 'OK');
  listener = await Listener.subscribe();
});

afterAll(() => {
  server.close();
  rmSync(outdir, { recursive: true });
});

/** Executions of the load test failed at once; all others are the model's. */
function answer(name: string, input: Record<string, any>): unknown {
  if (name === 'GetCalendarStateCommand') return calendar;
  const id = String(input.pipelineExecutionId ?? input.filter?.pipelineExecutionId ?? '');
  if (!id.startsWith('load-')) return pipeline.answer(name, input);
  if (name === 'ListActionExecutionsCommand') return { actionExecutionDetails: [] };
  return { pipelineExecution: { pipelineExecutionId: id, status: 'Failed', trigger: { triggerType: 'WebhookV2' } } };
}

function approve(by: string, ok = true): void {
  const run = pipeline.model.running().find((one) => one.category === 'Approval')!;
  pipeline.model.finish(run, { ok, summary: 'Read it.' }, by);
}

/** Up to the approval, which somebody gives. */
async function pushed(revision: string, author: string, approver: string): Promise<string> {
  const id = pipeline.push(revision, author);
  await pipeline.run();
  approve(approver);
  return id;
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

  it('kept the page that approvers read before it asked them, and the page of what became of it', async () => {
    const kept = await pagesOf('records/orders/00000001/');
    expect(kept.map(({ key }) => key)).toEqual([
      expect.stringMatching(/\/page-\d{4}-[0-9a-f]{16}\.html$/),
      expect.stringMatching(/\/record\.html$/),
    ]);
    for (const { type, text } of kept) {
      expect(type).toBe('text/html; charset=utf-8');
      expect(text).toContain('orders-1');
    }
  });

  it('refuses the approval of an author and says why', async () => {
    const id = await pushed('r2', 'Alice <alice@example.com>', ALICE);
    await pipeline.run();
    expect(pipeline.model.execution(id).summary).toContain('alice@example.com approved a change that they wrote');
    expect(await recordOf(id)).toMatchObject({ state: 'rejected' });
  });

  it('takes both waves back when an alarm fires in the second', async () => {
    pipeline.deployed = async (stage) => {
      if (stage === 'Prod-rest') await setAlarm('eu-west-1', 'ALARM');
    };
    const id = await pushed('r3', 'Bob <bob@example.com>', CAROL);
    await pipeline.run();
    pipeline.deployed = async () => undefined;
    await setAlarm('eu-west-1', 'OK');
    const record = (await recordOf(id))!;
    expect(record.state).toBe('rolled back');
    expect(record.waves.map(({ stage, state }) => `${stage} ${state}`)).toEqual([
      'Prod-one-box rolled back',
      'Prod-rest rolled back',
    ]);
  });

  it('announces each happening once, without markup of strangers in chat', async () => {
    const notices = await listener.heard();
    const ids = notices.map((notice) => notice.id);
    expect(ids.length).toBeGreaterThan(15);
    expect(new Set(ids).size).toBe(ids.length);
    expect(notices.filter((notice) => notice.kind === 'sealed').map((notice) => notice.change)).toEqual([
      'orders-1',
      'orders-2',
      'orders-3',
    ]);
  });

  it('waits for the window, then for the calendar, says until when, and goes on by itself', async () => {
    const opens = new Date(Math.ceil(Date.now() / 60_000) * 60_000 + 300_000);
    const shut = JSON.stringify(shutUntil(deployedPolicy(outdir), opens));
    await setVariables('wait-for-window', { CHANGE_POLICY: shut });
    const id = await pushed('r4', 'Bob <bob@example.com>', CAROL);
    const going = pipeline.run();
    expect((await listener.until('waiting')).text).toContain('The window is shut until');
    expect(await isRunning('wait-for-window')).toBe(true);
    expect(pipeline.model.running().map((run) => run.action)).toEqual(['WaitForWindow']);

    const transition = new Date(opens.getTime() + 1_000);
    calendar = { State: 'CLOSED', NextTransitionTime: transition.toISOString() };
    await setVariables('wait-for-window', { CHANGE_POLICY: undefined });
    expect((await listener.until('waiting')).text).toContain('Closed by the change calendar freezes');
    expect(await isRunning('wait-for-window')).toBe(true);

    calendar = { State: 'OPEN' };
    await going;
    expect(pipeline.model.execution(id).status).toBe('Succeeded');
    pipeline.noteReleased('r4');
    const waits = (await recordOf(id))!.history.filter((one) => one.kind === 'waiting');
    expect(waits.map((one) => one.text.split('. ')[0])).toEqual(
      [opens, transition].map((until) => `Waiting until ${readable(until.toISOString())}`),
    );
  });
});

describe('the line', () => {
  const signers = [CAROL, OLAF].map((arn, index) => ({
    ...{ accessKeyId: `ASIA${index}`, secretAccessKey: `secret of ${index}`, arn },
  }));
  const [carol, olaf] = signers as [(typeof signers)[number], (typeof signers)[number]];

  /** The command, as somebody runs it who is signed in. */
  async function guarded(front: string, signer: { accessKeyId: string; secretAccessKey: string }, deed: string) {
    const env = {
      ...process.env,
      AWS_ENDPOINT_URL_LAMBDA: front,
      AWS_ACCESS_KEY_ID: signer.accessKeyId,
      AWS_SECRET_ACCESS_KEY: signer.secretAccessKey,
    };
    const command = ['change', deed, 'orders', '--reason', 'Odd numbers'];
    const program = ['--conditions=source', '--import', 'tsx', join(ROOT, 'bin', 'guarded.ts'), ...command];
    return new Promise<{ code: number; out: string; told: string }>((resolve) =>
      execFile(process.execPath, program, { cwd: ROOT, env }, (error, out, told) =>
        resolve({ code: error ? Number(error.code) : 0, out, told }),
      ),
    );
  }

  it('is stopped by on call and started again by a release manager alone, known by their signatures', async () => {
    const front = await signatureFront('freeze', signers);
    try {
      const forged = await guarded(front.url, { ...olaf, secretAccessKey: 'a guess' }, 'freeze');
      expect([forged.code, forged.told]).toEqual([1, expect.stringContaining('Forbidden')]);
      expect((await guarded(front.url, olaf, 'freeze')).code).toBe(0);

      const refused = await guarded(front.url, olaf, 'unfreeze');
      expect([refused.code, refused.told]).toEqual([1, expect.stringContaining('to unfreeze takes ReleaseManager')]);
      const id = await pushed('r5', 'Bob <bob@example.com>', CAROL);
      const going = pipeline.run();
      expect((await listener.until('waiting')).text).toContain('olaf@example.com stopped the line');

      expect((await guarded(front.url, carol, 'unfreeze')).code).toBe(0);
      await going;
      expect(pipeline.model.execution(id).status).toBe('Succeeded');
      pipeline.noteReleased('r5');
    } finally {
      front.close();
    }
    expect((await listener.heard()).map((notice) => notice.kind)).toContain('unfrozen');
  });

  it('moves for nobody whose signature tells nobody: the URL asks for one, the function for a caller', async () => {
    const { FunctionUrl } = await new LambdaClient(AT_EMULATOR).send(
      new GetFunctionUrlConfigCommand({ FunctionName: 'orders-freeze' }),
    );
    const signed = { authorization: 'AWS4-HMAC-SHA256 Credential=x/20261123/eu-west-2/lambda/aws4_request' };
    expect(await post(FunctionUrl!, {})).toMatchObject({ status: 403, text: expect.stringContaining('Forbidden') });
    expect(await post(FunctionUrl!, signed)).toMatchObject({
      status: 403,
      text: expect.stringContaining('Nobody knows who calls'),
    });
  });

  /** The emulator knows the function by the host that the URL names. */
  async function post(url: string, headers: Record<string, string>): Promise<{ status: number; text: string }> {
    const body = JSON.stringify({ do: 'freeze', application: 'orders', reason: 'Odd numbers' });
    return new Promise((resolve, reject) => {
      const options = {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers, host: new URL(url).host },
      };
      const call = request(EMULATOR, options, (response) => {
        let text = '';
        response.on('data', (chunk) => (text += String(chunk)));
        response.on('end', () => resolve({ status: response.statusCode!, text }));
      });
      call.on('error', reject);
      call.end(body);
    });
  }
});

describe('nothing is lost', () => {
  let forgotten: string;

  it('refuses what was not proved; this time nobody hears how it ends', async () => {
    pipeline.proof = 'refuted';
    pipeline.eventsArrive = false;
    forgotten = await pushed('r6', 'Bob <bob@example.com>', CAROL);
    await pipeline.run();
    pipeline.proof = 'proved';
    pipeline.eventsArrive = true;
    expect(pipeline.model.execution(forgotten).summary).toContain('was not proved (refuted)');
  });

  it('keeps a record of each of 500 executions that end at once', async () => {
    const applications = ['load-a', 'load-b', 'load-c', 'load-d', 'load-e'];
    const started = Date.now();
    await Promise.all(applications.map((application) => sealAtOnce(application, 100, server.url)));
    process.stderr.write(`500 executions sealed in ${Math.round((Date.now() - started) / 100) / 10} s\n`);
    const kept = (await records()).filter((record) => record.application.startsWith('load-'));
    expect(kept).toHaveLength(500);
    expect(new Set(kept.map((record) => record.execution)).size).toBe(500);
    expect(new Set(kept.map((record) => record.change)).size).toBe(500);
    for (const application of applications) {
      const numbers = kept.filter((record) => record.application === application).map((record) => record.number);
      expect(Math.max(...numbers)).toBe(100);
    }
  }, 900_000);

  it('seals by schedule what no event told of', async () => {
    const record = await eventually('a sealed record', async () => recordOf(forgotten));
    expect(record).toMatchObject({ state: 'rejected' });
  });

  it('keeps a notice that cannot be sent, dead-letters the sweep that fails, and tells it once it can', async () => {
    await listener.heard();
    const queue = await giveDeadLetterQueue('notify');
    const topic = 'arn:aws:sns:eu-west-2:222222222222:gone';
    await setVariables('notify', { CHANGE_TOPIC_ARN: topic });
    const requestContext = { accountId: '222222222222', authorizer: { iam: { userArn: CAROL } } };
    const body = JSON.stringify({ do: 'freeze', application: 'orders', reason: 'Odd again' });
    await callFunction('freeze', { requestContext, body });
    await callLater('notify', { do: 'sweep' });
    const sweep = await eventually('a dead letter', async () =>
      (await messages(queue)).find((one) => one.includes('sweep')),
    );
    expect(JSON.parse(sweep)).toMatchObject({
      requestPayload: { do: 'sweep' },
      responsePayload: { errorMessage: expect.stringContaining('notices could not be sent') },
    });

    await setVariables('notify', { CHANGE_TOPIC_ARN: topic.replace('gone', 'orders-changes') });
    await callLater('notify', { do: 'sweep' });
    await listener.until('frozen');
    expect((await listener.heard()).filter((notice) => notice.kind === 'frozen')).toEqual([]);
  });
});

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
