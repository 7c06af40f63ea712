/** Longest pattern that CloudWatch Logs takes for a metric filter, in characters. */
export const FILTER_LIMIT = 1024;

/** Who may do what, wherever it is said: identities, control policies, permission sets and assignments, pipelines. */
const CHANGES: readonly string[] = [
  '$.eventSource = "iam.amazonaws.com"',
  '$.eventSource = "organizations.amazonaws.com"',
  '($.eventSource = "sso.amazonaws.com") && (($.eventName = "*PermissionSet*") || ($.eventName = "*AccountAssignment*"))',
  '($.eventSource = "codepipeline.amazonaws.com") && (($.eventName = "*Pipeline") || ($.eventName = "*StageTransition"))',
];

/** Calls that write and came through; starting a pipeline changes nothing about it. */
const WRITES = '($.readOnly IS FALSE) && ($.errorCode NOT EXISTS)';

/** The metric filter on the organization trail's copy. */
export const CHANGES_PATTERN = `{ ${WRITES} && (${CHANGES.map((one) => `(${one})`).join(' || ')}) }`;
