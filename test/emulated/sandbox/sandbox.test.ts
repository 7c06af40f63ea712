import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LeaseView } from '../../../lib/sandbox/lease';
import { EMULATOR } from '../deploy';
import { eventually } from '../watch';
import { type Emulation, emulateSandbox, type Person } from './emulation';
import { Facts } from './facts';
import { ROOT } from './place';
import { callUrl } from './url';

let emulation: Emulation;
let facts: Facts;
let heard: () => Promise<string[]>;
const told: string[] = [];

beforeAll(async () => {
  emulation = await emulateSandbox(EMULATOR);
  facts = new Facts(EMULATOR, emulation.place);
  heard = await facts.listen();
  await facts.makeStack('notes-dev-eu-west-2-notes');
  await facts.makeStack('notes-lease-search');
});

afterAll(async () => {
  await emulation?.builds.rest();
  emulation?.close();
});

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** The command, as somebody types it in a working copy of notes. */
async function guarded(person: Person, ...args: string[]): Promise<Ran> {
  const { copy } = emulation.repository;
  const env = { PATH: process.env.PATH, HOME: copy, NO_COLOR: '1', ...emulation.signedIn(person) };
  const loader = ['--conditions=source', '--import', join(ROOT, 'node_modules/tsx/dist/loader.mjs')];
  const program = [...loader, join(ROOT, 'bin', 'guarded.ts'), 'env', ...args];
  return new Promise((resolve) =>
    execFile(process.execPath, program, { cwd: copy, env }, (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, out, err }),
    ),
  );
}

async function shown(name: string): Promise<LeaseView> {
  return JSON.parse((await guarded('bob', 'show', name, '--json')).out) as LeaseView;
}

/** Each look starts the command anew, which takes what a build on a small machine needs. */
async function patiently<T>(what: string, ask: () => Promise<T | undefined>): Promise<T> {
  return eventually(what, ask, 280, 4000);
}

/** Until somebody's environment is gone; in the end there is nothing of that name. */
async function untilGone(name: string): Promise<void> {
  await patiently(`the end of ${name}`, async () => (await guarded('bob', 'show', name)).code === 2 || undefined);
}

async function notice(subject: string): Promise<void> {
  await eventually(`the notice "${subject}"`, async () => {
    told.push(...(await heard()));
    return told.includes(subject) || undefined;
  });
}

describe('an environment of one’s own, deployed', () => {
  let url: string;

  it('is built and deployed, which is seen line by line, and tells its URL', async () => {
    const made = await guarded('alice', 'create', '--branch', 'feature/search', '--ttl', '4m', '--wait');
    expect(made.err).not.toContain('Warning');
    expect(made.err).toMatch(/building feature\/search …\n(.*\n)*deploying search …\n/);
    expect(made.err).toMatch(/\d\d:\d\d:\d\d CREATE_COMPLETE +AWS::Lambda::Function Notes/);
    expect(made.code).toBe(0);
    expect(made.out).toMatch(/^search {2}READY\napplication {2}notes\nbranch {7}feature\/search \([0-9a-f]{12}\)/);
    url = /^Url +(https:\S+)$/m.exec(made.out)![1]!;
    expect(await facts.stacks('notes-lease-search-')).toEqual(['notes-lease-search-eu-west-2-notes']);
    await notice('notes: search ready');
  });

  it('answers whoever signs', async () => {
    expect((await callUrl(EMULATOR, url, { text: 'Buy milk' }, false)).status).toBe(403);
    expect(await callUrl(EMULATOR, url, { text: 'Buy milk' })).toMatchObject({ status: 201 });
    expect(JSON.parse((await callUrl(EMULATOR, url)).text)).toEqual({ notes: ['Buy milk'] });
  });

  it('is seen by everybody of the team, in the terminal and as a page, with its log', async () => {
    const page = join(emulation.repository.copy, 'page.html');
    const listed = await guarded('bob', 'list', '--html', page);
    expect(listed.out).toMatch(/search +ready +alice@example.com +feature\/search +\d minutes/);
    expect(readFileSync(page, 'utf8')).toContain('<td>alice@example.com</td>');
    expect((await guarded('bob', 'logs', 'search')).out).toContain('✅  notes-lease-search-eu-west-2/notes');
  });

  it('lives longer where its owner says why, and nobody else may say so', async () => {
    const before = await shown('search');
    const refused = await guarded('bob', 'extend', 'search', '--ttl', '1m');
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('search belongs to alice@example.com')]);
    expect((await guarded('alice', 'extend', 'search', '--ttl', '1m', '--reason', 'a demo')).code).toBe(0);
    const { expires, history } = await shown('search');
    expect(Date.parse(expires) - Date.parse(before.expires)).toBe(60_000);
    expect(history.at(-1)).toMatchObject({ by: 'alice@example.com', what: expect.stringContaining('a demo') });
  });
});

describe('a quota', () => {
  it('says which environments use it up: of a person, then of the team', async () => {
    expect((await guarded('alice', 'create', '--branch', 'main', '--name', 'tags')).code).toBe(0);
    const person = await guarded('alice', 'create', '--branch', 'main', '--name', 'third', '--json');
    expect(person.code).toBe(1);
    expect(person.err).toContain('alice@example.com has all 2 environments that the quota allows: search, tags.');
    expect(JSON.parse(person.out)).toMatchObject({ refused: 'quota', leases: ['search', 'tags'] });
    expect((await guarded('bob', 'create', '--branch', 'feature/export')).code).toBe(0);
    const team = await guarded('bob', 'create', '--branch', 'main');
    expect([team.code, team.err]).toEqual([1, expect.stringContaining('The team has all 3 environments')]);
  });

  it('has room again when its owner deletes one, also while it is on its way', async () => {
    expect((await guarded('bob', 'delete', 'tags')).code).toBe(1);
    expect((await guarded('alice', 'delete', 'tags', '--reason', 'not needed')).code).toBe(0);
    expect((await guarded('bob', 'delete', 'export')).code).toBe(0);
    await untilGone('tags');
    await untilGone('export');
    expect(await facts.stacks('notes-lease-tags-')).toEqual([]);
    expect(await facts.stacks('notes-lease-export-')).toEqual([]);
  });

  it('has room again when something that could not be built is gone, and that is told', async () => {
    const made = await guarded('bob', 'create', '--branch', 'feature/nowhere', '--wait');
    expect([made.code, made.err]).toEqual([1, expect.stringContaining('there is no branch feature/nowhere to build')]);
    await untilGone('nowhere');
    await notice('notes: nowhere failed');
    const ended = await guarded('bob', 'list', '--ended');
    expect(ended.out).toMatch(/nowhere +bob@example.com.*there is no branch feature\/nowhere to build; push it first/);
  });
});

describe('prod', () => {
  it('is nobody’s to make', async () => {
    const made = await guarded('alice', 'create', '--branch', 'main', '--name', 'prod');
    expect(made.code).toBe(1);
    expect(made.err).toContain('Nobody makes prod: what is pushed to main reaches test and prod through the pipeline.');
  });

  it('has no self-service: whoever is signed in there reads where it is', async () => {
    const made = await guarded('alice in prod', 'create', '--branch', 'main');
    expect(made.code).toBe(3);
    expect(made.err).toContain('There are no self-service environments of notes where you are signed in.');
    expect(made.err).toContain('They live in the dev account of notes');
    expect(made.err).toContain('Nobody makes environments in test or prod');
  });

  it('or anywhere: who signed in too long ago reads how to do it again', async () => {
    const listed = await guarded('alice yesterday', 'list');
    expect([listed.code, listed.err]).toEqual([3, expect.stringContaining('Renew it: aws sso login')]);
  });
});

describe('a preview', () => {
  it('comes with its branch, follows a push, and goes with the branch', async () => {
    const { builds, repository } = emulation;
    repository.drop('feature/search');
    repository.drop('feature/export');
    await builds.hear('branches');
    const ready = async (revision?: string) => {
      const lease = await shown('pr-feature-tags').catch(() => undefined);
      return lease?.state === 'ready' && lease.phase === null && lease.revision !== revision ? lease : undefined;
    };
    const first = await patiently('the preview', () => ready());
    expect(first).toMatchObject({ owner: 'preview', branch: 'feature/tags' });
    repository.push('feature/tags', '// more\n');
    await builds.hear('branches');
    const second = await patiently('the preview of the push', () => ready(first.revision!));
    expect(await facts.stacks('notes-lease-pr-')).toHaveLength(1);
    expect(second.created).toBe(first.created);
    repository.drop('feature/tags');
    await builds.hear('branches');
    await untilGone('pr-feature-tags');
    expect(await facts.stacks('notes-lease-pr-')).toEqual([]);
  });
});

describe('the end', () => {
  it('comes by itself, after a warning, and leaves nothing but a record', async () => {
    await untilGone('search');
    await notice('notes: search warned');
    expect(await facts.stacks('notes-lease-search-')).toEqual([]);
    expect(await facts.logGroups('/aws/lambda/notes-lease-search-')).toEqual([]);
    const ended = await guarded('bob', 'list', '--ended', '--json');
    const [record] = (JSON.parse(ended.out) as { ended: { name: string }[] }).ended.filter(
      ({ name }) => name === 'search',
    );
    const kept = (await facts.records()).find(({ name }) => name === 'search')!;
    expect(record).toEqual(kept);
    expect(kept).toMatchObject({ owner: 'alice@example.com', branch: 'feature/search', problem: null });
    expect(kept.history.map(({ what }) => what)).toEqual([
      expect.stringMatching(/^asked for feature\/search until /),
      expect.stringMatching(/^deployed [0-9a-f]{40}$/),
      expect.stringMatching(/^extended it to .*: a demo$/),
      'is about to end',
      'reached its end',
      'is gone',
    ]);
  });

  it('touches nothing that is no environment’s, whatever it is called', async () => {
    expect(await facts.stacks('notes-dev-')).toEqual(['notes-dev-eu-west-2-notes']);
    expect(await facts.stacks('notes-lease-')).toEqual(['notes-lease-search']);
    expect(await facts.stacks('guarded-sandbox-')).toEqual(['guarded-sandbox-code-notes', 'guarded-sandbox-notes']);
  });

  it('gives every place back', async () => {
    expect((await facts.items()).filter((kind) => kind !== 'ENDED')).toEqual([]);
    expect(await facts.schedules()).toEqual([]);
    expect((await guarded('alice', 'list')).out).toContain('There is no environment.');
  });
});
