import type { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { templateBucketName } from './names';
import type { OrganizationProps } from './platform-props';
import { PlatformStack } from './platform-stack';

/** Assignments for which another stack of the management account has no room. */
export class AssignmentsStack extends PlatformStack {
  public constructor(scope: Construct, id: string, { account, region, stackName }: Stack, page: number) {
    super(scope, id, {
      account,
      region,
      stackName: `${stackName}-assignments-${page}`,
      description: 'Who holds which permission set in which account, continued.',
      templateBucket: templateBucketName({ managementAccount: account, region }),
    });
  }
}

/** The management account: permission sets and assignments of one team. */
export class TeamStack extends PlatformStack {
  public constructor(scope: Construct, id: string, organization: OrganizationProps, team: string) {
    super(scope, id, {
      account: organization.managementAccount,
      region: organization.region,
      stackName: `guarded-access-${team}`,
      description: `Permission sets of ${team} and who holds them where.`,
      templateBucket: templateBucketName(organization),
    });
  }
}
