/** The JSON Schema that the first line of a platform.yaml names: `dist/data/platform.schema.json`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { platformJsonSchema } from '../lib/config';
import { dataFile } from '../lib/package-root';

const file = dataFile('platform.schema.json');
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, `${JSON.stringify(platformJsonSchema(), undefined, 2)}\n`);
