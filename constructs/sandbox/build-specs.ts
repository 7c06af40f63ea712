import { BUILD_EXPORTS } from '../../lib/sandbox/wiring';
import { deploySpec } from '../pipeline/engine/build-specs';
import type { SandboxSource } from './sandbox-props';

const NODE = { 'runtime-versions': { nodejs: 22 } };

/**
 * What the pipeline's build does, with the digest of what came of it: the same lines as the digest of the deploy script, a
 * sum of the sums of all files.
 */
export function leaseBuildSpec({
  buildCommands,
  assemblyDirectory = 'cdk.out',
}: SandboxSource): Record<string, unknown> {
  const commands = buildCommands ?? ['npm ci', 'npx cdk synth --quiet'];
  const sums = `(cd '${assemblyDirectory}' && find . -type f -printf '%P\\0' | LC_ALL=C sort -z | xargs -0 sha256sum)`;
  return {
    version: 0.2,
    env: { shell: 'bash', 'exported-variables': [BUILD_EXPORTS.digest] },
    phases: {
      install: NODE,
      build: { commands },
      post_build: {
        commands: [
          '[ "$CODEBUILD_BUILD_SUCCEEDING" = 1 ]',
          `export ${BUILD_EXPORTS.digest}="sha256:$(${sums} | sha256sum | cut -d' ' -f1)"`,
        ],
      },
    },
    artifacts: { 'base-directory': assemblyDirectory, files: ['**/*'] },
  };
}

/** What the pipeline's deployment does; the lease waits for exactly this build. */
export function leaseDeploySpec(): Record<string, unknown> {
  return deploySpec(['export STAGE="$DEPLOYMENT $CODEBUILD_BUILD_ID"']);
}

/** Lists the branches of the repository for the function that makes the previews what they are. */
export function branchesSpec(previewFunction: string): Record<string, unknown> {
  const list = `git ls-remote --heads origin | awk '{ sub("refs/heads/", "", $2); print $1, $2 }'`;
  const toJson = `jq -Rn '{ branches: [inputs | split(" ") | { revision: .[0], name: .[1] }] }'`;
  const invoke = [
    `aws lambda invoke --function-name '${previewFunction}' --cli-binary-format raw-in-base64-out`,
    '--payload file:///tmp/branches.json --query FunctionError --output text /tmp/answer.json',
  ].join(' ');
  return {
    version: 0.2,
    env: { shell: 'bash', 'git-credential-helper': 'yes' },
    phases: {
      build: {
        commands: [
          `set -o pipefail; ${list} | ${toJson} > /tmp/branches.json`,
          `failed=$(${invoke}); cat /tmp/answer.json; [ "$failed" = None ]`,
        ],
      },
    },
  };
}
