/** Gives a run of the tests a folder of its own for what it leaves in the temporary one, and takes that away. */
const { mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

/** Before the run: workers and the programs that tests start find the folder where programs look for it. */
module.exports = () => {
  const folder = mkdtempSync(join(tmpdir(), 'guarded-tests-'));
  process.env.TMPDIR = folder;
  globalThis.removeOwnFolder = () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
};
