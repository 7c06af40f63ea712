/** Values of a condition key, one or several. */
export type ConditionValue = string | readonly string[];

/** `{ ArnLike: { 'aws:PrincipalArn': [...] } }` */
export type ConditionBlock = Readonly<Record<string, Readonly<Record<string, ConditionValue>>>>;

/** One statement as IAM's JSON has it; every one of ours is named. */
export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: string | Readonly<Record<string, ConditionValue>>;
  readonly Action?: readonly string[];
  readonly NotAction?: readonly string[];
  readonly Resource?: readonly string[];
  readonly NotResource?: readonly string[];
  readonly Condition?: ConditionBlock;
}

/** A policy document as IAM's JSON has it. Version 2012-10-17 always: the older one does not expand variables. */
export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly PolicyStatement[];
}

/** A document of these statements. */
export function document(statements: readonly PolicyStatement[]): PolicyDocument {
  return { Version: '2012-10-17', Statement: statements };
}

/** Account of a policy, or the way to say 'whichever': parts of the ARNs in it. */
export interface Place {
  /** Partition, for example `aws`; `*` in policies that serve every partition. */
  readonly partition: string;
  /** Account id; `*` in organization policies, `${aws:PrincipalAccount}` in an exported boundary. */
  readonly account: string;
  /** What prepares the account comes by stack sets of management, so that its names begin as those of such stacks do. */
  readonly byStackSets?: boolean;
}

/** Organization policies speak of every account. */
export const ANYWHERE: Place = { partition: '*', account: '*' };

/** ARN of IAM's: `role/guarded/workload/*`. */
export function iamArn(place: Place, resource: string): string {
  return `arn:${place.partition}:iam::${place.account}:${resource}`;
}

/** ARN of a regional service, in any region. */
export function regionalArn(place: Place, service: string, resource: string): string {
  return `arn:${place.partition}:${service}:*:${place.account}:${resource}`;
}

/** ARN of a bucket or of what is in it: names are global, so no account stands in it. */
export function bucketArn(place: Place, resource: string): string {
  return `arn:${place.partition}:s3:::${resource}`;
}
