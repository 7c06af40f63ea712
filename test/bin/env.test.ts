import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { api } from '../../lib/runtime/sandbox/api';
import { command } from '../_helpers/command';
import { sandboxPolicy, signedBy } from '../_helpers/sandbox-world/policy';
import { Scene } from '../_helpers/sandbox-world/scene';
import { sandboxWorld } from '../_helpers/sandbox-world/world';

const ROOT = join(__dirname, '..', '..');
const COMMAND = command();

let scene: Scene;
let server: Server;
let url: string;
/** What Lambda answers where somebody asks for the URL; the URL itself where nothing is said. */
let lambda: { status: number; type: string; message: string } | undefined;
/** Whom the front takes the caller for. */
let user: string;
let folder: string;

beforeEach(async () => {
  scene = new Scene(sandboxPolicy({ quota: { person: 1, team: 5 } }), sandboxWorld(Date.now()));
  lambda = undefined;
  user = 'alice@example.com';
  folder = mkdtempSync(join(tmpdir(), 'guarded-env-'));
  server = createServer((request, response) => void serve(request, response)).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  url = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
});

afterEach(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

/** Lambda's answer to where the function is, and the function behind the signature. */
async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  if (request.method === 'GET') {
    const { status = 200, type = '', message = '' } = lambda ?? {};
    response.writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': type });
    response.end(JSON.stringify(lambda ? { Message: message } : { FunctionUrl: `${url}/` }));
    return;
  }
  const body = Buffer.concat(chunks).toString('utf8');
  const answer = await api(scene.runtime, { requestContext: signedBy(user), body, headers: request.headers });
  await scene.run(scene.world.now + 60_000);
  response.writeHead(answer.statusCode, answer.headers).end(answer.body);
}

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function guarded(args: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<Ran> {
  const env = {
    PATH: process.env.PATH,
    NO_COLOR: '1',
    HOME: folder,
    AWS_REGION: 'eu-west-2',
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_ENDPOINT_URL_LAMBDA: url,
    AWS_MAX_ATTEMPTS: '1',
    AWS_EC2_METADATA_DISABLED: 'true',
    ...more,
  };
  const child = spawn(process.execPath, [COMMAND, 'env', ...args], { env, cwd: ROOT });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString('utf8')));
  return new Promise((resolve) => child.on('exit', (code) => resolve({ code: code ?? -1, out, err })));
}

const ORDERS = ['--application', 'orders'];

it('makes, shows, extends and deletes an environment', async () => {
  const made = await guarded(['create', ...ORDERS, '--branch', 'feature/search', '--ttl', '2d', '--wait']);
  expect(made.err).toContain('building feature/search …');
  expect(made.code).toBe(0);
  expect(made.out).toMatch(/^search {2}READY\n/);
  expect(made.out).toContain('Url          https://orders-lease-search-eu-west-2-orders.test/');
  expect(made.out).toMatch(/time left {4}(2 days|47 hours)/);
  expect(made.out).toContain('cost         not billed yet of $50');
  const extended = await guarded(['extend', 'search', ...ORDERS, '--ttl', '1d', '--reason', 'demo', '--json']);
  expect(JSON.parse(extended.out)).toMatchObject({
    name: 'search',
    state: 'ready',
    outputs: { Url: expect.any(String) },
  });
  const listed = await guarded(['list', ...ORDERS, '--html', join(folder, 'page.html')]);
  expect(listed.out).toMatch(
    /^name +state +owner +branch +time left +cost\nsearch +ready +alice@example.com +feature\/search/,
  );
  expect(readFileSync(join(folder, 'page.html'), 'utf8')).toContain('<td>alice@example.com</td>');
  expect((await guarded(['logs', 'search', ...ORDERS])).out).toContain('a line\n');
  expect((await guarded(['delete', 'search', ...ORDERS])).code).toBe(0);
  await scene.run();
  const ended = await guarded(['list', ...ORDERS, '--ended']);
  expect(ended.out).toMatch(/search +alice@example.com +feature\/search/);
});

it('says which environments use the quota up, and ends with 1', async () => {
  await guarded(['create', ...ORDERS, '--branch', 'main', '--name', 'mine']);
  const refused = await guarded(['create', ...ORDERS, '--branch', 'main', '--name', 'next', '--json']);
  expect(refused.code).toBe(1);
  expect(refused.err).toContain(
    'alice@example.com has all 1 environments that the quota allows: mine. Delete one first',
  );
  expect(JSON.parse(refused.out)).toEqual({ refused: 'quota', why: expect.any(String), leases: ['mine'] });
  user = 'bob@example.com';
  const taken = await guarded(['create', ...ORDERS, '--branch', 'main', '--name', 'mine']);
  expect(taken).toMatchObject({
    code: 1,
    err: expect.stringContaining('There is an environment mine already: alice@'),
  });
});

it('tells a branch that cannot be built', async () => {
  const made = await guarded(['create', ...ORDERS, '--branch', 'nowhere', '--wait']);
  expect(made.code).toBe(1);
  expect(made.err).toContain('there is no branch nowhere to build; push it first');
});

it('refuses to make prod, and says how prod is reached', async () => {
  const made = await guarded(['create', ...ORDERS, '--branch', 'main', '--name', 'prod']);
  expect(made.code).toBe(1);
  expect(made.err).toContain('what is pushed to main reaches test and prod through the pipeline');
});

it.each<[string, string[], string]>([
  [
    'a lifetime without a unit',
    ['create', '--branch', 'x', '--ttl', '3'],
    '"3" is no lifetime: write a number and m, h or d',
  ],
  ['a lifetime in weeks', ['extend', 'mine', '--ttl', '1w'], '"1w" is no lifetime'],
  ['a budget in words', ['create', '--branch', 'x', '--budget', 'much'], '"much" is no budget'],
  ['a budget of nothing', ['create', '--branch', 'x', '--budget', '0'], '"0" is no budget'],
  ['a name in capitals', ['create', '--branch', 'x', '--name', 'Mine'], 'lower-case letters'],
  ['a name that is too long', ['show', 'a'.repeat(19)], 'at most 18 characters'],
  ['a branch that is an option', ['create', '--branch=--all'], 'write the name of a branch'],
  ['a branch that is a path', ['create', '--branch', '../x'], 'write the name of a branch'],
  ['a name that nothing has', ['show', 'nothing'], 'There is no environment nothing'],
  ['no name', ['show'], "missing required argument 'name'"],
  ['an unknown option', ['list', '--all'], 'unknown option'],
  ['an application that is none', ['list', '--application', 'Orders!'], '"Orders!" is no name of an application'],
])('%s is bad input', async (_, args, message) => {
  const ran = await guarded(args.includes('--application') ? args : [...args, ...ORDERS]);
  expect(ran.err).toContain(message);
  expect(ran.code).toBe(2);
  expect(ran.out).toBe('');
  expect(await scene.leases()).toEqual([]);
});

it.each<[string, typeof lambda, string]>([
  [
    'credentials that ran out',
    { status: 403, type: 'ExpiredTokenException', message: 'expired' },
    'Renew it: aws sso login',
  ],
  [
    'an account without self-service',
    { status: 404, type: 'ResourceNotFoundException', message: 'no' },
    'They live in the dev account of orders',
  ],
  ['prod', { status: 403, type: 'AccessDeniedException', message: 'no' }, 'Nobody makes environments in test or prod'],
  ['a service that is busy', { status: 429, type: 'TooManyRequestsException', message: 'slow' }, 'did not answer'],
])('%s: says what to do, and ends with 3', async (_, answer, message) => {
  lambda = answer;
  const ran = await guarded(['list', ...ORDERS]);
  expect(ran.err).toContain(message);
  expect(ran).toMatchObject({ code: 3, out: '' });
});

it('loads nothing of CDK, neither for help nor for a request', () => {
  const script = `
    const { register } = require('node:module');
    const loaded = [];
    const Module = require('node:module');
    const load = Module._load;
    Module._load = function (name, ...rest) { loaded.push(name); return load.call(this, name, ...rest); };
    process.argv = [process.execPath, 'guarded', 'env', 'list', '--application', 'orders'];
    require(${JSON.stringify(join(ROOT, 'bin', 'guarded.ts'))});
    process.on('exit', () => process.stdout.write(JSON.stringify(loaded.filter((name) => /aws-cdk-lib|^constructs$|cdk-nag/.test(name)))));
  `;
  const env = {
    ...process.env,
    AWS_REGION: 'eu-west-2',
    AWS_ENDPOINT_URL_LAMBDA: 'http://127.0.0.1:9',
    AWS_MAX_ATTEMPTS: '1',
  };
  const keys = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' };
  const ran = spawnSync(process.execPath, ['--conditions=source', '--import', 'tsx', '-e', script], {
    cwd: ROOT,
    env: { ...env, ...keys },
    encoding: 'utf8',
  });
  expect(ran.stdout).toBe('[]');
});
