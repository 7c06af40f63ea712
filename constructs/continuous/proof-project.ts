import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { BuildSpec, type CfnProject, ComputeType, LinuxBuildImage, Project } from 'aws-cdk-lib/aws-codebuild';
import type { Role } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Asset } from 'aws-cdk-lib/aws-s3-assets';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { PROOF } from '../../lib/continuous';
import { localArn } from '../change/machine-role';
import type { WriteOnceStore } from '../evidence/write-once-store';
import { commandSpec } from '../pipeline/engine/build-specs';
import { logsTo } from '../pipeline/engine/project';
import type { VerifyTool } from '../pipeline/engine/verify-tool';
import type { RecordedChanges } from './continuous-proof-props';
import { sourceWords } from './pack-sources';
import { proofRoleArn } from './proof-role';

/** What the job is made from. */
interface ProofProjectProps {
  readonly store: WriteOnceStore;
  readonly managementAccount: string;
  readonly organizationId: string;
  readonly changes?: RecordedChanges;
  readonly otherChanges?: readonly RecordedChanges[];
  readonly trail?: boolean;
  readonly regions?: readonly string[];
  readonly tool: VerifyTool;
  readonly snapshot?: Asset;
  readonly upgrade?: VerifyTool;
  readonly key: Key;
  readonly role: Role;
  readonly topic: Topic;
}

/** Image of the managed fleet: Node.js 20 and later, AWS CLI. */
const IMAGE = LinuxBuildImage.AMAZON_LINUX_2023_5;

/** A hundred accounts in seventeen regions, one question after another. */
const TIMEOUT = Duration.hours(8);

/** The project that runs `guarded audit deployed` with this very package; no source, and nothing but platform code. */
export function proofProject(scope: Construct, id: string, props: ProofProjectProps): void {
  const { key, role, tool, snapshot, upgrade } = props;
  const files = [...fetching(snapshot?.s3ObjectUrl, SNAPSHOT_FILE), ...fetching(upgrade?.uri, UPGRADE_FILE)];
  const around = new Construct(scope, id);
  const logGroup = new LogGroup(around, 'Logs', {
    logGroupName: `/aws/codebuild/${PROOF.project}`,
    retention: RetentionDays.ONE_YEAR,
    encryptionKey: key,
    removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
  });
  const project = new Project(around, 'Project', {
    projectName: PROOF.project,
    description: 'Collects what is deployed, proves it, keeps it and tells what does not hold',
    role: role.withoutPolicyUpdates({ addGrantsToResources: true }),
    buildSpec: BuildSpec.fromObject(commandSpec(tool.sha256, words(scope, props), files)),
    encryptionKey: key,
    environment: { buildImage: IMAGE, computeType: ComputeType.MEDIUM, privileged: false },
    environmentVariables: { TOOL_URI: { value: tool.uri } },
    timeout: TIMEOUT,
  });
  // A literal: who reads the template sees at once whom the project runs as.
  const template = project.node.defaultChild as CfnProject;
  template.serviceRole = proofRoleArn(scope);
  template.logsConfig = logsTo(logGroup);
  project.node.addDependency(role);
}

const SNAPSHOT_FILE = '/opt/guarded/platform.snapshot.json';

const UPGRADE_FILE = '/opt/guarded/upgrade.tgz';

/** A file that the platform's statement names by its digest: without it, nobody can make the platform again. */
function fetching(uri: string | undefined, file: string): string[] {
  return uri === undefined ? [] : [`aws s3 cp --only-show-errors "${uri}" ${file}`];
}

/** The whole command: what is asked stands in the project and nowhere else. */
function words(scope: Construct, props: ProofProjectProps): string[] {
  const { store, managementAccount, regions = [], snapshot, upgrade } = props;
  return [
    ...['audit', 'deployed', '--management', managementAccount, '--region', Stack.of(scope).region],
    ...['--store', `s3://${store.bucketName}`, '--topic', localArn(scope, 'sns', PROOF.topic)],
    ...['--kms-key', PROOF.packKeyAlias],
    ...sourceWords(props),
    ...(snapshot ? ['--platform-snapshot', SNAPSHOT_FILE] : []),
    ...(upgrade ? ['--upgrade-archive', UPGRADE_FILE] : []),
    ...(regions.length > 0 ? ['--regions', ...regions] : []),
  ];
}
