import { Aws, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { BuildSpec, type CfnProject, ComputeType, LinuxBuildImage, PipelineProject } from 'aws-cdk-lib/aws-codebuild';
import type { Role } from 'aws-cdk-lib/aws-iam';
import { type ILogGroup, LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledge, type Right } from '../../change/acknowledge';
import { localArn } from '../../change/machine-role';
import type { ArtifactStore } from './artifact-store';

/** What a CodeBuild project of the pipeline is made from. */
export interface PipelineProjectProps {
  readonly name: string;
  readonly description: string;
  readonly role: Role;
  /** Its ARN by name. */
  readonly roleArn: string;
  /** Inline: no file of the source or of an artifact says what runs. */
  readonly buildSpec: Record<string, unknown>;
  readonly store: ArtifactStore;
  readonly environment?: Readonly<Record<string, string>>;
  readonly timeout?: Duration;
  /** Whether it builds container images, for which docker wants privileged mode. */
  readonly buildsImages?: boolean;
  /** Image that it runs in, where it is not the platform's. */
  readonly image?: string;
}

/** Image of the managed fleet: Node.js 20 and later, git, AWS CLI. */
const IMAGE = LinuxBuildImage.AMAZON_LINUX_2023_5;

const OWN_IMAGE =
  'The image is named by the digest of its content, or is one of CodeBuild; what runs in it has no right beyond its artifacts.';

/** CodeBuild pulls it with its own rights, an image of this account too: the role that runs in it needs none. */
const imageOf = (image: string | undefined) =>
  image === undefined ? IMAGE : LinuxBuildImage.fromCodeBuildImageId(image);

/** What CodeBuild takes inline, in characters; no page of its documentation says so: aws-cdk, pull request 14974. */
const LONGEST_BUILDSPEC = 25_600;

/** @throws where CodeBuild would refuse a buildspec for its length, when the pipeline is deployed. */
function inline(spec: Record<string, unknown>, where: Construct): BuildSpec {
  const { length } = JSON.stringify(spec, null, 2);
  if (length <= LONGEST_BUILDSPEC) return BuildSpec.fromObject(spec);
  throw new Error(
    `${where.node.path}: the buildspec has ${length} characters, CodeBuild takes ${LONGEST_BUILDSPEC}: put the commands into a file of the source and name that`,
  );
}

/** One project with its log group; privileged only where images are built, never where they are deployed. */
export class GuardedProject extends Construct {
  public constructor(scope: Construct, id: string, props: PipelineProjectProps) {
    super(scope, id);
    const environment = Object.entries(props.environment ?? {});
    const logGroup = new LogGroup(this, 'Logs', {
      logGroupName: logGroupName(props.name),
      retention: RetentionDays.ONE_YEAR,
      encryptionKey: props.store.key,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    const project = new PipelineProject(this, 'Project', {
      projectName: props.name,
      description: props.description,
      role: props.role.withoutPolicyUpdates({ addGrantsToResources: true }),
      buildSpec: inline(props.buildSpec, this),
      encryptionKey: props.store.key,
      environment: {
        buildImage: imageOf(props.image),
        computeType: ComputeType.MEDIUM,
        privileged: props.buildsImages ?? false,
      },
      environmentVariables: Object.fromEntries(environment.map(([name, value]) => [name, { value }])),
      timeout: props.timeout ?? Duration.hours(1),
    });
    // A literal: who reads the template sees at once whom the project runs as.
    const template = project.node.defaultChild as CfnProject;
    template.serviceRole = props.roleArn;
    template.logsConfig = logsTo(logGroup);
    project.node.addDependency(props.role);
    if (props.image !== undefined) acknowledge(project, OWN_IMAGE, 'AwsSolutions::AwsSolutions-CB5');
  }
}

/**
 * Where a project logs to. The role's own policy lets it; the construct of CDK would let it once more by a policy of the
 * account's logs, of which a region takes ten in all.
 */
export function logsTo({ logGroupName: groupName }: ILogGroup): CfnProject.LogsConfigProperty {
  return { cloudWatchLogs: { groupName, status: 'ENABLED' } };
}

/** Writing the project's own log. */
export function writeLog(scope: Construct, project: string): Right {
  return {
    sid: 'Log',
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resources: [localArn(scope, 'logs', `log-group:${logGroupName(project)}:*`)],
    why: 'Log streams are named by the build.',
  };
}

/** ARN of a project, by its name. */
export function projectArn(scope: Construct, name: string): string {
  return `arn:${Aws.PARTITION}:codebuild:${Stack.of(scope).region}:${Stack.of(scope).account}:project/${name}`;
}

function logGroupName(project: string): string {
  return `/aws/codebuild/${project}`;
}
