import { Aws } from 'aws-cdk-lib';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { Construct } from 'constructs';
import type { Environment } from '../environment/environment';
import { addAccounts } from './accounts';
import { MachineRoles } from './machine-roles';
import { AuditStack } from './audit-stack';
import { MonitorStack } from './monitor-stack';
import { stageId } from './names';
import type { GuardedPlatformProps } from './platform-props';
import { guardedPlaces } from './places';
import { OrganizationStack } from './organization-stack';

/** Every stack of the guarded environments of one organization, workloads apart. */
export class GuardedPlatform extends Construct {
  /**
   * Id of the stage that holds an environment in one region: `orders-prod-eu-west-2`. The pipeline deploys the nested
   * assembly of that name, so a workload's own app names its stages so.
   */
  public static stageName(environment: Environment, region: string): string {
    return stageId(environment, region);
  }

  public constructor(scope: Construct, id: string, props: GuardedPlatformProps) {
    super(scope, id);
    const { region } = props.organization;
    const roles = new MachineRoles(props, RegionInfo.get(region).partition ?? Aws.PARTITION);
    addAccounts(this, props, roles);
    const audit = new AuditStack(this, 'audit', props.organization);
    const organization = new OrganizationStack(this, 'organization', props, roles);
    organization.addStackDependency(audit);
    for (const place of guardedPlaces(props)) new MonitorStack(this, `monitor-${place.name}-${place.region}`, place);
  }
}
