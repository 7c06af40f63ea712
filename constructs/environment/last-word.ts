import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { CfnElement, Stack, Stage } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { alarmNameProblems, assetFiles, findAssemblyProblems } from '../../lib/assembly';
import { partitionOf } from '../../lib/contract/partitions';
import type { StageFacts, Template } from '../../lib/fence';
import { judgeTemplate, resourcesOf } from '../../lib/fence';
import { readRollbackAlarms } from '../../lib/rollback/metadata';
import { WORKLOAD_PATH } from '../../lib/names';
import { KEEPS_DATA, holdsNothing } from './scratch';
import { boundaryArn } from './role-fence';
import type { Finding, StagePlace } from './stack-fence';
import { placeFindings } from './stack-fence';

/** A stack and its finished template. */
interface Rendered {
  readonly stack: Stack;
  readonly template: Template;
}

/**
 * Reads the assembly of a stage as it was written, after every aspect, override and late construct, and as the pipeline
 * will read it. Its word is final: what it finds fails the synthesis, all together, each with its construct path.
 *
 * @returns what the workload acknowledges: stores that hold nothing worth keeping.
 */
export function refuseUnfit(stage: StagePlace, directory: string): Finding[] {
  const rendered = stacksIn(stage).map((stack) => ({ stack, template: templateOf(stack, directory) }));
  const facts = factsOf(stage, directory, rendered);
  const found = rendered.flatMap((each) => judged(each, facts));
  const acknowledged = found.filter(
    ({ construct, data }) => data && construct !== undefined && holdsNothing(construct),
  );
  const findings = [
    ...placeFindings(stage),
    ...found.filter((finding) => !acknowledged.includes(finding)),
    ...assemblyFindings(stage, directory),
  ];
  if (findings.length === 0) return acknowledged;
  const lines = new Set(findings.map(({ path, problem }) => `${path}: ${problem}`));
  const scratch = findings.some(({ data }) => data) ? [SCRATCH] : [];
  throw new Error(['Validation failed with the following errors:', ...lines, ...scratch].join('\n  '));
}

const SCRATCH = `A store that holds nothing worth keeping says so with a reason: Validations.of(construct).acknowledge({ id: '${KEEPS_DATA}', reason: '…' }).`;

function stacksIn(stage: Stage): Stack[] {
  return stage.node.findAll().filter((node): node is Stack => Stack.isStack(node) && Stage.of(node) === stage);
}

function templateOf(stack: Stack, directory: string): Template {
  return JSON.parse(readFileSync(join(directory, stack.templateFile), 'utf8')) as Template;
}

function judged({ stack, template }: Rendered, facts: StageFacts): Finding[] {
  const problems = judgeTemplate(template, { ...facts, region: stack.region }, stack.nested);
  const constructs = problems.length > 0 ? elementsOf(stack) : new Map<string, IConstruct>();
  const alarms = alarmProblems(stack, template).map((problem) => ({ path: stack.node.path, problem }));
  const found = problems.map(({ resource, problem, data }) => {
    const construct = resource === undefined ? stack : constructs.get(resource);
    return { path: construct?.node.path ?? `${stack.node.path}/${resource}`, problem, data, construct };
  });
  return [...found, ...alarms];
}

/** Alarms roll back the stacks of their own region alone, which support stacks do not share. */
function alarmProblems(stack: Stack, template: Template): string[] {
  const beside = stack.region !== Stage.of(stack)?.region && readRollbackAlarms(template) !== undefined;
  return [
    ...alarmNameProblems(template),
    ...(beside
      ? [
          `has rollback alarms in ${stack.region}, where nothing watches them: put RollbackAlarms into a stack of ${Stage.of(stack)?.region}`,
        ]
      : []),
  ];
}

/** The elements of a stack, by their logical ids. */
function elementsOf(stack: Stack): Map<string, IConstruct> {
  const elements = stack.node.findAll().filter((node): node is CfnElement => CfnElement.isCfnElement(node));
  return new Map(
    elements
      .filter((element) => element.stack === stack)
      .map((element) => [stack.resolve(element.logicalId) as string, element]),
  );
}

function factsOf(stage: StagePlace, directory: string, rendered: readonly Rendered[]): StageFacts {
  const templates = rendered.map(({ template }) => template);
  return {
    prod: stage.environment.isProd,
    region: stage.region!,
    boundary: boundaryArn(partitionOf(stage.region!), stage.environment.account),
    nestedTemplates: nestedTemplates(directory, rendered),
    namedRoles: new Map(templates.flatMap(namedRoles)),
    exports: templates.flatMap(exportsOf),
  };
}

function namedRoles(template: Template): [string, string][] {
  const roles = resourcesOf(template).filter(({ type }) => type === 'AWS::IAM::Role');
  return roles.flatMap(({ properties: { RoleName: name, Path: path = WORKLOAD_PATH } }) =>
    typeof name === 'string' && typeof path === 'string' ? [[name, path]] : [],
  );
}

function exportsOf({ Outputs = {} }: Template): string[] {
  return Object.values(Outputs).flatMap(({ Export }) => (typeof Export?.Name === 'string' ? [Export.Name] : []));
}

/** The file assets that are templates of nested stacks, by the asset manifests. */
function nestedTemplates(directory: string, rendered: readonly Rendered[]): string[] {
  const files = rendered.filter(({ stack }) => stack.nested).map(({ stack }) => stack.templateFile);
  if (files.length === 0) return [];
  return assetFiles(directory).flatMap(({ id, path }) => (files.includes(String(path)) ? [id] : []));
}

/** What the pipeline's own scripts would refuse: the same rules, told where the construct is that has it. */
function assemblyFindings(stage: StagePlace, directory: string): Finding[] {
  const problems = findAssemblyProblems(directory, relative(wholeAssembly(stage), directory)).filter(
    // Only what is deployed from needs its images.
    ({ kind }) => kind !== 'unbuilt',
  );
  const paths = problems.length > 0 ? assetPaths(stage) : [];
  return problems.map(({ problem, asset, selector }) => ({
    path: paths.find(({ hash }) => asset?.endsWith(hash))?.path ?? selector ?? stage.node.path,
    problem,
  }));
}

/** Constructs of assets, of files and of images alike, by the hash that is their id in the assembly. */
function assetPaths(stage: StagePlace): { readonly hash: string; readonly path: string }[] {
  return stage.node.findAll().flatMap((node) => {
    const { assetHash } = node as { readonly assetHash?: unknown };
    return typeof assetHash === 'string' ? [{ hash: assetHash, path: node.node.path }] : [];
  });
}

/** The folder of the app, which the pipeline takes along as a whole. */
function wholeAssembly({ node: { root } }: Stage): string {
  return Stage.isStage(root) ? root.outdir : '';
}
