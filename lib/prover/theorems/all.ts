import { approvalDominatesProd } from './approval-dominates-prod';
import { ceilingHoldsForAnyRole } from './ceiling-holds-for-any-role';
import { dutiesAreSeparate } from './duties-are-separate';
import { environmentsAreIsolated } from './environments-are-isolated';
import { guardrailsAreImmutable } from './guardrails-are-immutable';
import { noHumanWriteToProd } from './no-human-write-to-prod';
import { onlyThePipelineDeploys } from './only-the-pipeline-deploys';
import { rollbackIsArmed } from './rollback-is-armed';
import type { Theorem } from './theorem';

/** The eight theorems, in the order in which they are told. */
export const THEOREMS: readonly Theorem[] = [
  noHumanWriteToProd,
  ceilingHoldsForAnyRole,
  onlyThePipelineDeploys,
  approvalDominatesProd,
  dutiesAreSeparate,
  rollbackIsArmed,
  guardrailsAreImmutable,
  environmentsAreIsolated,
];
