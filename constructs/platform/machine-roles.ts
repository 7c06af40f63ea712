import { SHARED } from '../../lib/change/deployed';
import { proofRoleArn } from '../../lib/guardrail';
import type { PipelinePurpose } from '../../lib/names';
import type { Environment } from '../environment/environment';
import { pipelineRoleArn, PLATFORM } from './names';
import type { GuardedPlatformProps } from './platform-props';
import { provesItself } from './proof-props';

/** Handlers of change control that read alarms and objectives in the accounts of an application. */
const READERS: readonly PipelinePurpose[] = ['gate-function', 'bake-function'];

/** Roles of tooling and audit that some other account trusts, all by exact ARN. */
export class MachineRoles {
  public constructor(
    private readonly props: GuardedPlatformProps,
    private readonly partition: string,
  ) {}

  /** The role that deploys an environment. */
  public deploying(environment: Environment): string {
    return this.role(environment.application, `deploy-${environment.name}`);
  }

  /** Those that look into an environment: who deploys it, and the handlers that decide whether to. */
  public reading(environment: Environment): string[] {
    return [this.deploying(environment), ...this.readers(environment.application)];
  }

  /** Those that look into tooling or audit. */
  public readingPlatform(account: 'tooling' | 'audit'): string[] {
    const readers = this.props.pipeline ? this.readers(PLATFORM) : [];
    return [this.deployingPlatform(account), ...readers];
  }

  /** The role that deploys the platform's own stacks in tooling or audit. */
  public deployingPlatform(account: 'tooling' | 'audit'): string {
    return this.role(PLATFORM, `deploy-${account}`);
  }

  /**
   * All of them, by what they are for: as many for one application as for hundreds. Whom each account trusts of them, its
   * bootstrap says by exact ARN.
   */
  public get byName(): string[] {
    return [...[`deploy-*`, ...READERS].map((purpose) => this.role('*', purpose as PipelinePurpose)), ...this.proving];
  }

  /** The job that reads every account, where there is one. */
  private get proving(): string[] {
    const { continuousProof, organization } = this.props;
    return provesItself({ continuousProof }) ? [proofRoleArn(this.partition, organization.auditAccount)] : [];
  }

  private readers(application: string): string[] {
    const deciding = this.props.sharedChangeControl ? SHARED : application;
    return READERS.map((purpose) => this.role(deciding, purpose));
  }

  private role(application: string, purpose: PipelinePurpose): string {
    return pipelineRoleArn(this.props.organization, application, purpose, this.partition);
  }
}
