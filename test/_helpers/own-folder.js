/** Gives a run of the tests folders of its own for what it leaves, and takes them away. */
const { mkdirSync, mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

/** Bundles of the sources, within the checkout; see command.ts. */
const bundles = join(__dirname, '../../node_modules/.cache/guarded-tests');

/** Before the run: workers and the programs that tests start find the folder where programs look for it. */
module.exports = () => {
  const folder = mkdtempSync(join(tmpdir(), 'guarded-tests-'));
  mkdirSync(bundles, { recursive: true });
  process.env.TMPDIR = folder;
  process.env.GUARDED_TEST_BUNDLES = mkdtempSync(join(bundles, 'run-'));
  globalThis.removeOwnFolder = () => {
    for (const own of [folder, process.env.GUARDED_TEST_BUNDLES])
      rmSync(own, { recursive: true, force: true, maxRetries: 3 });
  };
};
