/** Images from source: built once where the pipeline's build says so, named by digest everywhere. */
import { mkdtempSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { DockerImageAsset, Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { DockerImageCode, DockerImageFunction } from 'aws-cdk-lib/aws-lambda';
import { Environment, EnvironmentKind, EnvironmentStage } from '../../../constructs/environment';
import { buildOptions } from '../../../constructs/environment/image-build';
import { assemblyProblems, findAssemblyProblems } from '../../../lib/assembly';
import { type DockerStandIn, dockerStandIn } from '../../_helpers/docker';

const before = { ...process.env };

afterEach(() => {
  process.env = { ...before };
});

function source(): string {
  const folder = mkdtempSync(join(tmpdir(), 'image-source-'));
  writeFileSync(join(folder, 'Dockerfile'), 'FROM scratch');
  return folder;
}

/** Dev and prod of one application that runs the same source, as a service and as a function. */
function synthesized(directory = source()): string {
  const app = new App();
  for (const kind of [EnvironmentKind.DEV, EnvironmentKind.PROD]) {
    const account = kind === EnvironmentKind.PROD ? '333333333333' : '111111111111';
    const environment = new Environment({ application: 'shop', name: kind, kind, account, regions: ['eu-west-2'] });
    const stack = new Stack(new EnvironmentStage(app, kind, { environment, region: 'eu-west-2' }), 'Stack');
    new DockerImageAsset(stack, 'Image', { directory });
    new DockerImageFunction(stack, 'Function', { code: DockerImageCode.fromImageAsset(directory) });
  }
  return app.synth().directory;
}

function building(docker: DockerStandIn = dockerStandIn()): DockerStandIn {
  process.env.GUARDED_IMAGES = 'build';
  process.env.CDK_DOCKER = docker.program;
  return docker;
}

function uriOf(folder: string, stage: string): string {
  const file = readdirSync(join(folder, `assembly-${stage}`)).find((name) => name.endsWith('.template.json'))!;
  const text = readFileSync(join(folder, `assembly-${stage}`, file), 'utf8');
  return /"ImageUri": \{\s+"Fn::Sub": "([^"]+)"/.exec(text)![1]!;
}

const imagesIn = (folder: string): string[] => readdirSync(folder).filter((name) => name.startsWith('image.'));

describe('in the build of a pipeline', () => {
  test('an image is built once for all stages, and named by the digest of what was built', () => {
    const docker = building();
    const folder = synthesized();
    expect(docker.calls().map(([, verb]) => verb)).toEqual(['build', 'save']);
    const [image, ...others] = imagesIn(folder);
    expect(others).toEqual([]);
    const digest = image!.replace('image.', '');
    for (const [stage, account] of [
      ['dev', '111111111111'],
      ['prod', '333333333333'],
    ] as const)
      expect(uriOf(folder, stage)).toBe(
        `${account}.dkr.ecr.eu-west-2.\${AWS::URLSuffix}/cdk-guarded-container-assets-${account}-eu-west-2@sha256:${digest}`,
      );
    expect(assemblyProblems(folder)).toEqual([]);
  });

  test('other content is another image', () => {
    building();
    const [one] = imagesIn(synthesized());
    building(dockerStandIn(['other']));
    expect(imagesIn(synthesized())).not.toEqual([one]);
  });

  test('what docker refuses names the stack', () => {
    building({ program: 'no-docker-here', calls: () => [] });
    expect(() => synthesized()).toThrow('dev/Stack/Image: the image cannot be built: spawnSync no-docker-here ENOENT');
  });
});

describe('elsewhere', () => {
  test('nothing is built, the stage says so to nobody, and the pipeline deploys none of it', () => {
    process.env.CDK_DOCKER = 'no-docker-here';
    const folder = synthesized();
    expect(uriOf(folder, 'prod')).toMatch(/@sha256:[0-9a-f]{64}$/);
    expect(findAssemblyProblems(folder).map(({ kind }) => kind)).toEqual(['unbuilt', 'unbuilt']);
    expect(assemblyProblems(folder)[0]).toMatch(/image [0-9a-f]{64} was not built: .*images: true in platform.yaml/);
  });

  test('links in the source of an image are no matter', () => {
    const folder = source();
    symlinkSync('Dockerfile', join(folder, 'link'));
    const made = synthesized(folder);
    expect(findAssemblyProblems(made).filter(({ kind }) => kind !== 'unbuilt')).toEqual([]);
  });
});

test('docker is told what the CDK command line tells it', () => {
  const options = buildOptions({
    sourceHash: 'x',
    directoryName: 'x',
    dockerBuildArgs: { A: '1' },
    dockerBuildSecrets: { npm: 'src=.npmrc' },
    dockerBuildSsh: 'default',
    dockerBuildTarget: 'prod',
    dockerFile: 'Dockerfile.prod',
    networkMode: 'host',
    platform: Platform.LINUX_ARM64.platform,
    dockerOutputs: ['type=local'],
    dockerCacheFrom: [{ type: 'registry', params: { ref: 'cache' } }],
    dockerCacheTo: { type: 'inline' },
    dockerCacheDisabled: true,
  });
  expect(options.join(' ')).toBe(
    '--build-arg A=1 --secret id=npm,src=.npmrc --ssh default --target prod --file Dockerfile.prod --network host ' +
      '--platform linux/arm64 --output=type=local --cache-from type=registry,ref=cache --cache-to type=inline --no-cache',
  );
});

test("an environment of one's own takes none, and says which, where and what to run instead", () => {
  const lease = { '': 'search', _APPLICATION: 'shop', _ACCOUNT: '111111111111', _REGION: 'eu-west-2' };
  for (const [name, value] of Object.entries(lease)) process.env[`GUARDED_LEASE${name}`] = value;
  const [environment] = Environment.toBuild([]);
  const stack = new Stack(
    new EnvironmentStage(new App(), 'Own', { environment: environment!, region: 'eu-west-2' }),
    'Stack',
  );
  expect(() => new DockerImageAsset(stack, 'Image', { directory: source() })).toThrow(
    /^Own\/Stack: image \S+ is built from source, .*take none.*environment\.isLease.*fromRegistry/,
  );
});
