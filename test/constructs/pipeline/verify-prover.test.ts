/**
 * Which package proves a release: the deployed one, or the one that an earlier release let in; never one that the
 * commit brings.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifySpec } from '../../../constructs/pipeline/engine/build-specs';
import { proverOf } from '../../../constructs/pipeline/script/prover';
import { PIPELINES_METADATA, PLATFORM_METADATA } from '../../../lib/names';
import { smallPackage, type SmallPackage } from '../../_helpers/small-package';

const deployed = smallPackage('1.2.0');
const accepted = smallPackage('1.3.0');
const brought = smallPackage('1.4.0');

const newFolder = (): string => mkdtempSync(join(tmpdir(), 'guarded-prover-'));

/** Where Verify installed packages, each as the buildspec puts it. */
function tools(next?: SmallPackage): string {
  const folder = newFolder();
  put(folder, deployed);
  if (next) put(join(folder, 'upgrade'), next);
  return folder;
}

function put(folder: string, { tar }: SmallPackage): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'tool.tar'), tar);
  execFileSync('tar', ['-xf', 'tool.tar'], { cwd: folder });
}

/** An assembly whose templates state these things. */
function assembly(...metadata: readonly object[]): string {
  const folder = newFolder();
  const names = metadata.map((_, index) => `stack-${index}.template.json`);
  for (const [index, Metadata] of metadata.entries())
    writeFileSync(join(folder, names[index]!), JSON.stringify({ Metadata }));
  const artifacts = names.map((templateFile) => ({ type: 'aws:cloudformation:stack', properties: { templateFile } }));
  writeFileSync(
    join(folder, 'manifest.json'),
    JSON.stringify({ artifacts: { ...artifacts, tree: { type: 'cdk:tree' } } }),
  );
  return folder;
}

const by = ({ sha256 }: SmallPackage, packageVersion: string) => ({
  packageVersion,
  tool: sha256,
  cdkVersion: '2.276.0',
});
const platformBy = (maker: SmallPackage, version: string) => assembly({}, { [PLATFORM_METADATA]: by(maker, version) });

beforeEach(() => void jest.spyOn(process.stdout, 'write').mockReturnValue(true));
afterEach(() => jest.restoreAllMocks());

describe('the prover of a release', () => {
  test('is the deployed package, where that made it or nothing says who did', () => {
    for (const made of [platformBy(deployed, '1.2.0'), assembly({}), assembly()])
      expect(proverOf(made, tools(accepted))).toEqual({ command: 'guarded' });
  });

  test('is the accepted package where that made it, and the record says so', () => {
    const folder = tools(accepted);
    const { command, told } = proverOf(platformBy(accepted, '1.3.0'), folder);
    expect(told).toEqual({ version: '1.3.0', sha256: accepted.sha256 });
    expect(execFileSync(command, { encoding: 'utf8' })).toBe('1.3.0\n');
  });

  test('is not the one that the assembly brings, whatever else is accepted', () => {
    const made = platformBy(brought, '1.4.0');
    put(join(made, 'upgrade'), brought);
    writeFileSync(join(made, `asset.${brought.sha256}.tgz`), brought.tar);
    const told = (folder: string) => () => proverOf(made, folder);
    expect(told(tools())).toThrow(
      /made by .* 1\.4\.0 .*Releases are proved by .* 1\.2\.0 .*, and no other is accepted/,
    );
    expect(told(tools(accepted))).toThrow(
      /, and .* 1\.3\.0 .* is accepted\. Let the release before accept it: .*guarded upgrade/,
    );
  });

  test('is not found by its version alone', () => {
    const others = { ...brought, sha256: brought.sha256.replace(/^./, '0') };
    expect(() => proverOf(platformBy(others, '1.3.0'), tools(accepted))).toThrow(/^unknown: the assembly was made by/);
    expect(() => proverOf(assembly({ [PLATFORM_METADATA]: { packageVersion: '1.3.0' } }), tools(accepted))).toThrow(
      /^unknown: /,
    );
  });

  test('is never an older package, and nobody is told to let one in', () => {
    const older = smallPackage('1.1.0');
    const refused = () => proverOf(platformBy(older, '1.1.0'), tools());
    expect(refused).toThrow(/Install version 1\.2\.0 again, or a newer one/);
    expect(refused).not.toThrow('guarded upgrade');
  });

  test('is asked of pipelines made by hand too', () => {
    const pipelines = [{ stack: {}, pipeline: by(accepted, '1.3.0') }];
    expect(proverOf(assembly({ [PIPELINES_METADATA]: pipelines }), tools(accepted)).told?.version).toBe('1.3.0');
    const two = assembly({ [PIPELINES_METADATA]: pipelines }, { [PLATFORM_METADATA]: by(deployed, '1.2.0') });
    expect(() => proverOf(two, tools(accepted))).toThrow('different packages made them');
  });
});

describe('the package that is accepted', () => {
  const run = (next: SmallPackage, archive: SmallPackage) => {
    const folder = newFolder();
    const bin = join(folder, 'bin');
    mkdirSync(bin);
    const copy = `#!/bin/sh\ncase "$4" in s3://a/tool) cp '${deployed.archiveFile}' "$5";; *) cp '${archive.archiveFile}' "$5";; esac\n`;
    writeFileSync(join(bin, 'aws'), copy, { mode: 0o755 });
    const { phases } = verifySpec(deployed.sha256, next.sha256) as { phases: { install: { commands: string[] } } };
    const script = ['set -eu', ...phases.install.commands].join('\n').replaceAll('/opt/guarded', join(folder, 'opt'));
    const env = { PATH: `${bin}:${process.env.PATH}`, TOOL_URI: 's3://a/tool', UPGRADE_URI: 's3://a/upgrade' };
    execFileSync('bash', ['-c', script], { env, stdio: 'pipe' });
    return join(folder, 'opt');
  };

  test('is installed beside the deployed one, by its digest', () => {
    const folder = run(accepted, accepted);
    expect(proverOf(platformBy(accepted, '1.3.0'), folder).told?.version).toBe('1.3.0');
    expect(proverOf(platformBy(deployed, '1.2.0'), folder)).toEqual({ command: 'guarded' });
  });

  test('is not installed where another content lies in its place', () =>
    expect(() => run(accepted, brought)).toThrow());
});
