import { type Deed, type Kind, passes, regional, simple, type Wanted } from './kind';

/** Alarms, logs, the trail. */
export const WATCH: Record<string, Kind> = {
  'AWS::CloudWatch::Alarm': simple({
    service: 'cloudwatch',
    name: 'AlarmName',
    arn: ({ name }) => `alarm:${name}`,
    create: ['cloudwatch:PutMetricAlarm'],
    remove: ['cloudwatch:DeleteAlarms'],
    collides: false,
    emulated: ({ properties }) => (properties.Metrics ? undefined : []) /* it knows no metric math */,
  }),
  'AWS::CloudWatch::Dashboard': {
    name: 'DashboardName',
    values: ({ name }) => ({ ref: name, attributes: {} }),
    create: ({ at, name }) => [
      { action: 'cloudwatch:PutDashboard', resource: `arn:aws:cloudwatch::${at.account}:dashboard/${name}` },
    ],
    update: ({ at, name }) => [
      { action: 'cloudwatch:PutDashboard', resource: `arn:aws:cloudwatch::${at.account}:dashboard/${name}` },
    ],
    remove: ({ at, name }) => [
      { action: 'cloudwatch:DeleteDashboards', resource: `arn:aws:cloudwatch::${at.account}:dashboard/${name}` },
    ],
  },
  'AWS::Logs::LogGroup': simple({
    service: 'logs',
    name: 'LogGroupName',
    arn: ({ name }) => `log-group:${name}:*`,
    create: ['logs:CreateLogGroup', 'logs:PutRetentionPolicy'],
    update: ['logs:PutRetentionPolicy'],
    remove: ['logs:DeleteLogGroup'],
    emulated: () => [],
  }),
  'AWS::Logs::MetricFilter': {
    values: ({ name }) => ({ ref: name, attributes: {} }),
    create: ({ at, properties }) => [
      { action: 'logs:PutMetricFilter', resource: regional('logs', at, `log-group:${properties.LogGroupName}:*`) },
    ],
    update: ({ at, properties }) => [
      { action: 'logs:PutMetricFilter', resource: regional('logs', at, `log-group:${properties.LogGroupName}:*`) },
    ],
    remove: ({ at, properties }) => [
      { action: 'logs:DeleteMetricFilter', resource: regional('logs', at, `log-group:${properties.LogGroupName}:*`) },
    ],
  },
  'AWS::Logs::ResourcePolicy': {
    name: 'PolicyName',
    values: ({ name }) => ({ ref: name, attributes: {} }),
    unique: ({ name, at }) => regional('logs', at, `resource-policy:${name}`),
    create: () => [{ action: 'logs:PutResourcePolicy', resource: '*' }],
    update: () => [{ action: 'logs:PutResourcePolicy', resource: '*' }],
    remove: () => [{ action: 'logs:DeleteResourcePolicy', resource: '*' }],
  },
  'AWS::CloudTrail::Trail': {
    name: 'TrailName',
    values: ({ name, at }) => ({ ref: name, attributes: { Arn: regional('cloudtrail', at, `trail/${name}`) } }),
    unique: ({ name, at }) => regional('cloudtrail', at, `trail/${name}`),
    create: (wanted) =>
      trailDeeds(wanted, ['cloudtrail:CreateTrail', 'cloudtrail:StartLogging', 'cloudtrail:PutEventSelectors']),
    update: (wanted) => trailDeeds(wanted, ['cloudtrail:UpdateTrail', 'cloudtrail:PutEventSelectors']),
    remove: (wanted) => trailDeeds(wanted, ['cloudtrail:DeleteTrail']),
  },
};

function trailDeeds({ at, name, properties }: Wanted, actions: string[]): Deed[] {
  const resource = regional('cloudtrail', at, `trail/${name}`);
  return [
    ...actions.map((action) => ({ action, resource })),
    ...passes('cloudtrail', properties.CloudWatchLogsRoleArn),
  ];
}
