/** What `AccountReader` needs to know. */
export interface AccountReaderProps {
  /** Account in which the continuous proof runs, 12 digits. */
  readonly auditAccount: string;
  /** Organization, `o-…`: a role of the same name elsewhere is nobody. */
  readonly organizationId: string;
}
