/**
 * Services that nobody can make act on a resource of somebody else by their service principal, each with its reason. A
 * policy may admit them without saying on whose behalf; any other service is a deputy that a stranger may send.
 */
export const OWN_ACCOUNT_ONLY: Readonly<Record<string, string>> = {
  events: 'a rule calls a target of another account as the role of the rule, never as the service',
  secretsmanager: 'whoever sets up a rotation needs lambda:InvokeFunction on the function themselves',
  elasticloadbalancing: 'a target group takes functions of its own account alone',
  'vpc-lattice': 'a target group takes functions of its own account alone',
  cloudwatch:
    'an alarm that notifies a topic of another account does so only where that topic’s policy names its account',
  cloudformation: 'a stack notifies topics and calls functions with the credentials of whoever deploys it',
  'codestar-notifications': 'a notification rule and its targets are of one account',
  autoscaling: 'notifications go out with the role of the group, or to topics of its own account',
  rds: 'event subscriptions notify topics of their own account',
  'events.rds': 'event subscriptions notify topics of their own account',
  redshift: 'event subscriptions notify topics of their own account',
  elasticache: 'clusters notify topics of their own account',
  'delivery.logs': 'log groups and log buckets: what is delivered are records of logs',
  'log-delivery': 'what is delivered are records of logs',
  es: 'a domain publishes its logs to groups of its own account',
  opensearchservice: 'a domain publishes its logs to groups of its own account',
  route53: 'query logs go to groups of the account of the zone',
  'logging.s3': 'access logs go to buckets of the account of the source',
  apprunner: 'reads images with the role of the service',
};

/** Services that write below the account that they write about: a path that names the own account admits no other. */
export const BY_ACCOUNT_PATH: readonly string[] = [
  'cloudtrail',
  'config',
  'logdelivery.elasticloadbalancing',
  'delivery.logs',
];
