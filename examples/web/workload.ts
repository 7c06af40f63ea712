import type { Stage } from 'aws-cdk-lib';
import { Duration } from 'aws-cdk-lib';
import { HttpCodeTarget } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { AvailabilityObjective, type Environment, RollbackAlarms } from 'cdk-guarded-environments';
import { CertificateStack, SiteStack } from './site';

const ZONES = {
  dev: { zoneId: 'Z0123456789DEV', zoneName: 'dev.example.com' },
  prod: { zoneId: 'Z0123456789PRD', zoneName: 'example.com' },
};

/**
 * What platform.yaml's `workload` calls, once for each environment and region. The site is put into the stage as it is; what
 * takes a deployment back, and what is promised, is said beside it.
 */
export function addWorkload(stage: Stage, environment: Environment): void {
  const zone = environment.isProd ? ZONES.prod : ZONES.dev;
  const address = { name: `www.${zone.zoneName}`, ...zone };
  const { certificate } = new CertificateStack(stage, 'certificate', address);
  const site = new SiteStack(stage, 'site', { address, certificate });
  guard(site, environment);
}

function guard(site: SiteStack, { isProd }: Environment): void {
  const { metrics } = site.service.loadBalancer;
  const minute = { period: Duration.minutes(1), statistic: 'Sum' };
  const [requests, errors] = [
    metrics.requestCount(minute),
    metrics.httpCodeTarget(HttpCodeTarget.TARGET_5XX_COUNT, minute),
  ];
  new RollbackAlarms(site, 'Rollback', {
    bake: Duration.minutes(15),
    alarms: [{ name: 'errors', metric: errors, threshold: 10 }],
  });
  if (isProd) new AvailabilityObjective(site, 'Availability', { name: site.stackName, requests, errors });
}
