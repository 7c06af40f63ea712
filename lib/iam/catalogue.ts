/** What an action does, as far as a read-only fence cares. */
export type ActionClass =
  | 'Read'
  | 'List'
  | 'Write'
  | 'Permissions management'
  | 'Tagging'
  | 'mutating read'
  | 'credential read';

/** One action of the pinned catalogue. */
export interface Action {
  /** As AWS spells it: `s3:PutObject`. */
  readonly name: string;
  /** Class of the catalogue, as corrected by the reviewed table. */
  readonly class: ActionClass;
  /** ARN patterns of the resources it acts on, as `arn:${Partition}:s3:::${BucketName}`; empty: no resource, `*` alone. */
  readonly resources: readonly string[];
  /** Context keys that belong to it, as the catalogue writes them. */
  readonly conditionKeys: readonly string[];
}

/** The pinned catalogue of actions. */
export interface Catalogue {
  readonly name: string;
  readonly version: string;
  /** All actions in order of service and name. */
  readonly actions: readonly string[];
  /** In any case; undefined for a name that the catalogue does not know. */
  find(action: string): Action | undefined;
  /** Not a plain read by catalogue and table; a name that the catalogue does not know is a write. */
  isWrite(action: string): boolean;
}

/** An AWS managed policy in its latest version. */
export interface ManagedPolicy {
  readonly arn: string;
  readonly name: string;
  /** `v188` */
  readonly version: string;
  readonly document: unknown;
}
