export { GuardedPlatform } from './guarded-platform';
export type {
  ApplicationProps,
  ApplicationRunbook,
  ApplicationSandbox,
  ApplicationWave,
  GuardedPlatformProps,
  OrganizationProps,
  OrganizationUnits,
  PersonaGroups,
  PlatformPipelineProps,
  PlatformProofProps,
  PlatformTeam,
} from './platform-props';
