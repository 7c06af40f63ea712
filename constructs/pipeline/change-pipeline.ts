import { Duration, Stack } from 'aws-cdk-lib';
import { CfnPipeline } from 'aws-cdk-lib/aws-codepipeline';
import type { Role } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { SHARED } from '../../lib/change/deployed';
import type { ScanPolicy } from '../../lib/change/image-scan';
import { STAGES, pipelineName } from '../../lib/change/wiring';
import { RENDERS } from '../../lib/world/machinery/renderer';
import { ChangeControl } from '../change/change-control';
import type { DeployTarget } from '../change/change-control-props';
import { localArn, giveRights, machineRole, serviceFor, useKey } from '../change/machine-role';
import { fenceProblems } from './blueprint/fence';
import { flowProblems } from './blueprint/flow';
import { type PlanInput, planPipeline } from './blueprint/plan';
import { planSource } from './blueprint/source';
import { structureProblems } from './blueprint/structure';
import type { Blueprint } from './blueprint/types';
import { type ChangePipelineProps, FindingSeverity, type ImageScan, PipelineFlavour } from './change-pipeline-props';
import { ActionRoles } from './engine/action-roles';
import { ArtifactStore } from './engine/artifact-store';
import { type Deciding, decidingAlone, decidingForMany } from './engine/deciding';
import { OwnTopic } from './engine/own-topic';
import { Projects } from './engine/projects';
import { renderStages } from './engine/render';
import { SourceEvents } from './engine/source-events';
import { triggersOf } from './engine/source-triggers';
import { setRecommendedFlags } from './flags';
import { pipelinesRenderer } from './render';
import { stateInStack } from './stated-pipeline';
import { changePipelineProblems, connectionProblems, upgradeProblems } from './problems';
import { BUILD_IMAGE_RIGHT, buildImageProblem } from '../../lib/contract/build-images';
import { required } from '../../lib/required';

const DEFAULTS = {
  retention: Duration.days(180),
  buildCommands: ['npm ci', 'npx cdk synth --quiet'],
  assemblyDirectory: 'cdk.out',
  monitoringMinutes: 5,
};

/** Makes pipelines again from what the template of their stack states. */
export const renderPipelines = pipelinesRenderer((scope, id, props) => new ChangePipeline(scope, id, props));

/**
 * The one way to prod of one application: Source, Build, Verify, the environments, Approve, the gate, the waves, Close. It
 * stands in the tooling account and belongs to the platform, so no commit can edit its own approval away, and it never
 * changes itself while it runs.
 *
 * @throws an Error with the construct path that tells everything that is wrong with the properties, or that CodePipeline
 * would refuse, together.
 */
export class ChangePipeline extends Construct {
  /** Name of the pipeline: the application's. */
  public readonly pipelineName: string;
  /** ARN of the pipeline. */
  public readonly pipelineArn: string;
  /** Change control that decides for it alone; undefined where it shares one with others. */
  public readonly changeControl?: ChangeControl;
  /** ARNs of the approval actions, in the order of the approvers: what an approver may answer. */
  public readonly approvalActionArns: string[];
  /** Names of the stages, in order. */
  public readonly stageNames: string[];

  public constructor(scope: Construct, id: string, props: ChangePipelineProps) {
    super(scope, id);
    required(`ChangePipeline '${id}'`, props, ['application', 'window', 'waves', 'approvers', 'source']);
    setRecommendedFlags(this);
    Object.defineProperty(this, RENDERS, { value: { pipelines: renderPipelines } });
    this.refuse([
      ...changePipelineProblems(props),
      ...connectionProblems(props, Stack.of(this)),
      ...this.imageProblems(props),
      ...upgradeProblems(props.upgrade),
    ]);
    this.pipelineName = pipelineName(props.application);
    this.pipelineArn = localArn(this, 'codepipeline', this.pipelineName);
    const { application, sharedChangeControl: shared } = props;
    if (shared === undefined)
      this.changeControl = props.changeControl ?? new ChangeControl(this, 'ChangeControl', props);
    const deciding = this.changeControl
      ? decidingAlone(this.changeControl)
      : decidingForMany(this, shared ?? SHARED, application);
    const input = this.planInput(props, deciding);
    const blueprint = planPipeline(input);
    this.refuse([...structureProblems(blueprint), ...flowProblems(blueprint), ...fenceProblems(blueprint)]);
    this.stageNames = blueprint.stages.map(({ name }) => name);
    this.approvalActionArns = props.approvers.map(({ persona }) => `${this.pipelineArn}/${STAGES.approve}/${persona}`);
    this.build(props, input, deciding, blueprint);
    stateInStack(this, props);
  }

  private imageProblems({ buildImage }: ChangePipelineProps): string[] {
    const { account, region } = Stack.of(this);
    const problem = buildImage === undefined ? undefined : buildImageProblem(buildImage, account, region);
    return problem === undefined ? [] : [`buildImage: ${problem}, expected ${BUILD_IMAGE_RIGHT}`];
  }

  private planInput(props: ChangePipelineProps, deciding: Deciding): PlanInput {
    return {
      application: props.application,
      pipeline: this.pipelineName,
      source: planSource(props.source),
      environments: props.environments ?? [],
      waves: props.waves,
      approvers: props.approvers,
      window: props.window,
      nativeWindow: props.nativeWindow ?? false,
      monitoringMinutes: props.monitoringMinutes ?? DEFAULTS.monitoringMinutes,
      account: Stack.of(this).account,
      region: Stack.of(this).region,
      ...deciding,
    };
  }

  private build(props: ChangePipelineProps, { source }: PlanInput, deciding: Deciding, blueprint: Blueprint): void {
    const { application } = props;
    const { pipelineName: pipeline } = this;
    const retention = props.artifactRetention ?? DEFAULTS.retention;
    const store = new ArtifactStore(this, 'Store', { application, pipeline, retention });
    const pipelineRole = this.makePipelineRole(application);
    const roles = new ActionRoles(this, 'Actions', { application, blueprint, source, deciding, store, pipelineRole });
    giveRights(pipelineRole, [
      { sid: 'Actions', actions: ['sts:AssumeRole'], resources: roles.arns },
      { sid: 'Artifacts', ...store.everything() },
      store.look(),
    ]);
    useKey(store.key, pipelineRole);
    const projects = new Projects(this, 'Projects', {
      application,
      source,
      buildCommands: props.buildCommands ?? DEFAULTS.buildCommands,
      buildEnvironment: props.buildEnvironment ?? {},
      buildImage: props.buildImage,
      assemblyDirectory: props.assemblyDirectory ?? DEFAULTS.assemblyDirectory,
      images: props.images ?? false,
      imageScan: props.flavour === PipelineFlavour.PLATFORM ? undefined : scanPolicy(props.imageScan),
      platformSnapshot: props.platformSnapshot,
      deployedSnapshots: props.deployedSnapshots,
      firstReleaseAfter: props.firstReleaseAfter,
      upgrade: props.upgrade,
      integrationTests: (props.environments ?? []).some(({ integrationTests }) => integrationTests?.length),
      targets: targetsByEnvironment(props),
      prod: props.waves.map(({ environment = 'prod' }) => environment),
      deciding,
      store,
    });
    const before = [...deciding.before, ...this.makeTopic(props), projects];
    this.makePipeline(props, blueprint, roles, store, pipelineRole).node.addDependency(...before);
    new SourceEvents(this, 'SourceEvents', { application, pipeline, source });
  }

  private makeTopic({ application, sharedChangeControl: controlName, notifyEmails: emails }: ChangePipelineProps) {
    return controlName === undefined ? [] : [new OwnTopic(this, 'Changes', { application, controlName, emails })];
  }

  private makePipelineRole(application: string): Role {
    return machineRole(this, 'Role', {
      application,
      purpose: 'pipeline',
      assumedBy: serviceFor('codepipeline.amazonaws.com', this.pipelineArn),
      description: `Runs the pipeline of ${application}: it assumes the roles of its actions and can do nothing else`,
    });
  }

  /** Made last: it starts as soon as it is there, and what it writes would keep a failed creation from going away. */
  private makePipeline(
    props: ChangePipelineProps,
    blueprint: Blueprint,
    roles: ActionRoles,
    store: ArtifactStore,
    role: Role,
  ): CfnPipeline {
    const pipeline = new CfnPipeline(this, 'Pipeline', {
      name: blueprint.name,
      pipelineType: blueprint.type,
      executionMode: blueprint.executionMode,
      restartExecutionOnUpdate: false,
      roleArn: role.roleArn,
      artifactStore: {
        type: 'S3',
        location: store.bucket.bucketName,
        encryptionKey: { type: 'KMS', id: store.key.keyArn },
      },
      stages: renderStages(blueprint.stages, (purpose) => roles.arnOf(purpose)),
      triggers: triggersOf(props),
    });
    pipeline.node.addDependency(role, roles);
    return pipeline;
  }

  private refuse(problems: readonly string[]): void {
    if (problems.length > 0) throw new Error(`${this.node.path}: ${problems.join('; ')}.`);
  }
}

function scanPolicy({ block = FindingSeverity.CRITICAL, accept = [] }: ImageScan = {}): ScanPolicy {
  return { block, accept };
}

/** One deploy role an environment, whichever waves lead there. */
function targetsByEnvironment({ environments = [], waves }: ChangePipelineProps): Record<string, DeployTarget[]> {
  const places = [
    ...environments.map(({ name, targets }) => ({ name, targets })),
    ...waves.map(({ environment: name = 'prod', targets }) => ({ name, targets })),
  ];
  const all: Record<string, DeployTarget[]> = {};
  for (const { name, targets } of places) all[name] = [...(all[name] ?? []), ...targets];
  return all;
}
