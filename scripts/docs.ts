/** `npm run docs`: writes the pages that are made from tables. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { resourcesPage } from './resources-page';

writeFileSync(join(__dirname, '..', 'assets', 'resources.md'), resourcesPage());
