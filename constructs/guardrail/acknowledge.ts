import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { PolicyStatement } from '../../lib/guardrail';

/** Accepts findings on one construct; each id carries the prefix of its rule pack. */
export function acknowledge(construct: IConstruct, reason: string, ids: readonly string[]): void {
  for (const id of ids) Validations.of(construct).acknowledge({ id, reason });
}

const WILDCARDS = 'AwsSolutions::AwsSolutions-IAM5';

/** One finding a wildcard, by the very action or resource, so that a new wildcard is a new finding. */
export function wildcardFindings(statements: readonly PolicyStatement[]): readonly string[] {
  const allowing = statements.filter((statement) => statement.Effect === 'Allow');
  const actions = allowing.flatMap((statement) => statement.Action ?? []).map((action) => `Action::${action}`);
  const resources = allowing
    .flatMap((statement) => statement.Resource ?? [])
    .map((resource) => `Resource::${resource}`);
  const wide = [...actions, ...resources].filter((each) => each.includes('*'));
  return [...new Set(wide)].map((finding) => `${WILDCARDS}[${finding}]`);
}

/** A policy that allows by leaving out: the rule pack's wildcard rule cannot read it and says so. */
export const ALLOWS_BY_LEAVING_OUT: readonly string[] = [WILDCARDS, 'CloudFormation-Validate::W2512'];
