import { ArnPrincipal, type Role } from 'aws-cdk-lib/aws-iam';
import { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { PIPELINE_PATH, pipelineRoleName, roleArn } from '../../../lib/names';
import type { Right } from '../../change/acknowledge';
import { localArn, machineRole, useKey } from '../../change/machine-role';
import type { SourcePlan } from '../blueprint/source';
import type { ActionBlueprint, ActionPurpose, Blueprint } from '../blueprint/types';
import { ARTIFACTS } from '../blueprint/names';
import type { ArtifactStore } from './artifact-store';
import type { Deciding } from './deciding';
import { connectionRights } from './connection-rights';
import { projectArn } from './project';

/** What the roles of the actions are made from. */
export interface ActionRolesProps {
  readonly application: string;
  readonly blueprint: Blueprint;
  readonly source: SourcePlan;
  readonly deciding: Deciding;
  readonly store: ArtifactStore;
  /** The pipeline's own role, which alone may assume the others. */
  readonly pipelineRole: Role;
}

/**
 * One role for each purpose that the blueprint names, with the rights of the actions that carry it: one brings the source,
 * one starts everything else. Each trusts the pipeline's role by its exact ARN: nobody else can start what the pipeline
 * starts. A role an action would hold nobody back: the pipeline's role may assume all of them, CodePipeline alone holds
 * their credentials, and an account has a thousand roles for all its pipelines.
 */
export class ActionRoles extends Construct {
  private readonly roles = new Map<ActionPurpose, Role>();

  public constructor(
    scope: Construct,
    id: string,
    private readonly props: ActionRolesProps,
  ) {
    super(scope, id);
    const actions = props.blueprint.stages.flatMap((stage) => stage.actions);
    for (const purpose of new Set(actions.map(({ role }) => role)))
      this.roles.set(
        purpose,
        this.make(
          purpose,
          actions.filter(({ role }) => role === purpose),
        ),
      );
  }

  /** ARN of the role of a purpose. */
  public arnOf(purpose: ActionPurpose): string {
    return this.roles.get(purpose)!.roleArn;
  }

  /** ARNs of all of them: what the pipeline's role may assume. */
  public get arns(): string[] {
    return [...this.roles.values()].map(({ roleArn: arn }) => arn);
  }

  private make(purpose: ActionPurpose, actions: readonly ActionBlueprint[]): Role {
    const { application, pipelineRole, store, deciding } = this.props;
    const role = machineRole(this, purpose, {
      application,
      purpose,
      assumedBy: new ArnPrincipal(pipelineRoleArn(this, application)),
      description: DESCRIPTIONS[purpose](application),
      rights: distinct(actions.flatMap((action) => this.rightsOf(action))),
    });
    role.node.addDependency(pipelineRole.node.defaultChild!); // the role, not its policy, which names this one
    if (purpose === 'source') useKey(store.key, role);
    if (purpose === 'actions') deciding.letUseKey(role, 'sns');
    return role;
  }

  private rightsOf({ type, configuration }: ActionBlueprint): Right[] {
    switch (type.provider) {
      case 'CodeBuild':
        return [
          allow(['codebuild:StartBuild', 'codebuild:BatchGetBuilds'], projectArn(this, configuration.ProjectName!)),
        ];
      case 'Lambda':
        return [allow(['lambda:InvokeFunction'], localArn(this, 'lambda', `function:${configuration.FunctionName}`))];
      case 'StepFunctions':
        return this.machineRights(configuration.StateMachineArn!);
      case 'Manual':
        return [allow(['sns:Publish'], configuration.NotificationArn!)];
      default:
        return [...this.sourceRights(), ...this.storeRights()];
    }
  }

  private machineRights(arn: string): Right[] {
    return [
      allow(['states:StartExecution', 'states:DescribeStateMachine'], arn),
      {
        ...allow(['states:DescribeExecution'], `${arn.replace(':stateMachine:', ':execution:')}:*`),
        why: 'Executions are named by the pipeline when it starts them.',
      },
    ];
  }

  private storeRights(): Right[] {
    const { store } = this.props;
    const { provider } = this.props.source;
    const artifacts = [ARTIFACTS.source, ARTIFACTS.history];
    // The connection's action writes its artifact with an access list, even into a bucket that knows none.
    const lists = provider === 'CodeStarSourceConnection' ? artifacts.map((one) => store.writeAccessList(one)) : [];
    return [...artifacts.map((one) => store.write(one)), ...lists, store.look()];
  }

  private sourceRights(): Right[] {
    const { configuration, provider } = this.props.source;
    if (provider === 'CodeStarSourceConnection') return connectionRights(configuration);
    if (provider === 'CodeCommit')
      return [allow(CODECOMMIT, localArn(this, 'codecommit', configuration.RepositoryName!))];
    const bucket = `arn:${Stack.of(this).partition}:s3:::${configuration.S3Bucket}`;
    return [
      allow(['s3:GetBucketVersioning', 's3:GetBucketLocation'], bucket),
      allow(['s3:GetObject', 's3:GetObjectVersion'], `${bucket}/${configuration.S3ObjectKey}`),
    ];
  }
}

const DESCRIPTIONS: Readonly<Record<ActionPurpose, (application: string) => string>> = {
  source: (application) => `Brings the source of ${application} into its pipeline`,
  actions: (application) => `Starts the actions of the pipeline of ${application}: its projects and what decides`,
};

const CODECOMMIT = [
  'GetBranch',
  'GetCommit',
  'GetRepository',
  'UploadArchive',
  'GetUploadArchiveStatus',
  'CancelUploadArchive',
].map((action) => `codecommit:${action}`);

/** ARN of an application's pipeline role, by its name. */
export function pipelineRoleArn(scope: Construct, application: string): string {
  const { partition, account } = Stack.of(scope);
  return roleArn(partition, account, PIPELINE_PATH, pipelineRoleName(application, 'pipeline'));
}

function allow(actions: string[], resource: string): Right {
  return { actions, resources: [resource] };
}

function distinct(rights: readonly Right[]): Right[] {
  const seen = new Map(rights.map((right) => [JSON.stringify(right), right]));
  return [...seen.values()];
}
