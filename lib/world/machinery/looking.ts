/**
 * Types of resources that may name the machinery, and the properties in which they only look at it (or that other rules
 * judge: policies by what they allow). Whatever else names it is unknown.
 */
export const LOOKING: ReadonlyMap<string, readonly string[] | 'all'> = new Map<string, readonly string[] | 'all'>([
  // They measure and tell; what an alarm does is in its actions.
  [
    'AWS::CloudWatch::Alarm',
    ['AlarmDescription', 'AlarmName', 'Dimensions', 'Metrics', 'MetricName', 'Namespace', 'Tags'],
  ],
  ['AWS::CloudWatch::CompositeAlarm', ['AlarmDescription', 'AlarmName', 'AlarmRule', 'Tags']],
  ['AWS::CloudWatch::AnomalyDetector', 'all'],
  ['AWS::CloudWatch::Dashboard', 'all'],
  ['AWS::CDK::Metadata', 'all'],
  ['AWS::Logs::MetricFilter', ['LogGroupName']],
  ['AWS::Logs::QueryDefinition', 'all'],
  // A subscriber hears what everybody on the topic hears.
  ['AWS::SNS::Subscription', ['TopicArn']],
  ['AWS::SSM::Parameter', ['Value', 'Description']],
  // What it listens for; its targets are another matter.
  ['AWS::Events::Rule', ['EventPattern', 'Description']],
  // What they allow is asked of the policies themselves.
  ['AWS::IAM::Policy', ['PolicyDocument', 'PolicyName']],
  ['AWS::IAM::RolePolicy', ['PolicyDocument', 'PolicyName']],
  ['AWS::IAM::UserPolicy', ['PolicyDocument', 'PolicyName']],
  ['AWS::IAM::GroupPolicy', ['PolicyDocument', 'PolicyName']],
  ['AWS::IAM::ManagedPolicy', ['PolicyDocument', 'ManagedPolicyName', 'Description']],
  ['AWS::IAM::Role', ['Policies', 'Description', 'PermissionsBoundary']],
  ['AWS::IAM::User', ['Policies']],
  ['AWS::IAM::Group', ['Policies']],
  ['AWS::SSO::PermissionSet', 'all'],
  ['AWS::SSO::Assignment', 'all'],
  ['AWS::Organizations::Policy', ['Content', 'Description', 'TargetIds']],
]);

/** Types that reach into the machinery from any stack: they hang something on a role by its name. */
export const REACHING: ReadonlySet<string> = new Set([
  'AWS::IAM::Policy',
  'AWS::IAM::RolePolicy',
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::InstanceProfile',
]);
