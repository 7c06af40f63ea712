import { BUCKET_PREFIXES } from './wiring';

/** Names that change control of an application is deployed under, in the tooling account. */
export const DEPLOYED = {
  /** Index of the records. */
  table: (application: string) => `${application}-changes`,
  /** Write-once bucket of the records, in the account and region of the pipeline. */
  bucket: (application: string, account: string, region: string) => `${application}-changes-${account}-${region}`,
  /** Folder of the records in that bucket; pages for people lie in it beside them. */
  recordFolder: (application: string) => `${BUCKET_PREFIXES.records}${application}/`,
  /** Alias of the key that encrypts all of change control. */
  keyAlias: (application: string) => `alias/${application}-changes`,
  /** Function that stops the line and starts it again; people call its URL. */
  freezeFunction: (application: string) => `${application}-freeze`,
} as const;
