import { join } from 'node:path';
import { Annotations, Stage } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { limitFindings } from '../../lib/contract/account-limits';
import { SHARED } from '../../lib/change/deployed';
import { partitionOf } from '../../lib/contract/partitions';
import { PLATFORM_METADATA, STATED_CONTEXT } from '../../lib/names';
import { RENDERS } from '../../lib/world/machinery/renderer';
import type { Environment } from '../environment/environment';
import { EnvironmentKind } from '../environment/environment-kind';
import { reachedBy } from './limits';
import { addAccounts } from './accounts';
import { accessPlans, usedByDevelopers } from './access-props';
import { TeamStack } from './access-stacks';
import { PlatformAccess } from './platform-access';
import { MachineRoles } from './machine-roles';
import { AuditStack } from './audit-stack';
import { ChatStack } from './chat-stack';
import { ControlStack } from './control-stack';
import type { Telling } from './chat-stack';
import { refuseDeployment } from './refuse-deployment';
import { MonitorStack } from './monitor-stack';
import { changeControlAlarms, proofAlarms } from './machinery-alarms';
import { CONTROL_STACK, pipelineStackName, stageId, PLATFORM } from './names';
import type { ChangePipelineProps } from '../pipeline/change-pipeline-props';
import { setRecommendedFlags } from '../pipeline/flags';
import { statementOf } from '../pipeline/statement';
import { decidedBy, pipelineProps, platformPipelineProps } from './pipeline-props';
import { PipelineStack } from './pipeline-stack';
import { writeStarterSnapshot } from './starter-snapshot';
import type { ApplicationProps, GuardedPlatformProps } from './platform-props';
import { SandboxCodeStack, SandboxStack } from './sandbox-stack';
import { guardedPlaces } from './places';
import { Preparing } from './preparing';
import { deployedSnapshots, proofProps, provesItself, recordReader } from './proof-props';
import { platformRenderer } from './render';
import { statePlatform } from './statement';
import { OrganizationStack } from './organization-stack';
import { TemplatesStack } from './templates-stack';
import { required } from '../../lib/required';

/** Id of the stack of the change control that pipelines share. */
const CONTROL_ID = 'control';

const UNWATCHED =
  'continuousProof is off, so nothing in the audit account could take a release of the platform back, and the gate would refuse the second one; right is continuousProof with the platform, or neither.';

/** Makes a platform again from what its organization stack states. */
export const renderPlatform = platformRenderer((scope, id, props) => new GuardedPlatform(scope, id, props));

/** Every stack of the guarded environments of one organization, workloads apart. */
export class GuardedPlatform extends Construct {
  /**
   * Id of the stage that holds an environment in one region: `orders-prod-eu-west-2`. The pipeline deploys the nested
   * assembly of that name, so a workload's own app names its stages so.
   */
  public static stageName(environment: Environment, region: string): string {
    return stageId(environment, region);
  }

  public constructor(
    scope: Construct,
    id: string,
    private readonly props: GuardedPlatformProps,
  ) {
    super(scope, id);
    required(`GuardedPlatform '${id}'`, props, ['organization', 'people', 'applications']);
    setRecommendedFlags(this);
    this.node.setContext(STATED_CONTEXT, true);
    Object.defineProperty(this, RENDERS, { value: { platform: renderPlatform } });
    const roles = new MachineRoles(props, partitionOf(props.organization.region));
    const preparing = new Preparing(this, props);
    addAccounts(preparing, props, roles);
    const audit = new AuditStack(this, 'audit', props.organization, proofProps(props));
    const templates = new TemplatesStack(this, 'templates', props.organization);
    preparing.comeAfter(templates);
    // It comes after audit too, whose bucket its trail needs; but one command line has credentials of one account.
    const organization = new OrganizationStack(this, 'organization', props, roles);
    organization.addStackDependency(templates);
    this.addTeams(organization, templates);
    organization.addMetadata(PLATFORM_METADATA, statementOf(this, statePlatform(props)));
    for (const place of guardedPlaces(props))
      preparing.stack(
        place.account,
        (scope) =>
          new MonitorStack(scope, `monitor-${place.name}-${place.region}`, place, props.pipeline?.notifyEmails),
      );
    for (const application of props.applications) this.addSandbox(application);
    const snapshot = props.snapshotFile ?? this.starterSnapshot(organization);
    const collected = deployedSnapshots(props);
    const byName = (props.teams ?? []).length > 0 || props.organization.permissionSetPrefix !== undefined;
    const named = byName ? props.organization : undefined;
    const all = props.applications.map((application) => pipelineProps(application, snapshot, collected, named));
    const pipelines = all.map((each) => this.addPipeline(each));
    this.addChat(pipelines);
    const own = this.addOwnPipeline(audit, pipelines);
    this.addControl([...all, ...own.map(({ props: each }) => each)], [...pipelines, ...own.map(({ stack }) => stack)]);
    this.checkLimits();
    if (props.incomplete) refuseDeployment(this);
  }

  /** Whoever has a place is there before the fence closes around it; the command line deploys them with the organization. */
  private addTeams(organization: Stack, templates: Stack): void {
    for (const { team, id, access } of accessPlans(this.props)) {
      if (team === undefined) continue;
      const stack = new TeamStack(this, id, this.props.organization, team);
      stack.addStackDependency(templates);
      new PlatformAccess(stack, 'access', access);
      organization.addStackDependency(stack);
    }
  }

  private checkLimits(): void {
    const { problems, warnings } = limitFindings(reachedBy(this));
    for (const [index, warning] of warnings.entries())
      Annotations.of(this).addWarningV2(`guarded:limit-${index}`, warning);
    this.node.addValidation({ validate: () => [...problems] });
  }

  private addSandbox({ name, team, environments, sandbox }: ApplicationProps): void {
    if (!sandbox) return;
    const { environment, ...own } = sandbox;
    const dev = environments.find((each) => each.name === environment && each.kind === EnvironmentKind.DEV);
    if (!dev)
      throw new Error(`application ${name}: sandbox.environment is '${environment}', expected a dev environment`);
    const used = usedByDevelopers(own, team, this.props.organization);
    const place = { account: dev.account, region: dev.homeRegion, sandbox: used };
    const code = new SandboxCodeStack(this, `sandbox-code-${name}`, place);
    new SandboxStack(this, `sandbox-${name}`, place).addStackDependency(code);
  }

  private addPipeline(pipeline: ChangePipelineProps): PipelineStack {
    const reader = { recordReader: recordReader(this.props) };
    const read = { ...pipeline, ...(this.props.sharedChangeControl ? { sharedChangeControl: SHARED } : reader) };
    return new PipelineStack(this, `pipeline-${pipeline.application}`, this.props.organization, read);
  }

  /** Topics are known by name; those of the applications are there before anybody is told of them. */
  private addChat(pipelines: readonly Stack[]): void {
    const { applications, pipeline, organization } = this.props;
    const all = [...applications, ...(pipeline ? [{ ...pipeline, name: PLATFORM }] : [])];
    const tellings = all.flatMap(({ name, chat }): Telling[] =>
      chat?.slack?.length || chat?.teams?.length ? [{ application: name, chat }] : [],
    );
    if (tellings.length === 0) return;
    const stack = new ChatStack(this, 'chat', organization, tellings);
    for (const each of pipelines) stack.addStackDependency(each);
  }

  /** What pipelines name is there before them. */
  private addControl(served: readonly ChangePipelineProps[], pipelines: readonly Stack[]): void {
    const { sharedChangeControl, organization, pipeline } = this.props;
    if (!sharedChangeControl || served.length === 0) return;
    const applications = served.map(decidedBy);
    const control = new ControlStack(this, CONTROL_ID, organization, {
      applications,
      recordReader: recordReader(this.props),
      notifyEmails: pipeline?.notifyEmails,
    });
    for (const each of pipelines) each.addStackDependency(control);
  }

  /**
   * Pipelines are named by a pattern: an application that comes or goes leaves the definition of this pipeline as it is, whose
   * change would end the very release that brings it.
   */
  private addOwnPipeline(
    audit: Stack,
    pipelines: readonly Stack[],
  ): { readonly props: ChangePipelineProps; readonly stack: Stack }[] {
    const { pipeline, organization, applications, sharedChangeControl: shared } = this.props;
    if (!pipeline) return [];
    if (!provesItself(this.props)) throw new Error(`${this.node.path}: ${UNWATCHED}`);
    const control = shared ? [`${this.node.path}/${CONTROL_ID}`] : [];
    const alone = [...pipelines.map((stack) => stack.stackName), pipelineStackName(PLATFORM)];
    const watched = shared ? [CONTROL_STACK] : alone;
    const tooling = {
      paths: [...control, `${this.node.path}/pipeline-*`, `${this.node.path}/chat`],
      alarms: watched.flatMap(changeControlAlarms),
    };
    const proved = { paths: [audit.node.path], alarms: proofAlarms(audit.stackName) };
    const images = applications.some((application) => application.images);
    const props = platformPipelineProps(pipeline, organization, { audit: proved, tooling }, images);
    return [{ props, stack: this.addPipeline(props) }];
  }

  private starterSnapshot({ guardrails }: OrganizationStack): string {
    const file = join(Stage.of(this)?.outdir ?? 'cdk.out', 'platform.snapshot.json');
    writeStarterSnapshot(file, this.props, guardrails);
    return file;
  }
}
