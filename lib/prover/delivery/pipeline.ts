import type { StackFacts, TemplateResource, World } from '../../world/model';

/** One action of a pipeline, as the template has it. */
export interface PipelineAction {
  readonly name: string;
  readonly category: string;
  readonly provider: string;
  readonly runOrder: number;
  /** Role that the action is started as; absent means the pipeline's own. */
  readonly role?: string;
  readonly configuration: Readonly<Record<string, string>>;
  readonly namespace?: string;
  readonly inputs: readonly string[];
}

/** One stage; what its conditions can lead to. */
export interface PipelineStage {
  readonly name: string;
  readonly actions: readonly PipelineAction[];
  /** Results of its entry, success and failure conditions, and of the failure handling itself. */
  readonly onEntry: readonly string[];
  readonly onFailure?: string;
  /** What its failure handling hangs on besides the failure: conditions, retries. */
  readonly onFailureToo: readonly string[];
}

/** A pipeline whose definition the assembly holds. */
export interface Pipeline {
  readonly name: string;
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  /** V1 where the template says nothing. */
  readonly type: string;
  /** SUPERSEDED where the template says nothing. */
  readonly executionMode: string;
  readonly role?: string;
  readonly stages: readonly PipelineStage[];
  /** Places of the definition that nobody can read before deployment. */
  readonly unreadable: readonly string[];
  readonly where: string;
}

const PIPELINE = 'AWS::CodePipeline::Pipeline';

/** All pipelines that the stacks of a world define. */
export function pipelinesOf(world: World): Pipeline[] {
  return (world.stacks ?? []).flatMap((stack) =>
    stack.resources.filter((resource) => resource.type === PIPELINE).map((resource) => readPipeline(stack, resource)),
  );
}

type Json = Readonly<Record<string, unknown>>;

function readPipeline(stack: StackFacts, { properties, ref, arn, where }: TemplateResource): Pipeline {
  const unreadable: string[] = [];
  findUnreadable(properties.Stages, 'Stages', unreadable);
  for (const name of ['PipelineType', 'ExecutionMode']) if (typeof properties[name] === 'object') unreadable.push(name);
  return {
    name: ref,
    arn: arn ?? '*',
    account: stack.account,
    region: stack.region,
    type: text(properties.PipelineType) ?? 'V1',
    executionMode: text(properties.ExecutionMode) ?? 'SUPERSEDED',
    role: text(properties.RoleArn),
    stages: list(properties.Stages).map(readStage),
    unreadable,
    where,
  };
}

/** Values that hang on a condition or are opaque: the reader leaves them as objects of their own. */
function findUnreadable(value: unknown, place: string, found: string[]): void {
  if (Array.isArray(value)) return value.forEach((entry, i) => findUnreadable(entry, `${place}[${i}]`, found));
  if (typeof value !== 'object' || value === null) return;
  if (place === 'Stages' || 'Opaque' in value || 'OneOf' in value) found.push(place);
  for (const [key, entry] of Object.entries(value))
    if (key !== 'Opaque' && key !== 'OneOf') findUnreadable(entry, `${place}.${key}`, found);
}

function readStage(stage: Json): PipelineStage {
  const failure = object(stage.OnFailure);
  return {
    name: text(stage.Name) ?? '?',
    actions: list(stage.Actions).map(readAction),
    onEntry: list(object(stage.BeforeEntry).Conditions).map((condition) => text(condition.Result) ?? '?'),
    onFailure: text(failure.Result),
    onFailureToo: Object.keys(failure).filter((key) => key !== 'Result' && !isNothing(failure[key])),
  };
}

function isNothing(value: unknown): boolean {
  return Array.isArray(value) ? value.length === 0 : value === undefined;
}

function readAction(action: Json): PipelineAction {
  const type = object(action.ActionTypeId);
  const configuration = Object.entries(object(action.Configuration)).map(([key, value]) => [
    key,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  return {
    name: text(action.Name) ?? '?',
    category: text(type.Category) ?? '?',
    provider: text(type.Provider) ?? '?',
    runOrder: Number(action.RunOrder ?? 1),
    role: text(action.RoleArn),
    configuration: Object.fromEntries(configuration) as Record<string, string>,
    namespace: text(action.Namespace),
    inputs: list(action.InputArtifacts).map((input) => text(input.Name) ?? '?'),
  };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined;
}

function object(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

function list(value: unknown): Json[] {
  return Array.isArray(value) ? value.map(object) : [];
}

/**
 * Environment variables that a CodeBuild action hands to its project, by name. What a variable of another type than
 * PLAINTEXT is worth stands in a store: its value says so, and is none that anybody asks for.
 */
export function environmentOf(action: PipelineAction): Readonly<Record<string, string>> {
  let found = environments.get(action);
  if (!found) environments.set(action, (found = readEnvironment(action)));
  return found;
}

/** Each stack is held against each action. */
const environments = new WeakMap<PipelineAction, Readonly<Record<string, string>>>();

function readEnvironment(action: PipelineAction): Readonly<Record<string, string>> {
  try {
    const listed: unknown = JSON.parse(action.configuration.EnvironmentVariables ?? '[]');
    return Object.fromEntries(list(listed).map((one) => [text(one.name) ?? '', valueOf(one)]));
  } catch {
    return {};
  }
}

function valueOf({ type = 'PLAINTEXT', value }: Json): string {
  return type === 'PLAINTEXT' ? (text(value) ?? '') : `${JSON.stringify(type)} ${text(value) ?? ''}`;
}

/** Variables of other actions that an action's configuration names: `Verify.DIGEST`. */
export function variablesIn(action: PipelineAction): Set<string> {
  const texts = Object.values(action.configuration);
  return new Set(texts.flatMap((one) => [...one.matchAll(/#\{([^}]+)\}/g)].map((match) => match[1])));
}
