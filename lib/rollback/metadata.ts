import { ROLLBACK_ALARMS_METADATA } from '../names';

export { ROLLBACK_ALARMS_METADATA };

/** One rollback alarm as a template's metadata names it. */
export interface RollbackAlarmEntry {
  /** Physical name of the metric alarm; `<stack name>-rollback-<short name>` where the package gave it. */
  readonly name: string;
  /** Logical id of the AWS::CloudWatch::Alarm in the template or one beside it; of an imported one, its construct's id. */
  readonly logicalId: string;
  /** The alarm is in no template of the stage: nobody can read it. */
  readonly imported?: true;
}

/** What a template says under ROLLBACK_ALARMS_METADATA. */
export interface RollbackAlarmsMetadata {
  readonly version: 1;
  /** Minutes that CloudFormation watches the alarms after the stack is updated, 1 to 180. */
  readonly bakeMinutes: number;
  /** One to five metric alarms of the stack's account and region. */
  readonly alarms: readonly RollbackAlarmEntry[];
  /** Namespaces of metrics that the workload emits itself; absent: none. */
  readonly emits?: readonly string[];
}

/** CloudFormation takes at most five rollback triggers and watches them for at most 180 minutes. */
export const ROLLBACK_LIMITS = { alarms: 5, bakeMinutes: 180 } as const;

/** Name of a rollback alarm, known before anything is deployed. */
export function rollbackAlarmName(stackName: string, shortName: string): string {
  return `${stackName}-rollback-${shortName}`;
}

/** ARN of a metric alarm, as CloudFormation's rollback triggers take it. */
export function alarmArn(partition: string, region: string, account: string, name: string): string {
  return `arn:${partition}:cloudwatch:${region}:${account}:alarm:${name}`;
}

/**
 * The rollback alarms that a template lists; undefined where it lists none. The shape is not trusted: a template from a
 * committer's build may say anything.
 *
 * @throws when the metadata is there and is not of this shape.
 */
export function readRollbackAlarms(template: unknown): RollbackAlarmsMetadata | undefined {
  const value = (template as { Metadata?: Record<string, unknown> } | null)?.Metadata?.[ROLLBACK_ALARMS_METADATA];
  if (value === undefined) return undefined;
  if (isRollbackAlarms(value)) return value;
  throw new Error(
    `Metadata ${ROLLBACK_ALARMS_METADATA} is ${JSON.stringify(value)}; ` +
      `right would be { "version": 1, "bakeMinutes": 1 to ${ROLLBACK_LIMITS.bakeMinutes}, ` +
      `"alarms": [1 to ${ROLLBACK_LIMITS.alarms} of { "name", "logicalId" }] }.`,
  );
}

function isRollbackAlarms(value: unknown): value is RollbackAlarmsMetadata {
  const { version, bakeMinutes, alarms, emits = [] } = (value ?? {}) as Record<string, unknown>;
  return (
    version === 1 &&
    isBake(bakeMinutes) &&
    Array.isArray(alarms) &&
    isCount(alarms) &&
    alarms.every(isEntry) &&
    isList(emits)
  );
}

const isBake = (minutes: unknown): boolean =>
  Number.isInteger(minutes) && Number(minutes) >= 1 && Number(minutes) <= ROLLBACK_LIMITS.bakeMinutes;

const isList = (names: unknown): boolean => Array.isArray(names) && names.every((one) => typeof one === 'string');

const isCount = (alarms: unknown[]): boolean => alarms.length >= 1 && alarms.length <= ROLLBACK_LIMITS.alarms;

function isEntry(entry: unknown): entry is RollbackAlarmEntry {
  const { name, logicalId } = (entry ?? {}) as Record<string, unknown>;
  return typeof name === 'string' && name !== '' && typeof logicalId === 'string' && logicalId !== '';
}
