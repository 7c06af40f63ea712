import type { PackageUpgrade } from '../pipeline/change-pipeline-props';
import type { WriteOnceStore } from '../evidence/write-once-store';

/** Pipelines that prove their releases within what the continuous proof has collected. */
export interface SnapshotReaders {
  /** Account of the pipelines, 12 digits. */
  readonly account: string;
  /** Exact ARNs of the roles that read, or patterns under the path of the pipelines' roles. */
  readonly roleArns: string[];
}

/** Whose change records stand in the packs. */
export interface RecordedChanges {
  /** Account of change control, 12 digits. */
  readonly account: string;
  /** Region of change control. */
  readonly region: string;
  /** Applications, `orders`; their change control names the job's role as its `recordReader`. */
  readonly applications: string[];
  /**
   * Name of the change control that they share; it names the job's role as its `recordReader`.
   * @default - each has a change control of its own
   */
  readonly sharedChangeControl?: string;
}

/** What `ContinuousProof` needs to know. It is deployed in the audit account, in the home region of the platform. */
export interface ContinuousProofProps {
  /** Where snapshots, certificates and packs are kept. */
  readonly store: WriteOnceStore;
  /** Organization, `o-…`: readers of others are not asked. */
  readonly organizationId: string;
  /** Account that owns the organization, 12 digits. */
  readonly managementAccount: string;
  /**
   * Regions that are looked into; what lies in others stays unseen. A region that is switched off, or that a control policy
   * closes, is told, and the proof stays unknown until it is left out here.
   * @default - those that are on in every account
   */
  readonly regions?: string[];
  /**
   * Hour of the day (UTC) at which it runs anyway, 0 to 23.
   * @default 3
   */
  readonly hour?: number;
  /**
   * E-mail addresses that are told what is no longer proved; AWS asks each once to confirm.
   * @default - none; the alarms fire in any case
   */
  readonly notifyEmails?: string[];
  /**
   * Who may read the newest snapshot.
   * @default - nobody
   */
  readonly readers?: SnapshotReaders;
  /**
   * Who else may, of further accounts of pipelines.
   * @default - nobody
   */
  readonly otherReaders?: SnapshotReaders[];
  /**
   * Whose change records stand in the packs.
   * @default - nobody's: packs tell of no changes
   */
  readonly changes?: RecordedChanges;
  /**
   * Change control in further accounts whose records stand in the packs, too.
   * @default - none
   */
  readonly otherChanges?: RecordedChanges[];
  /**
   * Whether the store holds the organization's trail: packs then tell of writes without an execution.
   * @default false
   */
  readonly trail?: boolean;
  /**
   * The file that the platform names as its snapshot, where it names one: the platform cannot be made again without it.
   * @default - none
   */
  readonly platformSnapshot?: string;
  /**
   * The next package that the platform names, where it names one: the platform cannot be made again without its archive.
   * @default - none
   */
  readonly upgrade?: PackageUpgrade;
}
