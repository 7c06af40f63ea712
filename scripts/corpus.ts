/**
 * `npm run test:corpus`: every workload of test/workloads and unchanged libraries of others, alone in dev and in prod, linted
 * by cfn-lint, and together in one proof. The table that comes of it is assets/workloads.md; a difference fails. With
 * `--write` the table is written anew.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { EnvironmentKind } from '../constructs/environment';
import { CORPUS } from '../test/workloads/corpus';
import { BESIDE, toldOf } from '../test/workloads/proved';
import type { Workloads } from '../test/workloads/workload';
import { installLibraries } from './corpus/cache';
import { LIBRARIES } from './corpus/libraries';
import { lintErrors } from './corpus/lint';
import { type Row, page } from './corpus/page';
import { type Synthesized, synthesized, unfenced } from './corpus/synthesized';

const PAGE = join(dirname(__dirname), 'assets', 'workloads.md');

interface Tried {
  readonly name: string;
  readonly dev: Synthesized;
  readonly prod: Synthesized;
}

function librariesAsWorkloads(): Workloads {
  const exported = installLibraries();
  return Object.fromEntries(
    LIBRARIES.map(({ name, version, use }) => [
      `${name}@${version}`.replaceAll('/', '-'),
      (scope) => use(scope, exported.get(name)!),
    ]),
  );
}

function tried(workloads: Workloads): Tried[] {
  return Object.entries(workloads).map(([name, add]) => ({
    name,
    dev: synthesized(name, EnvironmentKind.DEV, add),
    prod: synthesized(name, EnvironmentKind.PROD, add),
  }));
}

/** Proves together what passes in prod; what stands beside the workloads belongs to all of them. */
function proofs(workloads: Workloads, all: readonly Tried[]): (name: string) => readonly string[] {
  const passing = Object.fromEntries(
    all.filter(({ prod }) => prod.refused === undefined).map(({ name }) => [name, workloads[name]!]),
  );
  const told = toldOf(passing);
  for (const line of told.get(BESIDE) ?? []) {
    process.stderr.write(`beside the workloads: ${line}\n`);
    process.exitCode = 1;
  }
  return (name) => told.get(name) ?? [];
}

function rowsOf(workloads: Workloads): Row[] {
  const all = tried(workloads);
  const errors = lintErrors(all.flatMap(({ dev, prod }) => [...dev.templates, ...prod.templates]));
  const told = proofs(workloads, all);
  return all.map(({ name, dev, prod }) => ({
    name,
    dev: dev.refused,
    prod: prod.refused,
    unfenced: unfenced([...dev.templates, ...prod.templates]),
    lint: [...dev.templates, ...prod.templates].flatMap((file) => errors.get(file) ?? []),
    told: told(name),
  }));
}

const rows = { own: rowsOf(CORPUS), libraries: rowsOf(librariesAsWorkloads()) };
const text = page(rows.own, rows.libraries);
if (process.argv.includes('--write')) writeFileSync(PAGE, text);
for (const { name, lint, unfenced: roles } of [...rows.own, ...rows.libraries]) {
  for (const line of new Set(lint)) process.stderr.write(`${name}: cfn-lint: ${line}\n`);
  if (roles.length > 0) process.stderr.write(`${name}: roles outside of the fence: ${roles.join(', ')}\n`);
  if (lint.length + roles.length > 0) process.exitCode = 1;
}
if (readFileSync(PAGE, 'utf8') !== text) {
  process.stderr.write(
    `assets/workloads.md is not what comes of the workloads now: npm run test:corpus -- --write\n${text}`,
  );
  process.exitCode = 1;
}
