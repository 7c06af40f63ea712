/** Runs the tests of the report page in Chromium, or says what is missing. Arguments go on to jest. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = dirname(__dirname);
const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const chromium = process.env.CHROMIUM ?? PLACES.find((place) => existsSync(place));

if (chromium === undefined || !existsSync(chromium)) {
  console.error(
    `No Chromium: ${chromium ?? PLACES.join(', ')} is not there. Install one (apt-get install chromium), or name it in CHROMIUM.`,
  );
  process.exitCode = 1;
} else {
  const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
  const args = [jest, '--config', join(root, 'test', 'page', 'jest.config.js'), ...process.argv.slice(2)];
  const env = { ...process.env, CHROMIUM: chromium };
  process.exitCode = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', env }).status ?? 1;
}
