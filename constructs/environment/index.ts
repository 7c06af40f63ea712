export { Environment } from './environment';
export type { EnvironmentProps } from './environment';
export { EnvironmentKind } from './environment-kind';
export { EnvironmentStage } from './environment-stage';
export type { EnvironmentStageProps } from './environment-stage';
export { GuardedStackSynthesizer } from './guarded-stack-synthesizer';
export type { GuardedStackSynthesizerProps } from './guarded-stack-synthesizer';
