import { BUCKET_PREFIXES } from './wiring';

/** Partition of the table that holds an application's changes, its turn and its freeze. */
export const partitionKey = (application: string): string => `APPLICATION#${application}`;

/** Name of the change control that applications of one tooling account share; no application may have it. */
export const SHARED = 'control';

/**
 * Names that change control is deployed under in the tooling account: the application's, or that of the change control that
 * it shares with others. Folders of records and topics are each application's own.
 */
export const DEPLOYED = {
  /** Index of the records. */
  table: (application: string) => `${application}-changes`,
  /** Write-once bucket of the records, in the account and region of the pipeline. */
  bucket: (application: string, account: string, region: string) => `${application}-changes-${account}-${region}`,
  /** Folder of the records in that bucket; pages for people lie in it beside them. */
  recordFolder: (application: string) => `${BUCKET_PREFIXES.records}${application}/`,
  /** Topic that tells people of an application's changes. */
  topic: (application: string) => `${application}-changes`,
  /** Alias of the key that encrypts all of change control. */
  keyAlias: (application: string) => `alias/${application}-changes`,
  /** Function that stops the line and starts it again; people call its URL. */
  freezeFunction: (application: string) => `${application}-freeze`,
} as const;
