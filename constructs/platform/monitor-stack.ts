import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import { ProdActivityMonitor } from '../evidence/prod-activity-monitor';
import type { Place } from './places';
import { PlatformStack } from './platform-stack';

/** Watches one guarded account in one region for writes by people. */
export class MonitorStack extends PlatformStack {
  public constructor(
    scope: Construct,
    id: string,
    { account, name, region, sanctionedEvents, trustedServiceRoles }: Place,
    emails: readonly string[] = [],
  ) {
    super(scope, id, {
      account,
      region,
      stackName: 'guarded-baseline-monitor',
      description: `Tells of every write by a person in ${name}.`,
      byHand: true,
    });
    const { topic } = new ProdActivityMonitor(this, 'monitor', {
      accountName: name,
      sanctionedEvents,
      trustedServiceRoles,
    });
    for (const email of emails) topic.addSubscription(new EmailSubscription(email));
  }
}
