import type { Acknowledgement } from '../model';
import { isObject } from './template';

/** Metadata type under which aws-cdk-lib keeps what `Validations.acknowledge` said (2.276: `{ [rule id]: reason }`). */
const ACKNOWLEDGED = 'aws:cdk:acknowledged-rules';

/** Name under which the prover reports in validation reports, and so the prefix of its rule ids. */
export const PLUGIN_NAME = 'GuardedEnvironments';

/** Every acknowledged rule in the metadata of a stack, by construct path. */
export function acknowledgedIn(metadata: Readonly<Record<string, unknown>>): Acknowledgement[] {
  return Object.entries(metadata).flatMap(([path, entries]) =>
    (Array.isArray(entries) ? entries : [])
      .filter((entry) => isObject(entry) && entry.type === ACKNOWLEDGED && isObject(entry.data))
      .flatMap((entry) => Object.entries((entry as { data: Record<string, unknown> }).data))
      .flatMap(([id, reason]) => acknowledgement(id, String(reason), path.replace(/^\//, ''))),
  );
}

/** What a validation report says was suppressed. */
export function suppressedIn(report: unknown, file: string): Acknowledgement[] {
  const reports = isObject(report) && Array.isArray(report.pluginReports) ? report.pluginReports : [];
  return reports
    .filter((one) => isObject(one) && Array.isArray(one.suppressedViolations) && one.pluginName === PLUGIN_NAME)
    .flatMap((one) => one.suppressedViolations as Record<string, unknown>[])
    .flatMap((violation) =>
      acknowledgement(`${PLUGIN_NAME}::${String(violation.ruleName)}`, String(violation.reason), file),
    );
}

/**
 * An id as it is recorded: `GuardedEnvironments::no-human-write-to-prod`. A theorem acknowledged without a prefix
 * stands under `Annotation::`, silences nothing and still shows what somebody wanted.
 */
export function acknowledgement(id: string, reason: string, where: string): Acknowledgement[] {
  const [namespace, rule] = id.includes('::') ? id.split('::') : [PLUGIN_NAME, id];
  const ours = namespace.replace(/ /g, '-') === PLUGIN_NAME;
  if (ours) return [{ theorem: rule, reason, where }];
  return namespace.startsWith('Annotation') && THEOREM.test(rule) ? [{ theorem: rule, reason, where }] : [];
}

/** Ids of the theorems, as the certificate names them. */
const THEOREM =
  /^(no-human-write-to-prod|ceiling-holds-for-any-role|only-the-pipeline-deploys|approval-dominates-prod|duties-are-separate|rollback-is-armed|guardrails-are-immutable|environments-are-isolated)$/;
