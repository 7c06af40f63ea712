import { type Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { BuildSpec, CfnProject } from 'aws-cdk-lib/aws-codebuild';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { roleArn, SANDBOX_PATH } from '../../lib/names';
import { SANDBOX_NAMES } from '../../lib/sandbox/wiring';
import { acknowledge, type Right } from '../change/acknowledge';
import { localArn } from '../change/machine-role';
import { sandboxRole } from './sandbox-role';

/** What a CodeBuild project of self-service is made from. */
export interface SandboxProjectProps {
  readonly application: string;
  readonly what: 'build' | 'deploy' | 'branches';
  readonly description: string;
  readonly source: CfnProject.SourceProperty;
  readonly artifacts?: CfnProject.ArtifactsProperty;
  readonly buildSpec: Record<string, unknown>;
  readonly rights: readonly Right[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly timeout: Duration;
  readonly triggers?: CfnProject.ProjectTriggersProperty;
}

/** Image of the managed fleet: Node.js 20 and later, git, AWS CLI. */
const IMAGE = 'aws/codebuild/amazonlinux-x86_64-standard:5.0';

/** One project with its role and log group; never privileged, and no file of a source says what it runs. */
export class SandboxProject extends Construct {
  public constructor(scope: Construct, id: string, props: SandboxProjectProps) {
    super(scope, id);
    const { application, what } = props;
    const name = SANDBOX_NAMES.project(application, what);
    const logGroupName = SANDBOX_NAMES.logGroup(application, what);
    const logs = new LogGroup(this, 'Logs', {
      logGroupName,
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    acknowledge(
      logs,
      'A key of this account could be disabled by any developer in it; the log holds no secret of anybody.',
      'NIST.800.53.R5::NIST.800.53.R5-CloudWatchLogGroupEncrypted',
    );
    const role = sandboxRole(this, 'Role', {
      application,
      what,
      assumedBy: new ServicePrincipal('codebuild.amazonaws.com', {
        conditions: { ArnLike: { 'aws:SourceArn': localArn(this, 'codebuild', `project/${name}`) } },
      }),
      description: `${props.description}: the role of that project`,
      rights: [...props.rights, this.writeLog(logGroupName)],
    });
    const { partition, account } = Stack.of(this);
    const project = new CfnProject(this, 'Project', {
      name,
      description: props.description,
      // A literal: who reads the template sees at once whom the project runs as.
      serviceRole: roleArn(partition, account, SANDBOX_PATH, SANDBOX_NAMES.role(application, what)),
      source: { ...props.source, buildSpec: BuildSpec.fromObject(props.buildSpec).toBuildSpec() },
      artifacts: props.artifacts ?? { type: 'NO_ARTIFACTS' },
      environment: {
        type: 'LINUX_CONTAINER',
        computeType: 'BUILD_GENERAL1_MEDIUM',
        image: IMAGE,
        privilegedMode: false,
        environmentVariables: Object.entries(props.environment ?? {}).map(([key, value]) => ({ name: key, value })),
      },
      logsConfig: { cloudWatchLogs: { status: 'ENABLED', groupName: logs.logGroupName } },
      timeoutInMinutes: props.timeout.toMinutes(),
      encryptionKey: 'alias/aws/s3',
      triggers: props.triggers,
    });
    project.node.addDependency(role);
    acknowledge(
      project,
      'A key of this account could be disabled by any developer in it; what is built is source of the team.',
      'AwsSolutions::AwsSolutions-CB4',
    );
  }

  private writeLog(group: string): Right {
    return {
      sid: 'Log',
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [localArn(this, 'logs', `log-group:${group}:*`)],
      why: 'Log streams are named by the build.',
    };
  }
}
