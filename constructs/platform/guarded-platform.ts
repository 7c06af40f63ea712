import { join } from 'node:path';
import { Annotations, Stage } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { limitFindings } from '../../lib/contract/account-limits';
import { partitionOf } from '../../lib/contract/partitions';
import { STATED_CONTEXT } from '../../lib/names';
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
import { refuseDeployment } from './refuse-deployment';
import { MonitorStack } from './monitor-stack';
import { proofAlarms } from './machinery-alarms';
import { pipelineStackName, stageId, PLATFORM } from './names';
import { setRecommendedFlags } from '../pipeline/flags';
import { statementOf } from '../pipeline/statement';
import { pipelineProps, platformPipelineProps } from './pipeline-props';
import { writeStarterSnapshot } from './starter-snapshot';
import type { ApplicationProps, GuardedPlatformProps } from './platform-props';
import { SandboxCodeStack, SandboxStack } from './sandbox-stack';
import { guardedPlaces } from './places';
import { Preparing } from './preparing';
import { deployedSnapshots, proofProps, provesItself } from './proof-props';
import { platformRenderer } from './render';
import { statePlatform } from './statement';
import { OrganizationStack } from './organization-stack';
import { TemplatesStack } from './templates-stack';
import { toolingOf, toolingsOf } from './tooling';
import { moveExceptions } from './team-exceptions';
import { ToolingStacks } from './tooling-stacks';
import { required } from '../../lib/required';

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
    organization.state(statementOf(this, statePlatform(props)));
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
    const toolings = toolingsOf(props).map((tooling) => new ToolingStacks(this, tooling, props));
    const byAccount = new Map(toolings.map((each) => [each.account, each]));
    for (const application of props.applications) {
      const { account } = toolingOf(props.organization, application);
      byAccount.get(account)!.addPipeline(pipelineProps(application, snapshot, collected, named));
    }
    for (const each of toolings) each.addChat();
    this.addOwnPipeline(audit, toolings);
    for (const each of toolings) each.addControl();
    this.checkLimits();
    if (props.incomplete) refuseDeployment(this);
  }

  /** Whoever has a place is there before the fence closes around it; the command line deploys them with the organization. */
  private addTeams(organization: Stack, templates: Stack): void {
    for (const { team, id, access } of accessPlans(this.props)) {
      if (team === undefined) continue;
      const stack = new TeamStack(this, id, this.props.organization, team);
      stack.addStackDependency(templates);
      const { exceptions } = new PlatformAccess(stack, 'access', access);
      moveExceptions(organization, stack, new Set(exceptions.map((one) => one.id)));
      organization.addStackDependency(stack);
    }
  }

  private checkLimits(): void {
    const { problems, warnings } = limitFindings(
      reachedBy(
        this,
        toolingsOf(this.props).map(({ account }) => account),
      ),
    );
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

  private addOwnPipeline(audit: Stack, [home, ...others]: readonly ToolingStacks[]): void {
    const { pipeline, organization, applications } = this.props;
    if (!pipeline) return;
    if (!provesItself(this.props)) throw new Error(`${this.node.path}: ${UNWATCHED}`);
    const { auditAccount: account, region } = organization;
    const proved = { name: 'audit', account, region, paths: [audit.node.path], alarms: proofAlarms(audit.stackName) };
    const toolings = [...others.map((each) => each.deployed()), home.deployed([pipelineStackName(PLATFORM)])];
    const images = applications.some((application) => application.images);
    home.addPipeline(platformPipelineProps(pipeline, organization, [proved, ...toolings], images));
  }

  private starterSnapshot({ guardrails }: OrganizationStack): string {
    const file = join(Stage.of(this)?.outdir ?? 'cdk.out', 'platform.snapshot.json');
    writeStarterSnapshot(file, this.props, guardrails);
    return file;
  }
}
