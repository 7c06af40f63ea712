import type { Construct } from 'constructs';
import { ORGANIZATION_METADATA, PLATFORM_METADATA } from '../../lib/names';
import { digestOf } from '../../lib/world/machinery/statement';
import { ProofChangeWatch } from '../continuous/change-watch';
import { OrganizationTrail } from '../evidence/organization-trail';
import { sanctionedRequests } from '../access/exceptions';
import { accessPlans } from './access-props';
import { PlatformAccess } from './platform-access';
import { AccountReader } from '../guardrail/account-reader';
import { OrganizationGuardrails } from '../guardrail/organization-guardrails';
import type { OrganizationGuardrailsProps } from '../guardrail/guardrail-props';
import { guardrailProps } from './guardrail-props';
import type { MachineRoles } from './machine-roles';
import { organizationMetadata } from './organization-metadata';
import { evidenceBucketName, evidenceKeyArn, templateBucketName, TRAIL_NAME } from './names';
import type { GuardedPlatformProps } from './platform-props';
import { PlatformStack } from './platform-stack';
import { readerProps } from './proof-props';

/** The management account: guardrails, permission sets with their assignments, the organization trail. */
export class OrganizationStack extends PlatformStack {
  /** What the organization's policies were made from. */
  public readonly guardrails: OrganizationGuardrailsProps;
  private readonly organizationTrail: OrganizationTrail;

  public constructor(scope: Construct, id: string, props: GuardedPlatformProps, roles: MachineRoles) {
    super(scope, id, {
      account: props.organization.managementAccount,
      region: props.organization.region,
      stackName: 'guarded-organization',
      description: 'Guardrails of the organization, who may do what where, and the organization trail.',
      templateBucket: templateBucketName(props.organization),
    });
    this.organizationTrail = new OrganizationTrail(this, 'trail', {
      trailName: TRAIL_NAME,
      bucketName: evidenceBucketName(props.organization),
      keyArn: evidenceKeyArn(props.organization, this.partition),
    });
    const { logGroup } = this.organizationTrail;
    const reader = readerProps(props);
    if (reader) new AccountReader(this, 'reader', reader);
    if (reader) new ProofChangeWatch(this, 'changes', { ...reader, trailLogs: logGroup });
    const [own] = accessPlans(props);
    new PlatformAccess(this, own.id, own.access);
    this.addMetadata(ORGANIZATION_METADATA, organizationMetadata(props));
    const requests = accessPlans(props).flatMap(({ access }) => sanctionedRequests(access));
    this.guardrails = guardrailProps(props, roles, requests);
    new OrganizationGuardrails(this, 'guardrails', this.guardrails);
  }

  /**
   * States what the platform is made from. CloudFormation keeps the metadata that it has where nothing else of a template
   * changes (user guide, 'Metadata section'), and whoever proves what is deployed would go by the old: so a tag changes too.
   */
  public state(statement: object): void {
    this.addMetadata(PLATFORM_METADATA, statement);
    this.organizationTrail.trail.tags.setTag('guarded:made-from', digestOf(statement));
  }
}
