/** The JSON Schema of an audit pack's evidence: `dist/data/evidence.schema.json`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { evidenceJsonSchema } from '../lib/audit';
import { dataFile } from '../lib/package-root';

const file = dataFile('evidence.schema.json');
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, `${JSON.stringify(evidenceJsonSchema(), undefined, 2)}\n`);
