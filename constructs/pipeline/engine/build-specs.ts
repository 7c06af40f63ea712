import { readBuildImage } from '../../../lib/contract/build-images';
import { UPGRADE_FOLDER } from '../../../lib/contract/proof/platform-commands';
import { VARIABLES } from '../../../lib/change/wiring';
import { platformScript, type ScriptName } from './platform-script';

/** Version of the CDK command line that deploys; `latest` is an accidental old one. */
export const CDK_VERSION = '2.1148.1';

/** Digest of that version's package, as the registry and this package's lock file have it. */
export const CDK_INTEGRITY =
  'sha512-K3d02L17IwmAuiBWNuX1DzYhKUs9GrKYI7bZnGJfJ1bKz9ymXFxfudBOL3rUb8JAusDNSULiQU2fsJH7kyY2XA==';

const NODE = { 'runtime-versions': { nodejs: 22 } };

/** CodeBuild chooses runtimes in its own images alone; others have what they have, and it refuses to. */
function runtime(image: string | undefined): { install?: typeof NODE } {
  const own = image !== undefined && readBuildImage(image)?.kind === 'own';
  return own ? {} : { install: NODE };
}

/** Commands of the product team, told apart from ours: they alone decide what the assembly is. */
export function buildSpec(
  commands: readonly string[],
  assemblyDirectory: string,
  image?: string,
): Record<string, unknown> {
  return {
    version: 0.2,
    phases: { ...runtime(image), build: { commands } },
    artifacts: { 'base-directory': assemblyDirectory, files: ['**/*'] },
  };
}

/** The commands come with the action, since each environment has its own. */
export function integrationTestSpec(image?: string): Record<string, unknown> {
  return { version: 0.2, phases: { ...runtime(image), build: { commands: ['bash -euc "$COMMANDS"'] } } };
}

/**
 * Proves the assembly, computes the digest, drafts the change. Everything that runs is named here: this very package, by the
 * digest of its content, out of the bucket that only the publishing role writes to. No registry is asked. Beside it lies the
 * package that an earlier release named as the next one, where one did: it proves what it made itself, and nothing else.
 */
export function verifySpec(toolSha256: string, upgradeSha256?: string): Record<string, unknown> {
  return {
    version: 0.2,
    env: { shell: 'bash', 'exported-variables': [VARIABLES.digest] },
    phases: {
      install: { ...NODE, commands: [...installTool(toolSha256), ...installUpgrade(upgradeSha256)] },
      build: { commands: run('verify', [VARIABLES.digest]) },
    },
  };
}

/** Fetches this very package from `TOOL_URI` into /opt/guarded, if its content has the digest. */
export function installTool(toolSha256: string): string[] {
  return install('/opt/guarded', 'TOOL_URI', toolSha256);
}

/** Fetches the next package into a folder of its own, if its content has the digest. */
function installUpgrade(sha256: string | undefined): string[] {
  return sha256 === undefined ? [] : install(`/opt/guarded/${UPGRADE_FOLDER}`, 'UPGRADE_URI', sha256);
}

function install(folder: string, uri: string, sha256: string): string[] {
  return [
    `mkdir -p ${folder} && cd ${folder}`,
    `aws s3 cp --only-show-errors "$${uri}" tool.tgz`,
    'gzip -dc tool.tgz > tool.tar',
    `test "$(sha256sum < tool.tar)" = "${sha256}  -"`,
    'tar -xf tool.tar',
  ];
}

/** Runs the package's command with these words, each taken literally, and nothing else; `before` fetches files for it. */
export function commandSpec(
  toolSha256: string,
  words: readonly string[],
  before: readonly string[] = [],
): Record<string, unknown> {
  const command = words.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
  return {
    version: 0.2,
    env: { shell: 'bash' },
    phases: {
      install: { ...NODE, commands: [...installTool(toolSha256), ...before] },
      build: { commands: [`set -euo pipefail\n/opt/guarded/node_modules/.bin/guarded ${command}`] },
    },
  };
}

/** Recomputes the digest and deploys; `before` sets variables that only the build itself knows. */
export function deploySpec(before: readonly string[] = []): Record<string, unknown> {
  const exported = [VARIABLES.alarms, VARIABLES.firstDeployment];
  const archive = `/opt/guarded/aws-cdk-${CDK_VERSION}.tgz`;
  const install = [
    'mkdir -p /opt/guarded && cd /opt/guarded',
    `npm pack aws-cdk@${CDK_VERSION} --pack-destination /opt/guarded --ignore-scripts`,
    `test "sha512-$(openssl dgst -sha512 -binary ${archive} | openssl base64 -A)" = "${CDK_INTEGRITY}"`,
    `npm install --prefix /opt/guarded --ignore-scripts --no-audit --no-fund ${archive}`,
  ];
  return {
    version: 0.2,
    env: { shell: 'bash', 'exported-variables': exported },
    phases: { install: { ...NODE, commands: install }, build: { commands: [...before, ...run('deploy', exported)] } },
  };
}

/**
 * The script is part of the project, so nobody can change it who cannot change the project. It leaves what it found in a
 * file, from which the shell takes the variables that CodeBuild exports; every later command is skipped if it failed.
 */
function run(name: ScriptName, exported: readonly string[]): string[] {
  return [
    [
      'set -euo pipefail',
      `base64 -d <<'GUARDED_SCRIPT_ENDS' | gzip -dc > /opt/guarded/${name}.cjs`,
      platformScript(name),
      'GUARDED_SCRIPT_ENDS',
    ].join('\n'),
    [
      'set -euo pipefail',
      'cd /opt/guarded',
      `PATH=/opt/guarded/node_modules/.bin:$PATH EXPORTS=/opt/guarded/exports node /opt/guarded/${name}.cjs`,
      ...exported.map((variable) => `export ${variable}="$(sed -n 's/^${variable}=//p' /opt/guarded/exports)"`),
    ].join('\n'),
  ];
}
