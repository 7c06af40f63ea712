/**
 * The environment of a suite: the worker itself, with no context of its own. In the one that Jest makes for each suite every
 * look at a global goes through an interceptor, which made proofs and syntheses take several times as long, and what a
 * worker keeps between suites (see runtime.js) could not be of the same realm as they. What a suite leaves on the global
 * object, on `process` and in the environment variables goes with it.
 */
// Parts of Jest, which brings them.
const { ModernFakeTimers } = require('@jest/fake-timers');
const { ModuleMocker } = require('jest-mock');
const { ownOf, restore, restoreListeners, listenersOf } = require('./restore');

/** What packages put on the global object for as long as they are loaded. */
const LASTING = /cdk|graceful-fs/;

module.exports = class KeepingEnvironment {
  global = globalThis;
  moduleMocker = new ModuleMocker(globalThis);
  fakeTimers = null;

  constructor({ projectConfig }) {
    this.conditions = projectConfig.testEnvironmentOptions.customExportConditions;
    this.fakeTimersModern = new ModernFakeTimers({ config: projectConfig, global: globalThis });
    this.before = [globalThis, process].map((object) => [object, ownOf(object)]);
    this.variables = ownOf(process.env);
    this.listeners = listenersOf(process);
    this.exitCode = process.exitCode;
  }

  /** The runner asks for a hundred frames right before. CDK reads a stack for each construct, and maps each frame to its source. */
  async setup() {
    Error.stackTraceLimit = 10;
  }

  async teardown() {
    this.fakeTimersModern.dispose();
    for (const [object, before] of this.before) restore(object, before, (key) => LASTING.test(String(key)));
    restore(process.env, this.variables);
    restoreListeners(process, this.listeners);
    process.exitCode = this.exitCode;
  }

  exportConditions() {
    return this.conditions;
  }

  /** The runner asks for one; the runtime compiles in none. */
  getVmContext() {
    return globalThis;
  }
};
