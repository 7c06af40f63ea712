/** Options of `guarded policy compare`. */
export interface CompareFlags {
  readonly knownActions?: boolean;
  readonly batch?: string;
  readonly json?: boolean;
}
