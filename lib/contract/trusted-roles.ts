/** Actions of a service's role, and what they act on. */
export interface TrustedActions {
  /** Exact actions. */
  readonly actions: readonly string[];
  /** Patterns of ARNs. */
  readonly resources: readonly string[];
}

/** A role outside the machine paths that a service of AWS acts as in guarded accounts, with what it may do there. */
export interface TrustedRole {
  /** Path and name: `service-role/AWSBackupDefaultServiceRole`. */
  readonly role: string;
  /** Host name of the service that acts as it: `backup.amazonaws.com`. */
  readonly service: string;
  /** Account whose machinery assumes it for the service; absent: the service alone does. */
  readonly from?: string;
  /** What it is there for, in the words that a certificate prints. */
  readonly why: string;
  /** Guarded accounts in which it may: `prod`, `tooling`, `audit`. */
  readonly accounts: readonly string[];
  readonly allow: readonly TrustedActions[];
  /** It changes what prepares accounts, which is otherwise closed to everybody. */
  readonly maintains?: boolean;
}

/** Sets of roles that are known by a word. */
export const KNOWN_ROLES = ['ControlTower', 'Backup'] as const;

/** The word for a set. */
export type KnownRoles = (typeof KNOWN_ROLES)[number];

const GUARDED = ['prod', 'tooling', 'audit'];

/** Control Tower names all that it makes in an account so; source: its user guide, 'Resources created in the accounts'. */
const OWN = 'aws-controltower-*';

const actions = (service: string, names: string): string[] => names.split(' ').map((name) => `${service}:${name}`);

/**
 * What Control Tower does in an enrolled account, through its stack sets: its recorder, its rules, its notifications. All
 * of it carries Control Tower's own names, but for the recorder, of which an account has one.
 */
const BASELINES: readonly TrustedActions[] = [
  {
    actions: actions('cloudformation', 'CreateStack DeleteStack SetStackPolicy TagResource UntagResource UpdateStack'),
    resources: ['arn:*:cloudformation:*:*:stack/StackSet-AWSControlTower*/*'],
  },
  {
    actions: actions(
      'config',
      'DeleteAggregationAuthorization DeleteConfigRule DeleteConfigurationRecorder DeleteDeliveryChannel PutAggregationAuthorization PutConfigRule PutConfigurationRecorder PutDeliveryChannel StartConfigurationRecorder StopConfigurationRecorder TagResource UntagResource',
    ),
    resources: ['*'],
  },
  {
    actions: actions(
      'iam',
      'AttachRolePolicy CreateRole DeleteRole DeleteRolePolicy DetachRolePolicy PassRole PutRolePolicy TagRole UntagRole UpdateAssumeRolePolicy UpdateRole',
    ),
    resources: [`arn:*:iam::*:role/${OWN}`],
  },
  {
    actions: actions('iam', 'CreateServiceLinkedRole'),
    resources: ['arn:*:iam::*:role/aws-service-role/config.amazonaws.com/*'],
  },
  {
    actions: actions(
      'lambda',
      'AddPermission CreateFunction DeleteFunction RemovePermission TagResource UntagResource UpdateFunctionCode UpdateFunctionConfiguration',
    ),
    resources: [`arn:*:lambda:*:*:function:${OWN}`],
  },
  {
    actions: actions(
      'sns',
      'CreateTopic DeleteTopic SetTopicAttributes Subscribe TagResource Unsubscribe UntagResource',
    ),
    resources: [`arn:*:sns:*:*:${OWN}`],
  },
  {
    actions: actions('events', 'DeleteRule PutRule PutTargets RemoveTargets TagResource UntagResource'),
    resources: [`arn:*:events:*:*:rule/${OWN}`],
  },
  {
    actions: actions('logs', 'CreateLogGroup DeleteLogGroup PutRetentionPolicy'),
    resources: [`arn:*:logs:*:*:log-group:/aws/lambda/${OWN}`, 'arn:*:logs:*:*:log-group:aws-controltower/*'],
  },
];

function controlTower(management: string): TrustedRole[] {
  return [
    {
      role: 'AWSControlTowerExecution',
      service: 'controltower.amazonaws.com',
      from: management,
      why: 'Control Tower enrols the account and keeps its recorder, rules and notifications',
      accounts: GUARDED,
      allow: BASELINES,
    },
    {
      role: 'aws-controltower-ConfigRecorderRole',
      service: 'config.amazonaws.com',
      why: "Config delivers what it records to Control Tower's bucket and topic",
      accounts: GUARDED,
      allow: [
        { actions: ['s3:PutObject'], resources: ['arn:*:s3:::aws-controltower-logs-*'] },
        { actions: ['sns:Publish'], resources: [`arn:*:sns:*:*:${OWN}`] },
      ],
    },
    {
      role: 'aws-controltower-ForwardSnsNotificationRole',
      service: 'lambda.amazonaws.com',
      why: "Control Tower's forwarder passes findings of the account on",
      accounts: GUARDED,
      allow: [
        { actions: ['sns:Publish'], resources: [`arn:*:sns:*:*:${OWN}`] },
        {
          actions: actions('logs', 'CreateLogStream PutLogEvents'),
          resources: [`arn:*:logs:*:*:log-group:/aws/lambda/${OWN}`],
        },
      ],
    },
  ];
}

/**
 * What AWS Backup does as its default role to take a recovery point of what workloads keep: nothing that restores, deletes
 * or overwrites. Source: the managed policy AWSBackupServiceRolePolicyForBackup, cut to what makes copies.
 */
const RECOVERY_POINTS: readonly TrustedActions[] = [
  {
    actions: actions('backup', 'CopyIntoBackupVault CopyFromBackupVault'),
    resources: ['arn:*:backup:*:*:backup-vault:*', 'arn:*:backup:*:*:recovery-point:*'],
  },
  {
    actions: actions('dynamodb', 'CreateBackup StartAwsBackupJob'),
    resources: ['arn:*:dynamodb:*:*:table/*'],
  },
  {
    actions: actions('ec2', 'CreateSnapshot CreateSnapshots CreateTags'),
    resources: ['arn:*:ec2:*:*:snapshot/*', 'arn:*:ec2:*:*:volume/*', 'arn:*:ec2:*:*:instance/*'],
  },
  { actions: actions('elasticfilesystem', 'Backup'), resources: ['arn:*:elasticfilesystem:*:*:file-system/*'] },
  {
    actions: actions('rds', 'AddTagsToResource CreateDBClusterSnapshot CreateDBSnapshot'),
    resources: [
      'arn:*:rds:*:*:cluster-snapshot:awsbackup:*',
      'arn:*:rds:*:*:cluster:*',
      'arn:*:rds:*:*:db:*',
      'arn:*:rds:*:*:snapshot:awsbackup:*',
    ],
  },
];

function backup(): TrustedRole[] {
  return [
    {
      role: 'service-role/AWSBackupDefaultServiceRole',
      service: 'backup.amazonaws.com',
      why: 'Backup takes recovery points; it restores and deletes nothing by this',
      accounts: ['prod'],
      allow: RECOVERY_POINTS,
    },
  ];
}

/** The roles that a word stands for, in an organization of this management account. */
export function knownRoles(word: KnownRoles, management: string): TrustedRole[] {
  return word === 'ControlTower' ? controlTower(management) : backup();
}
