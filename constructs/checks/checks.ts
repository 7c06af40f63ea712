import type { App, IPolicyValidationPlugin } from 'aws-cdk-lib';
import { Validations } from 'aws-cdk-lib';
import { FAIL_SYNTH_ON_VALIDATION_ERRORS_CONTEXT } from 'aws-cdk-lib/cx-api';
import { AwsSolutionsChecks, HIPAASecurityChecks, NIST80053R5Checks, PCIDSS321Checks, ServerlessChecks } from 'cdk-nag';
import type { ChosenLevels, PackName } from '../../lib/findings';
import { DEFAULT_PACKS, LEVELS, PACKS, isPack, unknownRules } from '../../lib/findings';
import { AcknowledgementRules } from './acknowledgements';
import { AlarmTopicRules } from './alarm-topics';
import { TunedPack } from './tuned-pack';

/** Flags that make CDK's own validation strict whatever a project's cdk.json says. */
const STRICT: readonly string[] = [
  // What CloudFormation would refuse is an error, not a warning.
  '@aws-cdk/core:validateAgainstDefaultRules',
  // Warnings of constructs appear in the same report as all other findings.
  '@aws-cdk/core:annotationsInValidationReport',
  // The command line asks CDK to leave the judgement to it, and judges only the stacks that it selects: none that stand in
  // stages unless they are named. So the app itself tells every finding, and ends with an exit code that is not 0.
  FAIL_SYNTH_ON_VALIDATION_ERRORS_CONTEXT,
];

const MAKE: Readonly<Record<PackName, (app: App) => IPolicyValidationPlugin>> = {
  AwsSolutions: (app) => new AwsSolutionsChecks(app),
  'NIST.800.53.R5': (app) => new NIST80053R5Checks(app),
  'HIPAA.Security': (app) => new HIPAASecurityChecks(app),
  'PCI.DSS.321': (app) => new PCIDSS321Checks(app),
  Serverless: (app) => new ServerlessChecks(app),
};

/** Which rule packs check an app, and what their findings do. */
export interface GuardedChecksProps {
  /**
   * Rule packs of cdk-nag by the names that their findings carry: `AwsSolutions`, `NIST.800.53.R5`, `HIPAA.Security`,
   * `PCI.DSS.321`, `Serverless`.
   * @default - AwsSolutions and NIST.800.53.R5
   */
  readonly packs?: string[];
  /**
   * What findings in stages of workloads do, by the rule's id: `{ 'AwsSolutions-S1': 'block' }`. `block` fails the synthesis,
   * `report` tells it and goes on.
   * @default - a reviewed table decides: open to strangers blocks everywhere, data unprotected in prod, the rest is reported
   */
  readonly levels?: { readonly [ruleId: string]: string };
}

/** The checks that every synthesis runs, of the platform and of each workload. */
export class GuardedChecks {
  /**
   * Adds the rule packs and the rules on acknowledgements and alarm topics to an app, and makes CDK's own CloudFormation
   * validation fail the synthesis, under the CDK command line too: the answer is the platform's. Call it before anything
   * is added to the app.
   *
   * @throws Error where a pack, a rule or a level is none that there is.
   */
  public static addTo(app: App, props: GuardedChecksProps = {}): void {
    const packs = packsOf(props.packs ?? DEFAULT_PACKS);
    const levels = levelsOf(props.levels ?? {}, packs);
    for (const flag of STRICT) app.node.setContext(flag, true);
    for (const pack of packs) Validations.of(app).addPlugins(new TunedPack(MAKE[pack](app), pack, levels));
    Validations.of(app).addPlugins(new AcknowledgementRules(), new AlarmTopicRules());
  }

  private constructor() {}
}

function packsOf(names: readonly string[]): PackName[] {
  const wrong = names.filter((name) => !isPack(name));
  if (wrong.length > 0) throw new Error(`packs: there is no rule pack '${wrong[0]}', expected ${PACKS.join(', ')}`);
  return [...new Set(names.filter(isPack))];
}

function levelsOf(levels: Readonly<Record<string, string>>, packs: readonly PackName[]): ChosenLevels {
  for (const [id, level] of Object.entries(levels))
    if (!(LEVELS as readonly string[]).includes(level))
      throw new Error(`levels: ${id} is '${level}', expected ${LEVELS.join(' or ')}`);
  const [unknown] = unknownRules(levels as ChosenLevels, packs);
  if (unknown === undefined) return levels as ChosenLevels;
  throw new Error(
    `levels: '${unknown}' is no rule of ${packs.join(', ')}, expected an id as the report has it: AwsSolutions-S1`,
  );
}
