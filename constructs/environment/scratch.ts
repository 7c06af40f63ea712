import type { IPolicyValidationPlugin, PolicyValidationPluginReport } from 'aws-cdk-lib';
import { Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { Finding } from './stack-fence';

/** Name of the stage in CDK's validation report. */
const PLUGIN = 'GuardedStage';
/** Its one rule that may be acknowledged: prod keeps data. */
const RULE = 'keeps-data';

/** What a workload acknowledges where a store holds nothing worth keeping. */
export const KEEPS_DATA = `${PLUGIN}::${RULE}`;

/** Shorter reasons say nothing. */
const REASON_LENGTH = 20;

/**
 * Whether the workload says, with a reason, that what a construct holds is not worth keeping: on the construct or on one
 * around it, within a stack. A whole stack is too wide: it would cover stores that nobody has seen yet.
 */
export function holdsNothing(construct: IConstruct): boolean {
  const scopes = [...construct.node.scopes].reverse();
  const narrow = scopes.slice(
    0,
    scopes.findIndex((scope) => Stack.isStack(scope)),
  );
  return narrow.some((scope) => reasonsOf(scope).some((reason) => reason.trim().length >= REASON_LENGTH));
}

function reasonsOf({ node }: IConstruct): string[] {
  return node.metadata
    .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
    .flatMap(({ data }) => Object.entries((data ?? {}) as Record<string, unknown>))
    .flatMap(([id, reason]) => (id === KEEPS_DATA ? [String(reason ?? '')] : []));
}

/** Puts what was acknowledged into the report, so that the summary and the audit pack tell of it with its reason. */
export class ScratchReport implements IPolicyValidationPlugin {
  public readonly name = PLUGIN;
  public readonly ruleIds = [RULE];

  public constructor(private readonly acknowledged: readonly Finding[]) {}

  public validate(): PolicyValidationPluginReport {
    const violations = this.acknowledged.map(({ path, problem }) => ({
      ruleName: RULE,
      description: `Prod keeps data: ${problem}`,
      severity: 'error',
      violatingResources: [{ constructPath: path, locations: ['DeletionPolicy'] }],
    }));
    return { success: violations.length === 0, violations };
  }
}
