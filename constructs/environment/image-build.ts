import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DockerCacheOption, DockerImageAssetSource } from 'aws-cdk-lib';
import { layOutImage } from '../../lib/assembly/saved-image';

/**
 * Builds an image as the CDK command line would, and lays it out in the whole assembly.
 *
 * @param outdir Folder of the stage's assembly, which the source's paths count from.
 * @param whole Folder of the whole assembly.
 * @returns the image's digest, 64 hex digits.
 */
export function buildImage(asset: DockerImageAssetSource, outdir: string, whole: string): string {
  const work = mkdtempSync(join(tmpdir(), 'guarded-image-'));
  try {
    const name = asset.executable ? printedBy(asset.executable, outdir) : builtFrom(asset, outdir);
    const saved = join(work, 'saved');
    mkdirSync(saved);
    docker(['save', '--output', join(work, 'saved.tar'), name], outdir);
    execFileSync('tar', ['-xf', join(work, 'saved.tar'), '-C', saved], { stdio: ['ignore', 'ignore', 'inherit'] });
    return layOutImage(saved, whole);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function builtFrom(asset: DockerImageAssetSource, outdir: string): string {
  const name = `guarded-image-${asset.sourceHash}`;
  docker(['build', ...buildOptions(asset), '--tag', name, '.'], join(outdir, asset.directoryName ?? ''));
  return name;
}

/** A program of the source prints the name of an image that docker has then. */
function printedBy([program = '', ...args]: readonly string[], outdir: string): string {
  return execFileSync(program, args, { cwd: outdir, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).trim();
}

/** The options of `docker build`, as the CDK command line gives them. */
export function buildOptions(asset: DockerImageAssetSource): string[] {
  const each = (option: string, values: Readonly<Record<string, string>> = {}, prefix = ''): string[] =>
    Object.entries(values).flatMap(([key, value]) => [option, `${prefix}${key}${prefix ? ',' : '='}${value}`]);
  const said = (option: string, value: string | undefined): string[] => (value === undefined ? [] : [option, value]);
  return [
    ...each('--build-arg', asset.dockerBuildArgs),
    ...each('--build-context', asset.dockerBuildContexts),
    ...each('--secret', asset.dockerBuildSecrets, 'id='),
    ...said('--ssh', asset.dockerBuildSsh),
    ...said('--target', asset.dockerBuildTarget),
    ...said('--file', asset.dockerFile),
    ...said('--network', asset.networkMode),
    ...said('--platform', asset.platform),
    ...(asset.dockerOutputs ?? []).map((output) => `--output=${output}`),
    ...(asset.dockerCacheFrom ?? []).flatMap((cache) => ['--cache-from', cacheOf(cache)]),
    ...(asset.dockerCacheTo ? ['--cache-to', cacheOf(asset.dockerCacheTo)] : []),
    ...(asset.dockerCacheDisabled ? ['--no-cache'] : []),
  ];
}

function cacheOf({ type, params = {} }: DockerCacheOption): string {
  return [`type=${type}`, ...Object.entries(params).map(([key, value]) => `${key}=${value}`)].join(',');
}

/** Attestations would make a list of the image, which Lambda does not take. */
function docker(args: readonly string[], cwd: string): void {
  const program = process.env.CDK_DOCKER ?? 'docker';
  const env = { ...process.env, BUILDX_NO_DEFAULT_ATTESTATIONS: '1' };
  execFileSync(program, args, { cwd, env, stdio: ['ignore', 'ignore', 'inherit'] });
}
