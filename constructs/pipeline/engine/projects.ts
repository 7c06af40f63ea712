import { Duration, Stack } from 'aws-cdk-lib';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Construct } from 'constructs';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { DEPLOYED } from '../../../lib/change/deployed';
import type { ScanPolicy } from '../../../lib/change/image-scan';
import { BUCKET_PREFIXES, ENV } from '../../../lib/change/wiring';
import {
  type BootstrapRole,
  IMAGES,
  PIPELINE_PATH,
  WORKLOAD_PATH,
  pipelineRoleName,
  bootstrapRoleName,
  roleArn,
} from '../../../lib/names';
import type { Right } from '../../change/acknowledge';
import type { DeployTarget } from '../../change/change-control-props';
import { localArn, machineRole, serviceFor, useKey } from '../../change/machine-role';
import { partitionOf } from '../../../lib/contract/partitions';
import { ARTIFACTS, projectNames } from '../blueprint/names';
import type { SourcePlan } from '../blueprint/source';
import type { DeployedSnapshots, PackageUpgrade } from '../change-pipeline-props';
import { deployedSnapshotEnvironment, deployedSnapshotRights } from './deployed-snapshots';
import type { ArtifactStore } from './artifact-store';
import type { Deciding } from './deciding';
import { committerRole } from './build-roles';
import { connectionRights } from './connection-rights';
import { NOTHING_SCANNED, type Scanning, scanning } from './image-scan';
import { buildSpec, deploySpec, integrationTestSpec, verifySpec } from './build-specs';
import { GuardedProject, projectArn, writeLog } from './project';
import { upgradeTool, verifyTool } from './verify-tool';

/** What the projects of a pipeline are made from. */
export interface ProjectsProps {
  readonly application: string;
  readonly source: SourcePlan;
  readonly buildCommands: readonly string[];
  readonly buildEnvironment: Readonly<Record<string, string>>;
  /** Image that committers' code runs in, where it is not the platform's. */
  readonly buildImage?: string;
  readonly assemblyDirectory: string;
  /** Whether the source builds container images. */
  readonly images: boolean;
  /** What the scans of images must not find; undefined where the pipeline deploys no workload. */
  readonly imageScan?: ScanPolicy;
  readonly platformSnapshot?: string;
  readonly deployedSnapshots?: DeployedSnapshots;
  /** Commit after which the first release begins. */
  readonly firstReleaseAfter?: string;
  /** The package that may prove the release which moves to it. */
  readonly upgrade?: PackageUpgrade;
  readonly integrationTests: boolean;
  /** Targets of each environment: whose bootstrap its deploy role may use. */
  readonly targets: Readonly<Record<string, readonly DeployTarget[]>>;
  /** Environments that waves lead to: their deployments ask before they begin. */
  readonly prod: readonly string[];
  readonly deciding: Deciding;
  readonly store: ArtifactStore;
}

/** Bootstrap roles that the CDK command line assumes; the fifth, `cfn-exec`, only CloudFormation does. */
const ASSUMED: readonly BootstrapRole[] = ['deploy', 'file-publishing', 'image-publishing', 'lookup'];

/** The CodeBuild projects: two that run committers' code without rights, and the platform's own. */
export class Projects extends Construct {
  public constructor(
    scope: Construct,
    id: string,
    private readonly props: ProjectsProps,
  ) {
    super(scope, id);
    this.makeBuild();
    if (props.integrationTests) this.makeIntegrationTest();
    this.makeVerify();
    for (const [environment, targets] of Object.entries(props.targets)) this.makeDeploy(environment, targets);
  }

  private makeBuild(): void {
    const { application, store, buildCommands, buildEnvironment, assemblyDirectory, images, buildImage } = this.props;
    const name = projectNames.build(application);
    const scope = new Construct(this, 'Build');
    const makes = ARTIFACTS.assembly;
    new GuardedProject(scope, 'Project', {
      name,
      description: `Builds the cloud assembly of ${application} from its source`,
      role: committerRole(scope, 'Role', { application, purpose: 'build', project: name, store, makes }),
      roleArn: this.roleArn(WORKLOAD_PATH, name),
      buildSpec: buildSpec(buildCommands, assemblyDirectory, buildImage),
      image: buildImage,
      store,
      buildsImages: images,
      environment: { ...buildEnvironment, ...(images ? { [IMAGES.variable]: IMAGES.build } : {}) },
    });
  }

  private makeIntegrationTest(): void {
    const { application, store, buildImage } = this.props;
    const name = projectNames.test(application);
    const scope = new Construct(this, 'IntegrationTest');
    new GuardedProject(scope, 'Project', {
      name,
      description: `Tests what was deployed of ${application}`,
      role: committerRole(scope, 'Role', { application, purpose: 'integration-test', project: name, store }),
      roleArn: this.roleArn(WORKLOAD_PATH, name),
      buildSpec: integrationTestSpec(buildImage),
      image: buildImage,
      store,
    });
  }

  private makeVerify(): void {
    const { firstReleaseAfter, application, store, deciding } = this.props;
    const name = projectNames.verify(application);
    const scope = new Construct(this, 'Verify');
    const snapshot = this.snapshotOf(scope);
    const tool = verifyTool(scope);
    const next = upgradeTool(scope, this.props.upgrade);
    const scan = this.scanOf(scope);
    const role = machineRole(scope, 'Role', {
      application,
      purpose: 'verify',
      assumedBy: serviceFor('codebuild.amazonaws.com', projectArn(this, name)),
      description: `Proves what ${application} would release and drafts its change record`,
      rights: [
        ...this.readAssembly(name),
        ...this.verifyRights(),
        ...this.historyRights(),
        ...snapshot.rights,
        ...deployedSnapshotRights(scope, this.props.deployedSnapshots),
        tool.right,
        ...(next ? [next.right] : []),
        ...scan.rights,
      ],
    });
    useKey(store.key, role);
    deciding.letUseKey(role, 's3');
    if (deciding.controlName !== application) deciding.letUseKey(role, 'dynamodb');
    new GuardedProject(scope, 'Project', {
      name,
      description: `Proves what ${application} would release: platform code alone`,
      role,
      roleArn: this.roleArn(PIPELINE_PATH, pipelineRoleName(application, 'verify')),
      buildSpec: verifySpec(tool.sha256, next?.sha256),
      store,
      environment: {
        APPLICATION: application,
        [ENV.table]: deciding.tableName,
        [ENV.bucket]: deciding.bucketName,
        ...(deciding.assemblies === BUCKET_PREFIXES.assemblies ? {} : { ASSEMBLIES: deciding.assemblies }),
        TOOL_URI: tool.uri,
        ...(next ? { UPGRADE_URI: next.uri } : {}),
        ...scan.environment,
        ...snapshot.environment,
        ...deployedSnapshotEnvironment(this.props.deployedSnapshots),
        ...(firstReleaseAfter === undefined ? {} : { FIRST_RELEASE_AFTER: firstReleaseAfter }),
      },
    });
  }

  private makeDeploy(environment: string, targets: readonly DeployTarget[]): void {
    const { application, store } = this.props;
    const name = projectNames.deploy(application, environment);
    const scope = new Construct(this, `Deploy-${environment}`);
    const role = machineRole(scope, 'Role', {
      application,
      purpose: `deploy-${environment}`,
      assumedBy: serviceFor('codebuild.amazonaws.com', projectArn(this, name)),
      description: `Deploys ${application} to ${environment}; the bootstrap of its accounts trusts this role alone`,
      rights: [
        ...this.readAssembly(name),
        { sid: 'Deploy', actions: ['sts:AssumeRole'], resources: bootstrapRoleArns(targets, application) },
        ...this.admissionRights(environment),
      ],
    });
    useKey(store.key, role);
    new GuardedProject(scope, 'Project', {
      name,
      description: `Deploys ${application} to ${environment}: what was approved, or nothing`,
      role,
      roleArn: this.roleArn(PIPELINE_PATH, pipelineRoleName(application, `deploy-${environment}`)),
      buildSpec: deploySpec(),
      store,
      timeout: Duration.hours(8),
    });
  }

  private roleArn(path: string, name: string): string {
    const { partition, account } = Stack.of(this);
    return roleArn(partition, account, path, name);
  }

  private readAssembly(project: string): Right[] {
    const { store } = this.props;
    return [store.read(ARTIFACTS.assembly), store.look(), writeLog(this, project)];
  }

  private admissionRights(environment: string): Right[] {
    const { prod, deciding } = this.props;
    if (!prod.includes(environment)) return [];
    const resources = [localArn(this, 'lambda', `function:${deciding.admitFunction}`)];
    return [{ sid: 'Admission', actions: ['lambda:InvokeFunction'], resources }];
  }

  private verifyRights(): Right[] {
    const { application, deciding } = this.props;
    const { account, region, partition } = Stack.of(this);
    const bucket = DEPLOYED.bucket(deciding.controlName, account, region);
    const objects = (prefix: string) => `arn:${partition}:s3:::${bucket}/${prefix}*`;
    const assemblies = objects(deciding.assemblies);
    return [
      deciding.readReleased,
      {
        sid: 'Draft',
        actions: ['s3:PutObject'],
        resources: [objects(`${BUCKET_PREFIXES.drafts}${application}/`), assemblies],
        why: 'A draft is named by its execution, an assembly by its digest.',
      },
      {
        sid: 'ReadReleased',
        actions: ['s3:GetObject'],
        resources: [assemblies],
        why: 'A draft is named by its execution, an assembly by its digest.',
      },
    ];
  }

  /** A full clone tells the authors; CodeBuild fetches it with the rights of the project. */
  private historyRights(): Right[] {
    const { source, store } = this.props;
    if (!source.history) return [];
    const { ConnectionArn, RepositoryName } = source.configuration;
    const clone: Right[] = ConnectionArn
      ? connectionRights(source.configuration)
      : [{ actions: ['codecommit:GitPull'], resources: [localArn(this, 'codecommit', RepositoryName!)] }];
    return [...clone, store.read(ARTIFACTS.history)];
  }

  /** Where no workload is deployed, nothing is scanned: the images of workloads beside a platform are another pipeline's. */
  private scanOf(scope: Construct): Scanning {
    const { application, images, imageScan } = this.props;
    if (!images) return { rights: [], environment: {} };
    return imageScan ? scanning(scope, application, imageScan) : { rights: [], environment: NOTHING_SCANNED };
  }

  /** The platform's snapshot is pinned by its digest: whoever can write to the asset bucket cannot soften the proof. */
  private snapshotOf(scope: Construct): { rights: Right[]; environment: Record<string, string> } {
    const { platformSnapshot: path } = this.props;
    if (!path) return { rights: [], environment: {} };
    const asset = new Asset(scope, 'PlatformSnapshot', { path });
    const sha256 = createHash('sha256').update(readFileSync(path)).digest('hex');
    const arn = `${asset.bucket.bucketArn}/${asset.s3ObjectKey}`;
    return {
      rights: [{ sid: 'PlatformSnapshot', actions: ['s3:GetObject'], resources: [arn] }],
      environment: { SNAPSHOT_URI: asset.s3ObjectUrl, SNAPSHOT_SHA256: sha256 },
    };
  }
}

/** The bootstrap roles of these targets, exactly. */
function bootstrapRoleArns(targets: readonly DeployTarget[], application: string): string[] {
  const places = targets.flatMap(({ account, region, globalRegion = region, shared }) =>
    [region, globalRegion].map((each) => ({ account, region: each, own: shared ? application : undefined })),
  );
  const arns = places.flatMap(({ account, region, own }) =>
    ASSUMED.map((role) =>
      roleArn(partitionOf(region), account, PIPELINE_PATH, bootstrapRoleName(role, account, region, own)),
    ),
  );
  return [...new Set(arns)];
}
