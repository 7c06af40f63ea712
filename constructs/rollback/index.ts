export { RollbackAlarms } from './rollback-alarms';
export type { RollbackAlarm, RollbackAlarmsProps } from './rollback-alarms-props';
export { AvailabilityObjective } from './availability-objective';
export type { AvailabilityObjectiveProps } from './availability-objective-props';
export { LambdaTrafficShift } from './lambda-traffic-shift';
export { EcsTrafficShift } from './ecs-traffic-shift';
export { TrafficShiftKind } from './traffic-shift-props';
export type { EcsDeploymentOptions, EcsTrafficShiftProps, LambdaTrafficShiftProps } from './traffic-shift-props';
