/** Names that change control of an application is deployed under, in the tooling account. */
export const DEPLOYED = {
  /** Index of the records. */
  table: (application: string) => `${application}-changes`,
  /** Alias of the key that encrypts all of change control. */
  keyAlias: (application: string) => `alias/${application}-changes`,
  /** Function that stops the line and starts it again; people call its URL. */
  freezeFunction: (application: string) => `${application}-freeze`,
} as const;
