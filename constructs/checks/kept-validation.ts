import { readFileSync } from 'node:fs';
import type {
  IPolicyValidationContext,
  PolicyValidationPluginReport,
  PolicyValidationStack,
  PolicyViolation,
} from 'aws-cdk-lib';
import { type App, CloudFormationValidatePlugin, Validations } from 'aws-cdk-lib';
import { digest, type Kept, keptOn } from '../../lib/kept';
import { working } from '../../lib/progress';

/**
 * CDK's own validation of templates, which is done once for each template: where nothing of what it reads has changed since
 * the last synthesis, what it found then is told again. It stands in the place of CDK's own, under the same name.
 */
export class KeptValidation extends CloudFormationValidatePlugin {
  /** Takes the place of CDK's own validation, unless that is switched off. */
  public static addTo(app: App): void {
    if (process.env.CDK_VALIDATION !== 'false') Validations.of(app).addPlugins(new KeptValidation());
  }

  public override validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    working('CloudFormation validation');
    const kept = keptOn(context.appConstruct);
    if (!kept) return super.validate(context);
    const known = context.stackTemplates.map((template) => ({ template, found: this.known(kept, template) }));
    const missing = known.filter(({ found }) => !found).map(({ template }) => template);
    const fresh = missing.length > 0 ? this.validateAnew(context, missing, kept) : new Map<string, PolicyViolation[]>();
    // What stands at no template can be kept for none.
    if (!fresh) return super.validate(context);
    const violations = joined(known.flatMap(({ template, found }) => found ?? fresh.get(template.templatePath)!));
    return { success: violations.every(({ severity }) => !FAILING.includes(severity ?? '')), violations };
  }

  private known(kept: Kept, template: PolicyValidationStack): PolicyViolation[] | undefined {
    const found = kept.get<PolicyViolation[]>('cloudformation', this.inputOf(template));
    return found?.map((violation) => at(violation, template.templatePath));
  }

  /** What is found in each template; nothing where something was found that belongs to none of them. */
  private validateAnew(context: IPolicyValidationContext, stackTemplates: PolicyValidationStack[], kept: Kept) {
    const templatePaths = stackTemplates.map(({ templatePath }) => templatePath);
    const report = super.validate({ ...context, stackTemplates, templatePaths });
    if (!isPlaced(report, templatePaths)) return undefined;
    const { violations } = report;
    const found = new Map(
      templatePaths.map((path) => [path, violations.flatMap((violation) => only(violation, path))]),
    );
    for (const template of stackTemplates) {
      const own = found.get(template.templatePath)!;
      if (!MAYBE_DIGEST.test(JSON.stringify(own))) kept.put('cloudformation', this.inputOf(template), own);
    }
    return found;
  }

  /** Everything that the validation of a template reads. */
  private inputOf({ templatePath, stackConstructPath, accountId, region }: PolicyValidationStack): unknown {
    const template = withoutContent(readFileSync(templatePath, 'utf8'));
    return [this.version, digest(template), stackConstructPath, accountId, region];
  }
}

/**
 * What of a template follows the content of assets: the digest in the name of one (`<digest>.zip` in a bucket,
 * `asset.<digest>` beside it), and the one at the end of the logical id of a function's current version.
 */
const FOLLOWS_CONTENT =
  /(?<![0-9a-f])[0-9a-f]{64}(?=\.(?:zip|json|jar)")|(?<=asset\.)[0-9a-f]{64}(?![0-9a-f])|(?<=CurrentVersion[0-9A-F]{8})[0-9a-f]{32}(?![0-9a-f])/g;

/** Whatever in a finding might be such a digest: the finding would then be told of another asset. */
const MAYBE_DIGEST = /[0-9a-f]{32}/;

/**
 * A template as validation reads it, with numbers in the place of these digests: which code a function runs says nothing
 * about the template, and changes at every change of a workload.
 */
function withoutContent(template: string): string {
  const numbers = new Map<string, string>();
  return template.replace(FOLLOWS_CONTENT, (digits) => {
    if (!numbers.has(digits)) numbers.set(digits, `content ${numbers.size}`);
    return numbers.get(digits)!;
  });
}

const FAILING: readonly string[] = ['error', 'fatal'];

/** Whether all that was found stands in these templates, and a failure says what it is about. */
function isPlaced({ success, violations }: PolicyValidationPluginReport, templatePaths: readonly string[]): boolean {
  const placed = violations.every(
    ({ violatingResources }) =>
      violatingResources.length > 0 &&
      violatingResources.every(
        ({ templatePath }) => templatePath !== undefined && templatePaths.includes(templatePath),
      ),
  );
  return placed && success === violations.every(({ severity }) => !FAILING.includes(severity ?? ''));
}

/** A violation with its resources of one template; none where it has none there. */
function only(violation: PolicyViolation, path: string): PolicyViolation[] {
  const violatingResources = violation.violatingResources.filter(({ templatePath }) => templatePath === path);
  return violatingResources.length > 0 ? [{ ...violation, violatingResources }] : [];
}

/** Folders of assemblies may move between two syntheses. */
function at(violation: PolicyViolation, templatePath: string): PolicyViolation {
  return { ...violation, violatingResources: violation.violatingResources.map((one) => ({ ...one, templatePath })) };
}

/** What is said of several templates is said once. */
function joined(violations: readonly PolicyViolation[]): PolicyViolation[] {
  const all = new Map<string, PolicyViolation>();
  for (const violation of violations) {
    const key = JSON.stringify([violation.ruleName, violation.severity, violation.description]);
    const { violatingResources = [] } = all.get(key) ?? {};
    all.set(key, {
      ...(all.get(key) ?? violation),
      violatingResources: [...violatingResources, ...violation.violatingResources],
    });
  }
  return [...all.values()];
}
