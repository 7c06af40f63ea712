import { App, Stack, Stage, Validations } from 'aws-cdk-lib';
import type {
  IPolicyValidationContext,
  IPolicyValidationPlugin,
  PolicyValidationPluginReport,
  PolicyViolation,
} from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** CDK files an id without a plugin's prefix under this one; cdk-nag then passes it over without leaving a trace. */
const UNPREFIXED = /^annotation::(AwsSolutions|NIST\.800\.53\.R5)-/i;

/** CloudFormation validation also finds fault with a template's parameters, which belong to no construct but the stack. */
const ABOUT_TEMPLATE = /^CloudFormation-Validate::/;

/** Shorter reasons say nothing. */
const REASON_LENGTH = 20;

interface Acknowledgement {
  readonly at: IConstruct;
  readonly id: string;
  readonly reason: string;
}

function acknowledgementsOf(root: IConstruct): Acknowledgement[] {
  return root.node.findAll().flatMap((at) =>
    at.node.metadata
      .filter((entry) => entry.type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap((entry) => Object.entries((entry.data ?? {}) as Record<string, string>))
      .map(([id, reason]) => ({ at, id, reason })),
  );
}

interface Rule {
  readonly name: string;
  readonly description: string;
  readonly fix: string;
  readonly broken: (acknowledgement: Acknowledgement) => boolean;
}

const RULES: readonly Rule[] = [
  {
    name: 'prefixed-id',
    description:
      'An acknowledgement without its plugin in front silences the finding and leaves no trace in the report.',
    fix: 'Write the id as the report does: AwsSolutions::AwsSolutions-S1.',
    broken: ({ id }) => UNPREFIXED.test(id),
  },
  {
    name: 'reason',
    description: 'An acknowledgement has a reason that a reviewer can judge.',
    fix: `Say in at least ${REASON_LENGTH} characters why the finding does not apply here.`,
    broken: ({ reason }) => String(reason ?? '').trim().length < REASON_LENGTH,
  },
  {
    name: 'narrow-scope',
    description: 'An acknowledgement on a stack, a stage or the app also silences findings that nobody has seen yet.',
    fix: 'Acknowledge on the construct that has the finding.',
    broken: ({ at, id }) => Stage.isStage(at) || App.isApp(at) || (Stack.isStack(at) && !ABOUT_TEMPLATE.test(id)),
  },
];

/** A context with the construct tree, which CDK hands to plugins. */
interface TreeContext extends IPolicyValidationContext {
  readonly appConstruct: IConstruct;
}

function violationOf(rule: Rule, all: readonly Acknowledgement[]): PolicyViolation[] {
  const broken = all.filter(rule.broken);
  if (!broken.length) return [];
  const violatingResources = broken.map(({ at, id }) => ({ constructPath: at.node.path || '/', locations: [id] }));
  return [{ ruleName: rule.name, description: rule.description, fix: rule.fix, severity: 'fatal', violatingResources }];
}

/**
 * Checks the acknowledgements themselves: each has a prefixed id, a reason and a narrow scope. Its findings are `fatal`,
 * which CDK lets nobody acknowledge.
 */
export class AcknowledgementRules implements IPolicyValidationPlugin {
  /** Prefix of its findings. */
  public readonly name = 'Acknowledgements';
  /** Its rules. */
  public readonly ruleIds = RULES.map((rule) => rule.name);

  /** Looks through the construct tree. */
  public validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const all = acknowledgementsOf((context as TreeContext).appConstruct);
    const violations = RULES.flatMap((rule) => violationOf(rule, all));
    return { success: violations.length === 0, violations };
  }
}
