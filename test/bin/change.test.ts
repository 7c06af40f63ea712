import { spawnSync, spawn } from 'node:child_process';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { join } from 'node:path';
import { changeName } from '../../lib/change/number';
import { applyAll } from '../../lib/change/apply';
import { blankRecord, type ChangeRecord } from '../../lib/change/record';

const ROOT = join(__dirname, '..', '..');
const COMMAND = ['--conditions=source', '--import', 'tsx', join(ROOT, 'bin', 'guarded.ts')];

function record(number: number): ChangeRecord {
  const blank = blankRecord({
    change: changeName('orders', number),
    number,
    application: 'orders',
    pipeline: 'orders',
    execution: `e${number}`,
  });
  const at = '2026-11-23T10:00:00.000Z';
  return applyAll(blank, [{ kind: 'opened', id: 'opened', at, trigger: 'a push \u001b[2J' }]).record;
}

/** DynamoDB, Lambda and the function URL, as far as the command goes. */
class Services {
  public requests: { headers: IncomingMessage['headers']; body: string }[] = [];
  public line = { status: 200, message: 'The line of orders is stopped.' };
  public url = '';
  private server!: Server;

  public async start(): Promise<void> {
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { status, body } = this.answer(request, Buffer.concat(chunks).toString());
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      });
    });
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.server.address() as { port: number }).port}`;
  }

  public stop(): void {
    this.server.close();
  }

  private answer(request: IncomingMessage, body: string): { status: number; body: unknown } {
    const target = String(request.headers['x-amz-target'] ?? '');
    if (target.endsWith('Query')) return { status: 200, body: { Items: [2, 1].map(item) } };
    if (target.endsWith('GetItem')) {
      const number = Number(/CHANGE#(\d+)/.exec(body)![1]);
      return { status: 200, body: number <= 2 ? { Item: item(number) } : {} };
    }
    if (request.url!.includes('/functions/')) return { status: 200, body: { FunctionUrl: `${this.url}/line` } };
    this.requests.push({ headers: request.headers, body });
    return { status: this.line.status, body: { message: this.line.message } };
  }
}

function item(number: number): unknown {
  return { record: { S: JSON.stringify(record(number)) } };
}

jest.setTimeout(60_000);

const services = new Services();
beforeAll(() => services.start());
afterAll(() => services.stop());

async function guarded(...args: string[]): Promise<{ status: number | null; stdout: string; stderr: string }> {
  const env = {
    ...process.env,
    AWS_ENDPOINT_URL: services.url,
    AWS_REGION: 'eu-west-2',
    AWS_ACCESS_KEY_ID: 'x',
    AWS_SECRET_ACCESS_KEY: 'y',
    AWS_MAX_ATTEMPTS: '1',
    NODE_NO_WARNINGS: '1',
    NO_COLOR: '1',
  };
  const child = spawn(process.execPath, [...COMMAND, 'change', ...args], { cwd: ROOT, env });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk) => (stdout += String(chunk)));
  child.stderr.on('data', (chunk) => (stderr += String(chunk)));
  const status = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { status, stdout, stderr };
}

describe('guarded change', () => {
  it('lists changes for people and for programs', async () => {
    const table = await guarded('list', '--application', 'orders');
    expect(table).toMatchObject({ status: 0, stdout: expect.stringContaining('orders-2') });
    const { stdout } = await guarded('list', '--application', 'orders', '--json');
    expect((JSON.parse(stdout) as { changes: { change: string }[] }).changes.map((one) => one.change)).toEqual([
      'orders-2',
      'orders-1',
    ]);
  });

  it('shows a record, without what would move the cursor', async () => {
    const { status, stdout } = await guarded('show', 'orders-1');
    expect([status, stdout]).toEqual([0, expect.stringContaining('orders-1  DRAFTED')]);
    expect(stdout).not.toContain('\u001b');
  });

  it.each([
    [['show', 'orders-9'], /there is no change orders-9/],
    [['show', '7'], /write orders-42/],
    [['list', '--application', 'orders', '--limit', 'many'], /write 1 to 1000/],
    [['freeze', 'orders'], /--reason/],
  ])('says what would be right: %j', async (args, message) => {
    const { status, stderr, stdout } = await guarded(...args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
  });

  it('stops the line with a signed call that names nobody', async () => {
    services.line = { status: 200, message: 'The line of orders is stopped.' };
    const { status, stdout } = await guarded('freeze', 'orders', '--reason', 'Odd numbers');
    expect([status, stdout]).toEqual([0, 'The line of orders is stopped.\n']);
    const { headers, body } = services.requests.at(-1)!;
    expect(headers.authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=x\/\d{8}\/eu-west-2\/lambda\/aws4_request/);
    expect(JSON.parse(body)).toEqual({ do: 'freeze', application: 'orders', reason: 'Odd numbers' });
  });

  it('ends with 1 where it is refused, and 3 where the service fails', async () => {
    services.line = { status: 403, message: 'Ask somebody who holds ReleaseManager.' };
    expect(await guarded('unfreeze', 'orders', '--reason', 'x')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('Ask somebody'),
    });
    services.line = { status: 503, message: 'Try again.' };
    expect(await guarded('continue', 'orders-1', '--reason', 'x')).toMatchObject({ status: 3 });
  });

  it('ends with 3 where nothing answers', () => {
    const env = {
      ...process.env,
      AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
      AWS_REGION: 'eu-west-2',
      AWS_ACCESS_KEY_ID: 'x',
      AWS_SECRET_ACCESS_KEY: 'y',
      AWS_MAX_ATTEMPTS: '1',
      NODE_NO_WARNINGS: '1',
    };
    const run = spawnSync(process.execPath, [...COMMAND, 'change', 'show', 'orders-1'], {
      cwd: ROOT,
      env,
      encoding: 'utf8',
    });
    expect(run.status).toBe(3);
    expect(run.stderr).toMatch(/did not answer .*Check the name/);
  });
});
