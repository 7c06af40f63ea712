/** What workers keep between suites: see runtime.js and environment.js. */
import { spawnSync } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as names from '../../../lib/names';

interface Environment {
  teardown(): Promise<void>;
}
const KeepingEnvironment = jest.requireActual<new (config: object) => Environment>('./environment');
const { Leaks } = jest.requireActual<{
  Leaks: new () => { remember(path: string, exported: object): void; found(): string[] };
}>('./leaks');
const { listenersOf, restoreListeners } =
  jest.requireActual<Record<'listenersOf' | 'restoreListeners', (emitter: EventEmitter, before?: unknown) => unknown>>(
    './restore',
  );
const root = join(__dirname, '../../..');

const environment = (): Environment =>
  new KeepingEnvironment({ projectConfig: { testEnvironmentOptions: {}, fakeTimers: {} } });

it('takes away what a suite leaves on the global object, on process and in the environment variables', async () => {
  const before = { fetch: globalThis.fetch, path: process.env.PATH, argv: process.argv, exit: process.exitCode };
  const one = environment();
  Object.assign(globalThis, { left: 1, fetch: undefined });
  Object.assign(process, { left: 1, argv: [], exitCode: 3 });
  Object.assign(process.env, { LEFT: 'x', PATH: '' });
  process.on('SIGUSR2', () => undefined);
  await one.teardown();
  expect([globalThis, process].some((each) => 'left' in each)).toBe(false);
  expect({ fetch: globalThis.fetch, path: process.env.PATH, argv: process.argv, exit: process.exitCode }).toEqual(
    before,
  );
  expect([process.env.LEFT, process.listenerCount('SIGUSR2')]).toEqual([undefined, 0]);
});

it('gives real timers back', async () => {
  const real = globalThis.setTimeout;
  const one = environment();
  globalThis.setTimeout = (() => 0) as never;
  await one.teardown();
  expect(globalThis.setTimeout).toBe(real);
});

it('leaves the listeners that there were', () => {
  const emitter = new EventEmitter().on('x', () => undefined);
  const before = listenersOf(emitter);
  emitter.on('x', () => undefined).on('y', () => undefined);
  restoreListeners(emitter, before);
  expect([emitter.listenerCount('x'), emitter.listenerCount('y')]).toEqual([1, 0]);
});

describe('a module that suites share', () => {
  class Store {
    public static made = 0;
    public read(): number {
      return 1;
    }
  }
  const original = { Store, TABLE: { a: 1 }, LIST: [1], count: 1, tell: () => 1 };

  it.each<[string, (module: typeof original) => void]>([
    ['an export', (module) => (module.tell = () => 2)],
    ['a method', (module) => (module.Store.prototype.read = () => 2)],
    ['a static property', (module) => (module.Store.made = 1)],
    ['an entry of a table', (module) => (module.TABLE.a = 2)],
    ['a new entry', (module) => Object.assign(module.TABLE, { b: 1 })],
    ['an element of a list', (module) => module.LIST.push(2)],
  ])('is seen to be changed: %s', (_, change) => {
    class Own extends Store {
      public static override made = 0;
      public override read(): number {
        return 1;
      }
    }
    const module = { ...original, Store: Own, TABLE: { a: 1 }, LIST: [1] };
    const leaks = new Leaks();
    leaks.remember('lib/x.ts', module);
    expect(leaks.found()).toEqual([]);
    change(module);
    expect(leaks.found()).toEqual([expect.stringMatching(/^lib\/x\.ts: (tell|Store|TABLE|LIST)$/)]);
  });

  it('is not where a spy is put back', () => {
    const leaks = new Leaks();
    leaks.remember('lib/x.ts', original);
    const spy = jest.spyOn(original.Store.prototype, 'read').mockReturnValue(2);
    expect(leaks.found()).toHaveLength(1);
    spy.mockRestore();
    expect(leaks.found()).toEqual([]);
  });
});

it('refuses to replace a module where others that may use it were loaded', () => {
  expect(names).toBeDefined();
  expect(() => jest.setMock('../../../lib/names', {})).toThrow(/lib\/names is replaced after modules that may use it/);
});

it('fails a suite that leaves changed what other suites use', () => {
  const shared = jest.requireActual<object>('../../../jest.config.js');
  const testMatch = ['<rootDir>/test/fixtures/keeping/*.suite.ts'];
  const config = { ...shared, rootDir: root, testMatch, workerIdleMemoryLimit: undefined };
  const jestIn = join(root, 'node_modules/jest/bin/jest.js');
  const run = spawnSync(process.execPath, [jestIn, '--runInBand', '--config', JSON.stringify(config)], {
    cwd: mkdtempSync(join(tmpdir(), 'keeping-')),
    encoding: 'utf8',
  });
  expect(run.status).toBe(1);
  expect(run.stderr).toMatch(/the suite leaves changed what other suites use: lib\/kept\/\S+: Kept/);
});
