/** Properties whose part in the firing of an alarm is judged, by its timing or by the simulation, or that have none. */
export const UNDERSTOOD: ReadonlySet<string> = new Set([
  'ActionsEnabled',
  'AlarmActions',
  'AlarmDescription',
  'AlarmName',
  'ComparisonOperator',
  'DatapointsToAlarm',
  'Dimensions',
  'EvaluateLowSampleCountPercentile',
  'EvaluationPeriods',
  'ExtendedStatistic',
  'InsufficientDataActions',
  'MetricName',
  'Metrics',
  'Namespace',
  'OKActions',
  'Period',
  'Statistic',
  'Tags',
  'Threshold',
  'TreatMissingData',
]);

/** Statistics by which the simulation knows a metric's worth. */
export const STATISTIC =
  /^(Sum|Average|Minimum|Maximum|SampleCount|IQM|p\d{1,2}(\.\d+)?|p100|(tm|wm|tc|ts|pr)\d[\d.]*|(TM|WM|TC|TS|PR)\([^)]*\))$/i;

/** Statistics over a share of the samples: a few samples say nothing, and CloudWatch can be told to leave them out. */
export const OF_A_SHARE = /^(p\d|tm|wm|tc|ts|pr|iqm)/i;
