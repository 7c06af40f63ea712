/** What an environment is for. Prod is fenced: machines write, people read; dev and test belong to the developers. */
export enum EnvironmentKind {
  /** Owned by developers; data and resources go when the stack goes. */
  DEV = 'dev',
  /** Where a change is tested before it may go on; cleaned up like dev. */
  TEST = 'test',
  /** Serves customers: guarded, retained, backed up, changed by the pipeline alone. */
  PROD = 'prod',
}
