/** The JSON Schemas that the first lines of a platform.yaml and of a file that it includes name, in `dist/data`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { includedJsonSchema, platformJsonSchema } from '../lib/config';
import { dataFile } from '../lib/package-root';

const SCHEMAS = { 'platform.schema.json': platformJsonSchema(), 'applications.schema.json': includedJsonSchema() };

for (const [name, schema] of Object.entries(SCHEMAS)) {
  const file = dataFile(name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(schema, undefined, 2)}\n`);
}
