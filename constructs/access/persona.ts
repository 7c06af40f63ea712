/** The people of a guarded organization, each a job with its own rights. */
export enum Persona {
  /** Full within the workload boundary in dev, reads widely in test, reads in prod and tooling. */
  DEVELOPER = 'Developer',
  /** Reads prod and tooling around the clock, starts the named runbooks in prod. */
  ON_CALL = 'OnCall',
  /** Reads, and answers the approval actions named for this persona. */
  RELEASE_MANAGER = 'ReleaseManager',
  /** Reads, and answers the approval actions named for this persona. */
  BUSINESS_OWNER = 'BusinessOwner',
  /** Starts the named runbooks; eligible for break-glass, which nobody holds standing. */
  OPERATOR = 'Operator',
  /** Reads every account and the evidence store. */
  AUDITOR = 'Auditor',
}
