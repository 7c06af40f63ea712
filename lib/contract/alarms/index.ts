export { type PlacedMetric, metricsOf, watchedAlarm } from './read';
export { NotUnderstood, readExpression } from './expression';
export { type MetricKind, NAMESPACES, type Namespace } from './metrics';
export { type SimulationProblem, type WatchedAlarm, type WatchedMetric, simulate } from './simulate';
export { timesOf } from './times';
export { OF_A_SHARE, STATISTIC, UNDERSTOOD } from './properties';
