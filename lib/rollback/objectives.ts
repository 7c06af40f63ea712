import { AVAILABILITY_METADATA } from '../names';

export { AVAILABILITY_METADATA };

/**
 * Name of an Application Signals objective: 2 to 128 letters, digits, spaces and `-._`, a letter or digit first and last
 * (API reference, ServiceLevelObjective).
 */
export const OBJECTIVE_NAME = /^[0-9A-Za-z][-._0-9A-Za-z ]{0,126}[0-9A-Za-z]$/;

/** What a service level objective that measures availability says of itself under AVAILABILITY_METADATA. */
export interface AvailabilityMetadata {
  readonly version: 1;
  /** Percent over 30 days. */
  readonly objectivePercent: number;
}

/** ARN of an Application Signals objective. */
export function objectiveArn(partition: string, region: string, account: string, name: string): string {
  return `arn:${partition}:application-signals:${region}:${account}:slo/${name}`;
}

/** Where an objective is, and its name; undefined where the text is no ARN of one. */
export function readObjectiveArn(
  arn: string,
):
  { readonly partition: string; readonly region: string; readonly account: string; readonly name: string } | undefined {
  const read = /^arn:(aws[a-z-]*):application-signals:([a-z0-9-]+):(\d{12}):slo\/(.+)$/.exec(arn);
  if (!read || !OBJECTIVE_NAME.test(read[4]!)) return undefined;
  return { partition: read[1]!, region: read[2]!, account: read[3]!, name: read[4]! };
}
