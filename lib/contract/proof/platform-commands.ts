/** Scripts of the platform's projects, as the build bundles them. */
export type PlatformScript = 'verify' | 'deploy';

const NPM_INSTALL = String.raw`npm install --prefix /opt/guarded --ignore-scripts --no-audit --no-fund`;
const VERSION = String.raw`\d+\.\d+\.\d+(?:-[\w.]+)?`;
const ARCHIVE = String.raw`/opt/guarded/aws-cdk-\1\.tgz`;

/** Folder of Verify with the package that a release named as the next one, and the platform's approvers let in. */
export const UPGRADE_FOLDER = 'upgrade';

/** A second package, by the digest of its content as the first, in a folder of its own. */
const UPGRADE = [
  `mkdir -p /opt/guarded/${UPGRADE_FOLDER} && cd /opt/guarded/${UPGRADE_FOLDER}`,
  String.raw`aws s3 cp --only-show-errors "\$UPGRADE_URI" tool\.tgz`,
  String.raw`gzip -dc tool\.tgz > tool\.tar`,
  String.raw`test "\$\(sha256sum < tool\.tar\)" = "(?<upgrade>[0-9a-f]{64})  -"`,
  String.raw`tar -xf tool\.tar`,
].join('\n');

/** What is installed before a script runs: by the digest of its content alone, without scripts of its own. */
export const INSTALLS: Readonly<Record<PlatformScript, RegExp>> = {
  verify: new RegExp(
    [
      '^mkdir -p /opt/guarded && cd /opt/guarded',
      String.raw`aws s3 cp --only-show-errors "\$TOOL_URI" tool\.tgz`,
      String.raw`gzip -dc tool\.tgz > tool\.tar`,
      String.raw`test "\$\(sha256sum < tool\.tar\)" = "[0-9a-f]{64}  -"`,
      String.raw`tar -xf tool\.tar`,
    ].join('\n') + `(?:\n${UPGRADE})?$`,
  ),
  deploy: new RegExp(
    [
      '^mkdir -p /opt/guarded && cd /opt/guarded',
      `npm pack aws-cdk@(${VERSION}) --pack-destination /opt/guarded --ignore-scripts`,
      String.raw`test "sha512-\$\(openssl dgst -sha512 -binary ${ARCHIVE} \| openssl base64 -A\)" = "sha512-[\w+/]{86}=="`,
      `${NPM_INSTALL} ${ARCHIVE}$`,
    ].join('\n'),
  ),
};

/**
 * Environment variables by which something else would run than the script, or somebody else would answer it: a preloaded
 * file, a registry, a shell's, another account's credentials, options of the CDK command line (it reads `CDK_…`), another
 * folder for the artifact.
 */
export const LOADING =
  /^(PATH|HOME|ENV|EXPORTS|BASH_.*|SHELLOPTS|NODE_.*|LD_.*|NPM_CONFIG_.*|GIT_.*|AWS_.*|CDK_.*|CODEBUILD_.*|.*_PROXY)$/i;
