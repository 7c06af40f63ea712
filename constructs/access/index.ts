export { Persona } from './persona';
export type {
  ApprovalAccess,
  ChangeControlAccess,
  EvidenceAccess,
  PersonaAccessProps,
  RunbookAccess,
  SanctionedRequest,
} from './persona-access-props';
export { PersonaAccess } from './persona-access';
