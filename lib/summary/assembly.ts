import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../errors';

/** A resource as it stands in a template. */
export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly Metadata?: Readonly<Record<string, unknown>>;
}

/** One stack of a cloud assembly. */
export interface StackView {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  /** Id of the stage it belongs to; empty for the platform's own stacks. */
  readonly stage: string;
  /** By logical id. */
  readonly resources: Readonly<Record<string, TemplateResource>>;
  readonly metadata: Readonly<Record<string, unknown>>;
}

interface Artifact {
  readonly type: string;
  readonly environment?: string;
  readonly properties?: {
    readonly templateFile?: string;
    readonly stackName?: string;
    readonly directoryName?: string;
  };
}

interface Template {
  readonly Resources?: Readonly<Record<string, TemplateResource>>;
  readonly Metadata?: Readonly<Record<string, unknown>>;
}

function readJson<T>(file: string): T {
  if (!existsSync(file)) throw InputError.at(file, undefined, 'there is no such file; run `npx cdk synth` first');
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch (error) {
    throw InputError.at(file, undefined, `no valid JSON (${(error as Error).message}); run \`npx cdk synth\` again`);
  }
}

/** All stacks of a cloud assembly, those of its stages included. */
export function readStacks(directory: string, stage = ''): StackView[] {
  const manifest = readJson<{ artifacts?: Record<string, Artifact> }>(join(directory, 'manifest.json'));
  return Object.entries(manifest.artifacts ?? {}).flatMap(([id, artifact]) => stacksOf(directory, id, artifact, stage));
}

function stacksOf(directory: string, id: string, artifact: Artifact, stage: string): StackView[] {
  const { templateFile, stackName, directoryName } = artifact.properties ?? {};
  if (artifact.type === 'cdk:cloud-assembly' && directoryName)
    return readStacks(join(directory, directoryName), id.replace(/^assembly-/, ''));
  if (artifact.type !== 'aws:cloudformation:stack' || !templateFile) return [];
  const template = readJson<Template>(join(directory, templateFile));
  const [account = '', region = ''] = (artifact.environment ?? '').replace(/^aws:\/\//, '').split('/');
  const resources = template.Resources ?? {};
  return [{ name: stackName ?? id, account, region, stage, resources, metadata: template.Metadata ?? {} }];
}

/** The resources of a type, over all stacks, each with its stack. */
export function resourcesOf(
  stacks: readonly StackView[],
  type: string,
): { readonly stack: StackView; readonly properties: Readonly<Record<string, unknown>> }[] {
  return stacks.flatMap((stack) =>
    Object.values(stack.resources)
      .filter((resource) => resource.Type === type)
      .map((resource) => ({ stack, properties: resource.Properties ?? {} })),
  );
}

/** One finding of CDK's validation report. */
interface ReportedViolation {
  readonly ruleName: string;
  readonly severity?: string;
  readonly violatingConstructs?: readonly unknown[];
  readonly acknowledgedId?: string;
  readonly acknowledgedAt?: string;
  readonly reason?: string;
}

/** What one plugin reported. */
export interface PluginReport {
  readonly pluginName: string;
  readonly violations?: readonly ReportedViolation[];
  readonly suppressedViolations?: readonly ReportedViolation[];
}

/** CDK's validation report; it is written by every synthesis that ran a plugin. */
export function readReports(directory: string): readonly PluginReport[] {
  const file = join(directory, 'validation-report.json');
  return readJson<{ pluginReports?: readonly PluginReport[] }>(file).pluginReports ?? [];
}
