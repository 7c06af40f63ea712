import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = dirname(__dirname);
const cruiser = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');

interface Violation {
  readonly rule: { readonly name: string };
  readonly from: string;
  readonly to: string;
}

/** Broken arrows below a folder, as the rules of the repository see them. */
function violationsIn(folder: string): Violation[] {
  const args = [
    cruiser,
    '--config',
    join(root, '.dependency-cruiser.cjs'),
    '--output-type',
    'json',
    'bin',
    'constructs',
    'lib',
  ];
  const output = run(args, folder);
  return (JSON.parse(output) as { summary: { violations: Violation[] } }).summary.violations;
}

/** The cruiser's exit code counts errors; its report is on standard output either way. */
function run(args: readonly string[], cwd: string): string {
  try {
    return execFileSync(process.execPath, args, { cwd, encoding: 'utf8', maxBuffer: 1e9, stdio: 'pipe' });
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}

/** One arrow the wrong way for each rule: file, what it imports. */
const WRONG: Readonly<Record<string, readonly [string, string]>> = {
  'no-cycles': ['lib/change/a.ts', './b'],
  'no-own-index': ['lib/audit/a.ts', './index'],
  'lib-stands-alone': ['lib/sandbox/a.ts', '../../constructs/environment/a'],
  'constructs-below-bin': ['constructs/platform/a.ts', '../../bin/a'],
  'iam-is-the-ground': ['lib/iam/a.ts', '../config/a'],
  'world-uses-iam': ['lib/world/a.ts', '../config/a'],
  'diff-uses-world': ['lib/diff/a.ts', '../config/a'],
  'assembly-reads-files-alone': ['lib/assembly/a.ts', '../config/a'],
  'grounds-stand-alone': ['lib/findings/a.ts', '../config/a'],
  'contract-is-below-all': ['lib/contract/a.ts', '../config/a'],
  'prover-uses-world': ['lib/prover/a.ts', '../config/a'],
  'audit-is-above': ['lib/prover/c.ts', '../audit/b'],
  'checker-shares-no-code-with-the-search': ['lib/prover/checker/a.ts', '../b'],
  'pages-tell-changes': ['lib/page/a.ts', '../config/a'],
  'plan-reads-assemblies': ['lib/plan/a.ts', '../prover/a'],
  'nothing-uses-runtime': ['lib/config/b.ts', '../runtime/a'],
  'environment-first': ['constructs/environment/b.ts', '../access/a'],
  'leaves-use-environment': ['constructs/access/b.ts', '../guardrail/a'],
  'change-below-pipeline': ['constructs/change/a.ts', '../pipeline/a'],
  'pipeline-below-platform': ['constructs/pipeline/b.ts', '../platform/b'],
  'sandbox-below-platform': ['constructs/sandbox/a.ts', '../platform/a'],
  'continuous-below-platform': ['constructs/continuous/a.ts', '../platform/b'],
  'proof-uses-only-lib': ['constructs/proof/a.ts', '../access/a'],
};

/** What the wrong arrows point at, and the way back that makes a cycle. */
const TARGETS: Readonly<Record<string, string>> = {
  'lib/change/b.ts': "import { a } from './a';\nexport const b = () => a;\n",
  'lib/audit/index.ts': 'export const a = 1;\n',
  'lib/audit/b.ts': 'export const a = 1;\n',
  'constructs/environment/a.ts': 'export const a = 1;\n',
  'constructs/access/a.ts': 'export const a = 1;\n',
  'constructs/guardrail/a.ts': 'export const a = 1;\n',
  'constructs/pipeline/a.ts': 'export const a = 1;\n',
  'constructs/platform/b.ts': 'export const a = 1;\n',
  'bin/a.ts': 'export const a = 1;\n',
  'lib/config/a.ts': 'export const a = 1;\n',
  'lib/prover/b.ts': 'export const a = 1;\n',
  'lib/runtime/a.ts': 'export const a = 1;\n',
};

function writeWrongTree(folder: string): void {
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  };
  for (const [file, text] of Object.entries(TARGETS)) write(file, text);
  for (const [file, target] of Object.values(WRONG))
    write(file, `import * as other from '${target}';\nexport const a = other;\n`);
  write('tsconfig.json', '{ "compilerOptions": { "module": "node20" } }');
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
}

test('no arrow between the rooms points the wrong way', () => {
  const broken = violationsIn(root).map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);
  expect(broken).toEqual([]);
});

test('every rule sees its wrong arrow', () => {
  const folder = mkdtempSync(join(tmpdir(), 'arrows-'));
  try {
    writeWrongTree(folder);
    const seen = new Set(violationsIn(folder).map(({ rule, from }) => `${rule.name} ${from}`));
    for (const [rule, [file]] of Object.entries(WRONG)) expect([...seen]).toContain(`${rule} ${file}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('every rule has a wrong arrow', () => {
  const rules = createRequire(__filename)('../.dependency-cruiser.cjs') as { forbidden: { name: string }[] };
  expect(Object.keys(WRONG).sort()).toEqual(rules.forbidden.map((rule) => rule.name).sort());
});
