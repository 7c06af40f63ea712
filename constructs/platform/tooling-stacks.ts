import type { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { SHARED } from '../../lib/change/deployed';
import type { ChangePipelineProps } from '../pipeline/change-pipeline-props';
import { ChatStack } from './chat-stack';
import type { Telling } from './chat-stack';
import { ControlStack } from './control-stack';
import { changeControlAlarms, sharedChangeControlAlarms } from './machinery-alarms';
import { CONTROL_STACK, PLATFORM } from './names';
import { decidedBy } from './pipeline-props';
import type { DeployedPlace } from './pipeline-props';
import { PipelineStack } from './pipeline-stack';
import type { GuardedPlatformProps } from './platform-props';
import { recordReader } from './proof-props';
import { servedBy } from './tooling';
import type { Tooling } from './tooling';

/** Id of the stack of the change control that pipelines share. */
const CONTROL_ID = 'control';

/**
 * What stands in one tooling account: the pipelines of the applications that it serves, in the platform's own also the platform's,
 * the change control that they share, and the chat channels that are told.
 */
export class ToolingStacks {
  private readonly pipelines: { readonly props: ChangePipelineProps; readonly stack: Stack }[] = [];
  private readonly scope: Construct;

  public constructor(
    platform: Construct,
    private readonly tooling: Tooling,
    private readonly props: GuardedPlatformProps,
  ) {
    // Paths of the platform's own tooling account are those of a platform that has no other.
    this.scope = tooling.isHome ? platform : new Construct(platform, tooling.name);
  }

  /** Id of the account. */
  public get account(): string {
    return this.tooling.account;
  }

  /** Adds the way of an application, or of the platform itself, to prod. */
  public addPipeline(pipeline: ChangePipelineProps): void {
    const reader = { recordReader: recordReader(this.props) };
    const read = { ...pipeline, ...(this.props.sharedChangeControl ? { sharedChangeControl: SHARED } : reader) };
    const stack = new PipelineStack(this.scope, `pipeline-${pipeline.application}`, this.tooling, read);
    this.pipelines.push({ props: pipeline, stack });
  }

  /** Adds the channels. Topics are known by name; those of the applications are there before anybody is told of them. */
  public addChat(): void {
    const { pipeline } = this.props;
    const own = this.tooling.isHome && pipeline ? [{ ...pipeline, name: PLATFORM }] : [];
    const tellings = [...servedBy(this.props, this.tooling), ...own].flatMap(({ name, chat }): Telling[] =>
      chat?.slack?.length || chat?.teams?.length ? [{ application: name, chat }] : [],
    );
    if (tellings.length === 0) return;
    const stack = new ChatStack(this.scope, 'chat', this.tooling, tellings);
    for (const each of this.pipelines) stack.addStackDependency(each.stack);
  }

  /** Adds the change control that all share, where they do; what pipelines name is there before them. */
  public addControl(): void {
    const { sharedChangeControl, pipeline } = this.props;
    if (!sharedChangeControl || this.pipelines.length === 0) return;
    const control = new ControlStack(this.scope, CONTROL_ID, this.tooling, {
      applications: this.pipelines.map(({ props }) => decidedBy(props)),
      recordReader: recordReader(this.props),
      notifyEmails: pipeline?.notifyEmails,
    });
    for (const { stack } of this.pipelines) stack.addStackDependency(control);
  }

  /**
   * What the platform's pipeline deploys here. Pipelines are named by a pattern: an application that comes or goes leaves the
   * definition of that pipeline as it is, whose change would end the very release that brings it.
   *
   * @param also Names of stacks that are yet to be added.
   */
  public deployed(also: readonly string[] = []): DeployedPlace {
    const { sharedChangeControl: shared } = this.props;
    const { path } = this.scope.node;
    const alone = [...this.pipelines.map(({ stack }) => stack.stackName), ...also];
    return {
      ...this.tooling,
      paths: [...(shared ? [`${path}/${CONTROL_ID}`] : []), `${path}/pipeline-*`, `${path}/chat`],
      alarms: shared ? sharedChangeControlAlarms(CONTROL_STACK) : alone.flatMap(changeControlAlarms),
    };
  }
}
