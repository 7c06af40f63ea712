import { CfnStackSet, RemovalPolicy } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { carryStackSets, StackSetTemplate } from '../guardrail/stack-set-template';
import { templateBucketName } from './names';
import type { OrganizationProps } from './platform-props';
import { PlatformStack } from './platform-stack';

/**
 * The management account: stack sets that bring accounts what prepares them. Each has one exact account and region, and a
 * template of its own without parameters: nothing comes to an account that is not named, and nothing is left to a default.
 */
export class AccountsStack extends PlatformStack {
  private readonly last = new Map<string, CfnStackSet>();

  public constructor(
    scope: Construct,
    id: string,
    private readonly organization: OrganizationProps,
    whose: string,
  ) {
    super(scope, id, {
      account: organization.managementAccount,
      region: organization.region,
      stackName: `guarded-${id}`,
      description: `Stack sets that prepare the accounts of ${whose}: baselines, bootstraps, monitors.`,
      templateBucket: templateBucketName(organization),
    });
    carryStackSets(this);
  }

  /** Deploys a stack that stands within this one. Those of an account come one after the other: the baseline is the first. */
  public deploy(stack: Stack): void {
    const { account, region, node, synthesizer } = stack;
    if (!(synthesizer instanceof StackSetTemplate))
      throw new Error(`${node.path}: is deployed by a synthesizer of its own, expected one that writes a template`);
    const set = new CfnStackSet(this, `set-${node.id}`, {
      stackSetName: `guarded-${node.id}`,
      description: stack.templateOptions.description,
      permissionModel: 'SERVICE_MANAGED',
      autoDeployment: { enabled: false },
      capabilities: ['CAPABILITY_NAMED_IAM'],
      managedExecution: { Active: true },
      templateUrl: synthesizer.url,
      stackInstancesGroup: [
        {
          // The account is found wherever it is in the organization, before it moves into its unit and after.
          deploymentTargets: {
            organizationalUnitIds: [this.organization.rootId],
            accountFilterType: 'INTERSECTION',
            accounts: [account],
          },
          regions: [region],
        },
      ],
    });
    // Without its set an account would lose its boundary and its bootstrap.
    set.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    const before = this.last.get(account);
    if (before) set.addResourceDependency(before);
    this.last.set(account, set);
  }
}
