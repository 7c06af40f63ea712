import type { IPolicyValidationContext, IPolicyValidationPlugin, PolicyViolation } from 'aws-cdk-lib';
import type { PolicyValidationPluginReport, PolicyViolatingResource } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { ChosenLevels, Level, PackName } from '../../lib/findings';
import { levelOf, ruleOf } from '../../lib/findings';
import { working } from '../../lib/progress';
import { isMisread } from './own-reading';
import { placeOf } from './place';

/** A pack as CDK runs it, with the construct tree in its context. */
interface TreeContext extends IPolicyValidationContext {
  readonly appConstruct: IConstruct;
}

/** CDK's strict mode fails on every `warning`, so what is only told is an `info`. */
const SEVERITY: Readonly<Record<Level, string>> = { block: 'error', report: 'info' };

/** A rule pack whose findings stop the synthesis or are only told, by rule, kind of environment and whose construct it is. */
export class TunedPack implements IPolicyValidationPlugin {
  /** Prefix of its findings: the pack's, so that acknowledgements name what they did before. */
  public readonly name: string;

  public constructor(
    private readonly pack: IPolicyValidationPlugin,
    private readonly packName: PackName,
    private readonly chosen: ChosenLevels,
  ) {
    this.name = pack.name;
  }

  /** Runs the pack and sorts what it found; it succeeds where nothing blocks. One that failed without saying at what fails. */
  public validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    working(`rule pack ${this.packName}`);
    const report = this.pack.validate(context);
    const places = placesOf((context as TreeContext).appConstruct);
    const violations = report.violations.flatMap((one) => this.sorted(one, places));
    const untold = report.violations.some(({ violatingResources }) => violatingResources.length === 0);
    const failed = !report.success && (report.violations.length === 0 || untold);
    if (failed) return report;
    return { ...report, violations, success: violations.every(({ severity }) => severity !== SEVERITY.block) };
  }

  /** One violation names many constructs; those that block and those that do not become one each. */
  private sorted(violation: PolicyViolation, places: Places): PolicyViolation[] {
    const levelAt = ({ constructPath }: PolicyViolatingResource) =>
      levelOf(this.packName, violation.ruleName, placeAt(places, constructPath), this.chosen);
    const meant = violation.violatingResources.filter((one) => !this.isMisread(violation, places, one));
    return (Object.entries(SEVERITY) as [Level, string][]).flatMap(([level, severity]) => {
      const violatingResources = meant.filter((one) => levelAt(one) === level);
      if (violatingResources.length === 0) return [];
      const one = { ...violation, severity, violatingResources };
      return [level === 'report' ? brief(one) : one];
    });
  }

  /** The platform's own constructs were reviewed against every rule as it is. */
  private isMisread(
    { ruleName }: PolicyViolation,
    places: Places,
    { constructPath }: PolicyViolatingResource,
  ): boolean {
    const construct = places.get(constructPath ?? '');
    if (construct === undefined || placeOf(construct).kind === 'platform') return false;
    return isMisread(ruleOf(ruleName).slice(this.packName.length + 1), construct);
  }
}

/** CDK prints a block for each construct; what blocks nothing is one block a rule that names them all. */
function brief(violation: PolicyViolation): PolicyViolation {
  const [first, ...more] = violation.violatingResources;
  if (first === undefined || more.length === 0) return violation;
  const also = `Also at ${more.map(({ constructPath }) => constructPath).join(', ')}.`;
  return { ...violation, description: `${violation.description} ${also}`, violatingResources: [first] };
}

type Places = ReadonlyMap<string, IConstruct>;

function placesOf(root: IConstruct): Places {
  return new Map(root.node.findAll().map((one) => [one.node.path, one]));
}

/** A finding at no place of the tree is judged as the platform's own: every rule holds. */
function placeAt(places: Places, path: string | undefined): ReturnType<typeof placeOf> {
  const construct = path === undefined ? undefined : places.get(path);
  return construct ? placeOf(construct) : { kind: 'platform', thirdParty: false };
}
