import { spawnSync, spawn } from 'node:child_process';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { join } from 'node:path';
import { changeName } from '../../lib/change/number';
import { applyAll } from '../../lib/change/apply';
import type { ChangeEvent, Verified } from '../../lib/change/events';
import { blankRecord, type ChangeRecord } from '../../lib/change/record';
import { command } from '../_helpers/command';
import { session } from '../_helpers/fake-aws/world';

const ROOT = join(__dirname, '..', '..');
const COMMAND = command();

const HOSTILE = '\u001b[2J\u009b31m\u202e';
const AT = '2026-11-23T10:00:00.000Z';
const CAROL = session('ReleaseManager', 'carol@example.com');

function record(number: number): ChangeRecord {
  const blank = blankRecord({
    change: changeName('orders', number),
    number,
    application: 'orders',
    pipeline: 'orders',
    execution: `e${number}`,
  });
  const opened = { kind: 'opened', id: 'opened', at: AT, trigger: `a push ${HOSTILE}` } as const;
  return applyAll(blank, number === 1 ? [opened] : [opened, ...story()]).record;
}

/** A fix on its way: verified, approved, past the gate, with a release in between. */
function story(): ChangeEvent[] {
  const found: Verified = {
    revision: 'r2',
    base: 'r0',
    returnTo: { change: 'orders-0', revision: 'r0' },
    digest: `sha256:${'ab'.repeat(32)}`,
    title: `Take orders by phone again, as customers asked, after the outage of last week ${HOSTILE}`,
    why: `${'Calls were dropped when the queue was full. '.repeat(4)}\n\nWay back\nNone.\n\nIncident: INC-7`,
    commits: [{ id: 'abcdef0123', author: 'Alice <alice@example.com>', title: 'Take orders by phone again' }],
    commitCount: 3,
    range: ['abcdef0123'],
    authors: ['Alice <alice@example.com>'],
    historyUnknown: false,
    incident: 'INC-7',
    proof: 'proved',
    difference: [`+ Role orders-fn may newly read the table orders ${HOSTILE}`],
  };
  const done = { passed: true, at: AT };
  return [
    { kind: 'tested', id: 't', stage: 'Test', action: 'Integration', note: '', ...done },
    { kind: 'verified', id: 'verified', at: AT, found },
    {
      kind: 'answered',
      id: 'a',
      at: AT,
      action: 'ReleaseManager',
      by: CAROL,
      approved: true,
      comment: 'Fine.',
      complete: true,
    },
    {
      kind: 'gated',
      id: 'gated:1:open',
      reason: 'The window is open until Mon 23 Nov 2026 16:00 GMT (Europe/London). orders-1 was released since.',
      returnTo: { change: 'orders-1', revision: 'r1' },
      firing: [],
      ...done,
    },
    { kind: 'deploying', id: 'd', at: AT, stage: 'Prod-one-box' },
  ];
}

/** DynamoDB, Lambda and the function URL, as far as the command goes. */
class Services {
  public requests: { headers: IncomingMessage['headers']; body: string }[] = [];
  public line = { status: 200, message: 'The line of orders is stopped.' };
  public url = '';
  private server!: Server;

  /** Whether the line is stopped. */
  public stopped = false;

  private stands(body: string): unknown {
    const by = { by: { S: 'olga@example.com' }, at: { S: AT }, reason: { S: `Odd numbers ${HOSTILE}` } };
    if (body.includes('FREEZE')) return this.stopped ? { Item: { frozen: { BOOL: true }, ...by } } : {};
    return { Item: { execution: { S: 'e2' }, change: { S: 'orders-2' }, since: { S: AT } } };
  }

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
    if (target.endsWith('GetItem') && !body.includes('CHANGE#')) return { status: 200, body: this.stands(body) };
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
  const child = spawn(process.execPath, [COMMAND, 'change', ...args], { cwd: ROOT, env });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk) => (stdout += String(chunk)));
  child.stderr.on('data', (chunk) => (stderr += String(chunk)));
  const status = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { status, stdout, stderr };
}

/** What moves a cursor or turns text; line feeds are layout. */
const MOVES = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/;

describe('guarded change', () => {
  it('lists changes for people and for programs', async () => {
    const table = await guarded('list', '--application', 'orders');
    expect(table).toMatchObject({ status: 0, stdout: expect.stringContaining('orders-2') });
    const { stdout } = await guarded('list', '--application', 'orders', '--json');
    const { changes, line } = JSON.parse(stdout) as { changes: { change: string }[]; line: object };
    expect(changes.map((one) => one.change)).toEqual(['orders-2', 'orders-1']);
    expect(line).toEqual({ frozen: null, turn: { execution: 'e2', change: 'orders-2', since: AT } });
  });

  it('lists on 80 columns who approved, whose turn it is, and that the line is stopped, by whom and why', async () => {
    services.stopped = true;
    const { stdout } = await guarded('list', '--application', 'orders');
    services.stopped = false;
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(stdout).toMatch(/^orders-2 +deploying +Take orders by phone again, as +2026-11-23 10:00$/m);
    expect(stdout).toMatch(/approved by carol@example\.com/);
    expect(stdout).toContain('On its way through prod: orders-2, since 2026-11-23 10:00:00 UTC.');
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      'The line is stopped, by olga@example.com on 2026-11-23 10:00:00 UTC: Odd numbers',
    );
    expect(stdout).not.toMatch(MOVES);
  });

  it('shows on 80 columns what, why, who, tested how, approved by whom, when, and the way back', async () => {
    const { stdout } = await guarded('show', 'orders-2');
    const lines = stdout.split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    const titles = [
      'What',
      'Why',
      'Who',
      'What changes in change control and rights',
      'Tested',
      'Answered by',
      'When',
      'Waves',
    ];
    expect(lines.filter((line) => /^[A-Z][a-z ]+$/.test(line))).toEqual([...titles, 'Way back', 'What happened']);
    const text = stdout.replace(/\s+/g, ' ');
    for (const part of [
      'orders-2 DEPLOYING Take orders by phone again',
      'A fix for incident INC-7, as its commits say',
      'and 2 more commits',
      'Test Integration: passed',
      'carol@example.com approved as ReleaseManager, 2026-11-23 10:00:00 UTC. Fine.',
      'In prod from 2026-11-23 10:00:00 UTC',
      'Stages roll back to orders-1 (revision r1). When it was verified that was orders-0; orders-1 was released since',
    ])
      expect(text).toContain(part);
    expect(stdout).not.toMatch(MOVES);
  });

  it('prints JSON that is harmless on a terminal and says the same', async () => {
    const { stdout } = await guarded('show', 'orders-2', '--json');
    expect(stdout).not.toMatch(MOVES);
    const { change } = JSON.parse(stdout) as { change: ChangeRecord };
    expect(change).toEqual(record(2));
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
    const run = spawnSync(process.execPath, [COMMAND, 'change', 'show', 'orders-1'], {
      cwd: ROOT,
      env,
      encoding: 'utf8',
    });
    expect(run.status).toBe(3);
    expect(run.stderr).toMatch(/did not answer .*Check that you are signed in .* name of the application/);
  });
});
