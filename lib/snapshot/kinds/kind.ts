import type { ClientConfig } from '../connection';
import type { Content } from './content';

/** A resource as the snapshot lists it. */
export interface ResourceEntry {
  readonly arn: string;
  readonly type: string;
  readonly roles?: readonly string[];
  readonly policy?: unknown;
  readonly dependsOn?: readonly string[];
  /** What decides what it does, by CloudFormation's names. */
  readonly content?: Content;
}

/** What a kind is collected with. */
export interface Place {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  readonly config: ClientConfig;
  /** Reads a policy: nothing where there is none, an undecidable one where it may not be read. */
  readonly policy: (what: string, read: () => Promise<string | undefined>) => Promise<unknown>;
}

/** One kind of resource, and how all of one account and region are read. */
export interface Kind {
  readonly type: string;
  /** What is denied when the list may not be read. */
  readonly lists: string;
  /** Asked once an account, not in every region. */
  readonly global?: boolean;
  /** ARN pattern of them all, where they carry policies and nothing runs; else an unread list leaves the account out. */
  readonly all?: (place: Place) => string;
  /** Nothing runs as one and none carries a policy: an unread list is told, and leaves the account in. */
  readonly informs?: boolean;
  readonly collect: (place: Place) => Promise<readonly ResourceEntry[]>;
}
