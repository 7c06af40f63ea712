export { WriteOnceStore } from './write-once-store';
export { OrganizationTrail } from './organization-trail';
export { ProdActivityMonitor } from './prod-activity-monitor';
export type {
  OrganizationTrailProps,
  ProdActivityMonitorProps,
  SanctionedEvent,
  TrailSource,
  WriteOnceStoreProps,
} from './evidence-props';
