/**
 * Loads modules for suites, those of packages and of lib and constructs once for each worker: most of a small suite's time
 * went into loading them anew, and most of a large one's into code that ran for the first time. A suite that replaces
 * modules, or resets them, loads those of the house for itself. One that changes a module that others use fails.
 */
const { join, relative, sep } = require('node:path');
const { compileFunction } = require('node:vm');
const { default: Runtime } = require('jest-runtime');
const { Leaks } = require('./leaks');

const root = join(__dirname, '../../..');
const PACKAGES = `${sep}node_modules${sep}`;
const rooms = (...names) => names.map((name) => join(root, name) + sep);
const HOUSE = rooms('lib', 'constructs');
/** Programs: they do what they do when they are loaded, by what the environment variables say then. */
const PROGRAMS = rooms('lib/runtime', 'constructs/pipeline/script');

const RUNNER = /[\\/]node_modules[\\/]jest-circus[\\/]/;

const within = (path, folders) => folders.some((folder) => path.startsWith(folder));
const ofHouse = (path) => within(path, HOUSE) && !within(path, PROGRAMS);

/** A runtime of Jest that compiles for the worker itself, see environment.js. */
class PlainRuntime extends Runtime {
  constructor(...how) {
    super(...how);
    const { executor } = this;
    executor.compile = (source, filename) => compileFunction(source, executor.injectedModuleParameters, { filename });
  }
}

/** The modules of a worker. */
class Kept {
  leaks = new Leaks();
  seen = 0;

  constructor(...how) {
    this.runtime = new PlainRuntime(...how);
  }

  require(...what) {
    const exported = this.runtime.requireModule(...what);
    this.remember();
    return exported;
  }

  /** Modules of the house that were loaded since. */
  remember() {
    const modules = [...this.runtime.registries.getActiveCjsRegistry().values()];
    for (const { filename, exports } of modules.slice(this.seen))
      if (within(filename, HOUSE) && typeof exports === 'object')
        this.leaks.remember(relative(root, filename), exports);
    this.seen = modules.length;
  }
}

let kept;

module.exports = class KeepingRuntime extends PlainRuntime {
  /** Whether this suite loads the modules of the house for itself. */
  alone;
  shares = false;

  constructor(config, environment, resolver, transformer, sources, coverage, testPath, globalConfig) {
    super(config, environment, resolver, transformer, sources, coverage, testPath, globalConfig);
    kept ??= new Kept(config, environment, resolver, transformer, new Map(), coverage, testPath, globalConfig);
    // Who watches changes them between two runs of one process.
    this.alone = globalConfig.watch || globalConfig.watchAll;
    this.ready = true;
  }

  requireModule(from, name, options, isActual) {
    const own = !name || options?.isInternalModule || this._resolution.isCoreModule(name);
    return own || !this.keeps(this._resolution.resolveCjs(from, name))
      ? super.requireModule(from, name, options, isActual)
      : kept.require(from, name, options, isActual);
  }

  /** What the test runner brings along for suites: of it the runner alone is about one suite. */
  requireInternalModule(from, name) {
    const keeps = name && !this._resolution.isCoreModule(name) && !RUNNER.test(this._resolution.resolveCjs(from, name));
    return keeps ? kept.runtime.requireInternalModule(from, name) : super.requireInternalModule(from, name);
  }

  keeps(path) {
    if (path.includes(PACKAGES)) return true;
    const house = !this.alone && ofHouse(path);
    this.shares ||= house;
    return house;
  }

  setMock(from, name, ...how) {
    if (this.shares && !this.alone) throw new Error(`${name} is replaced after modules that may use it were loaded`);
    this.alone = true;
    return super.setMock(from, name, ...how);
  }

  /** Jest resets them as it makes the runtime, too. */
  resetModules() {
    if (this.ready) this.alone = true;
    return super.resetModules();
  }

  isolateModules(load) {
    const before = this.alone;
    this.alone = true;
    try {
      return super.isolateModules(load);
    } finally {
      this.alone = before;
    }
  }

  getSourceMaps() {
    const both = [super.getSourceMaps(), kept.runtime.getSourceMaps()];
    return {
      get: (path) => both.map((maps) => maps.get(path)).find(Boolean),
      [Symbol.iterator]: () => both.flatMap((maps) => [...maps])[Symbol.iterator](),
    };
  }

  teardown() {
    super.teardown();
    const found = kept?.leaks.found() ?? [];
    if (found.length === 0) return;
    // Whatever comes next does not find it.
    kept = undefined;
    throw new Error(`the suite leaves changed what other suites use: ${found.join(', ')}`);
  }
};
