export { GuardedPlatform } from './guarded-platform';
export type {
  ApplicationProps,
  ApplicationRunbook,
  ApplicationBuild,
  ApplicationSandbox,
  ApplicationWave,
  GuardedPlatformProps,
  OrganizationProps,
  OrganizationUnits,
  PersonaGroups,
  PlatformPipelineProps,
  PlatformProofProps,
  PlatformTeam,
  StackSetProps,
} from './platform-props';
