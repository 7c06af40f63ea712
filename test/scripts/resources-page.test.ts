/** The page for authors of workloads says what the tables say. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CLOSED_TYPES, STATEFUL } from '../../lib/fence';
import { resourcesPage } from '../../scripts/resources-page';

test('the page is what the tables make; `npm run docs` writes it anew', () => {
  expect(readFileSync(join(__dirname, '../../assets/resources.md'), 'utf8')).toBe(resourcesPage());
});

test('each store and each type that no stage makes is on it', () => {
  const page = resourcesPage();
  const types = [...Object.keys(STATEFUL), ...CLOSED_TYPES.flatMap((row) => row.types)];
  expect(types.filter((type) => !page.includes(`\`${type}\``))).toEqual([]);
});
