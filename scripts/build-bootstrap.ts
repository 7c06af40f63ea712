/** Cuts the official bootstrap template out of the pinned aws-cdk package, with its version, into dist/data. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { BOOTSTRAP_DATA } from '../lib/guardrail/bootstrap-template';
import { dataFile, packageRoot } from '../lib/package-root';
import { noteFolders } from './bundle/used';

const cli = join(packageRoot(), 'node_modules', 'aws-cdk');
const { version } = JSON.parse(readFileSync(join(cli, 'package.json'), 'utf8')) as { version: string };
const template: unknown = parse(readFileSync(join(cli, 'lib', 'api', 'bootstrap', 'bootstrap-template.yaml'), 'utf8'));

const file = dataFile(BOOTSTRAP_DATA);
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, `${JSON.stringify({ source: `aws-cdk ${version}`, template }, undefined, 1)}\n`);
noteFolders('bootstrap', ['node_modules/aws-cdk']);
