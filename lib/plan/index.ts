/** What a change would create, replace, delete and leave behind, before anybody deploys it. */
export { planOf } from './plan';
export type { Plan, Rename, StackChange } from './plan';
export { plannedStacks } from './read';
export type { PlannedStack } from './read';
export { resourceChanges } from './resources';
export type { Effect, ResourceChange } from './resources';
export type { PlanStep } from './steps';
export { tellPlan } from './tell';
