import { SHARED } from '../../lib/change/deployed';
import { proofRoleArn } from '../../lib/guardrail';
import { PIPELINE_PATH, pipelineRoleName, roleArn } from '../../lib/names';
import type { PipelinePurpose } from '../../lib/names';
import type { Environment } from '../environment/environment';
import { PLATFORM } from './names';
import type { GuardedPlatformProps } from './platform-props';
import { provesItself } from './proof-props';
import { toolingOf, toolingsOf } from './tooling';
import type { Tooling } from './tooling';

/** Handlers of change control that read alarms and objectives in the accounts of an application. */
const READERS: readonly PipelinePurpose[] = ['gate-function', 'bake-function'];

/** Roles of tooling and audit that some other account trusts, all by exact ARN. */
export class MachineRoles {
  private readonly home: Tooling;

  public constructor(
    private readonly props: GuardedPlatformProps,
    private readonly partition: string,
  ) {
    this.home = toolingOf(props.organization);
  }

  /** The role that deploys an environment. */
  public deploying({ application, name }: Environment): string {
    return this.role(this.toolingOf(application), application, `deploy-${name}`);
  }

  /** Those that look into an environment: who deploys it, and the handlers that decide whether to. */
  public reading(environment: Environment): string[] {
    const { application } = environment;
    return [this.deploying(environment), ...this.readers(this.toolingOf(application), application)];
  }

  /** Those that look into a tooling account or audit, by the name of the account. */
  public readingPlatform(account: string): string[] {
    const readers = this.props.pipeline ? this.readers(this.home, PLATFORM) : [];
    return [this.deployingPlatform(account), ...readers];
  }

  /** The role that deploys the platform's own stacks in a tooling account or audit, by the name of the account. */
  public deployingPlatform(account: string): string {
    return this.role(this.home, PLATFORM, `deploy-${account}`);
  }

  /**
   * All of them, by what they are for: as many for one application as for hundreds, and for one tooling account as for several
   * in one unit (`orgPaths`). Whom each account trusts of them, its bootstrap says by exact ARN.
   */
  public get byName(): string[] {
    const accounts = this.orgPaths ? ['*'] : toolingsOf(this.props).map(({ account }) => account);
    const purposes = [`deploy-*`, ...READERS].map((purpose) => pipelineRoleName('*', purpose as PipelinePurpose));
    const roles = accounts.flatMap((account) =>
      purposes.map((name) => roleArn(this.partition, account, PIPELINE_PATH, name)),
    );
    return [...roles, ...this.proving];
  }

  /**
   * The unit that tooling accounts are in, as `aws:PrincipalOrgPaths` has it, where there are several of them. Where the fence
   * comes to accounts wherever they are, the accounts are named instead.
   */
  public get orgPaths(): string[] | undefined {
    const { id, rootId, units, attachToAccounts } = this.props.organization;
    if (attachToAccounts || toolingsOf(this.props).length === 1) return undefined;
    return [`${id}/${rootId}/*${units.tooling}/*`];
  }

  /** The job that reads every account, where there is one. */
  private get proving(): string[] {
    const { continuousProof, organization } = this.props;
    return provesItself({ continuousProof }) ? [proofRoleArn(this.partition, organization.auditAccount)] : [];
  }

  private toolingOf(application: string): Tooling {
    const served = this.props.applications.find(({ name }) => name === application);
    return toolingOf(this.props.organization, served);
  }

  private readers(tooling: Tooling, application: string): string[] {
    const deciding = this.props.sharedChangeControl ? SHARED : application;
    return READERS.map((purpose) => this.role(tooling, deciding, purpose));
  }

  private role({ account }: Tooling, application: string, purpose: PipelinePurpose): string {
    return roleArn(this.partition, account, PIPELINE_PATH, pipelineRoleName(application, purpose));
  }
}
