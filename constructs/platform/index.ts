export { GuardedChecks } from './checks';
export { GuardedPlatform } from './guarded-platform';
export type {
  ApplicationProps,
  ApplicationRunbook,
  ApplicationWave,
  GuardedPlatformProps,
  OrganizationProps,
  OrganizationUnits,
  PersonaGroups,
  PlatformPipelineProps,
} from './platform-props';
