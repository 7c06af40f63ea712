import { covers } from '../glob';
import type { CheckedResource, CheckedStack, CheckedTemplate } from '../input';
import type { Place } from '../place';

/** One action of a pipeline in its place, as the template has it. */
export interface PlacedAction {
  readonly pipeline: CheckedPipeline;
  /** `Stage/Action`. */
  readonly name: string;
  readonly stage: PlacedStage;
  readonly category: string;
  readonly provider: string;
  readonly runOrder: number;
  readonly namespace?: string;
  readonly configuration: Readonly<Record<string, string>>;
  /** Roles that it acts as: the one it is started as, the one it hands on, and those of what it runs. */
  readonly roles: readonly string[];
  /** The project, function or state machine that it runs; absent where it runs none, or one that nothing describes. */
  readonly runs?: CheckedResource;
  /** Names of what it runs and nothing describes. */
  readonly missing?: string;
}

/** A stage in its order. */
export interface PlacedStage {
  readonly name: string;
  readonly at: number;
  /** Categories of all its actions. */
  readonly categories: readonly string[];
  readonly onEntry: readonly string[];
  readonly onFailure?: string;
  readonly onFailureToo: readonly string[];
}

/** A pipeline that a stack defines. */
export interface CheckedPipeline {
  readonly name: string;
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  readonly type: string;
  readonly mode: string;
  readonly where: string;
  readonly actions: readonly PlacedAction[];
  /** Places of the definition that only the deployment settles. */
  readonly open: readonly string[];
}

/** Whether an action is an approval. */
export function isApproval({ category }: PlacedAction): boolean {
  return category === 'Approval';
}

/** Name of an action in a certificate. */
export function nameOf({ pipeline, name }: PlacedAction): string {
  return `${pipeline.arn}/${name}`;
}

type Json = Readonly<Record<string, unknown>>;

const known = new WeakMap<Place, readonly CheckedPipeline[]>();

/** All pipelines that the stacks of a world define. */
export function pipelinesOf(place: Place): readonly CheckedPipeline[] {
  let found = known.get(place);
  if (!found) {
    const all = (place.world.stacks ?? []).flatMap((stack) =>
      stack.resources.filter((one) => one.type === 'AWS::CodePipeline::Pipeline').map((one) => read(place, stack, one)),
    );
    known.set(place, (found = all));
  }
  return found;
}

function read(place: Place, { account, region }: CheckedStack, template: CheckedTemplate): CheckedPipeline {
  const { properties, ref, arn = '*', where } = template;
  const pipeline = {
    ...{ name: ref, arn, account, region, where },
    type: text(properties.PipelineType) ?? 'V1',
    mode: text(properties.ExecutionMode) ?? 'SUPERSEDED',
    open: openPlaces(properties),
    actions: [] as PlacedAction[],
  };
  objects(properties.Stages).forEach((stage, at) => {
    const placed = readStage(stage, at);
    for (const action of objects(stage.Actions))
      pipeline.actions.push(readAction(place, pipeline, text(properties.RoleArn), placed, action));
  });
  return pipeline;
}

function openPlaces({ Stages, PipelineType, ExecutionMode }: Json): string[] {
  const open: string[] = [];
  const look = (value: unknown, at: string): void => {
    if (typeof value !== 'object' || value === null) return;
    if ('Opaque' in value || 'OneOf' in value) open.push(at);
    for (const [key, entry] of Object.entries(value)) look(entry, `${at}.${key}`);
  };
  look(Stages, 'Stages');
  if (!Array.isArray(Stages)) open.push('Stages');
  if (typeof PipelineType === 'object') open.push('PipelineType');
  if (typeof ExecutionMode === 'object') open.push('ExecutionMode');
  return open;
}

function readStage(stage: Json, at: number): PlacedStage {
  const failure = object(stage.OnFailure);
  const isSet = (value: unknown): boolean => value !== undefined && !(Array.isArray(value) && value.length === 0);
  return {
    name: text(stage.Name) ?? '?',
    at,
    categories: objects(stage.Actions).map((one) => text(object(one.ActionTypeId).Category) ?? '?'),
    onEntry: objects(object(stage.BeforeEntry).Conditions).map((one) => text(one.Result) ?? '?'),
    onFailure: text(failure.Result),
    onFailureToo: Object.keys(failure).filter((key) => key !== 'Result' && isSet(failure[key])),
  };
}

function readAction(
  place: Place,
  pipeline: CheckedPipeline,
  own: string | undefined,
  stage: PlacedStage,
  action: Json,
): PlacedAction {
  const type = object(action.ActionTypeId);
  const provider = text(type.Provider) ?? '?';
  const configuration = Object.fromEntries(
    Object.entries(object(action.Configuration)).map(([key, one]) => [
      key,
      typeof one === 'string' ? one : JSON.stringify(one),
    ]),
  );
  const handed = configuration.RoleArn;
  const started = [text(action.RoleArn) ?? own, handed].filter((one) => one !== undefined);
  const what = runBy(pipeline, provider, configuration);
  const runs = what && resourceAt(place, what.type, what.arn);
  return {
    ...{ pipeline, stage, provider, configuration },
    name: `${stage.name}/${text(action.Name) ?? '?'}`,
    category: text(type.Category) ?? '?',
    runOrder: Number(action.RunOrder ?? 1),
    namespace: text(action.Namespace),
    roles: [...started, ...(runs?.roles ?? [])],
    ...(runs ? { runs } : {}),
    ...(what && !runs ? { missing: what.arn } : {}),
  };
}

/** What an action runs, by the key of its configuration. */
function runBy(
  pipeline: CheckedPipeline,
  provider: string,
  { ProjectName, FunctionName, StateMachineArn }: Readonly<Record<string, string>>,
): { readonly type: string; readonly arn: string } | undefined {
  if (provider === 'CodeBuild')
    return { type: 'AWS::CodeBuild::Project', arn: beside(pipeline, 'codebuild', `project/${ProjectName}`) };
  if (provider === 'Lambda')
    return { type: 'AWS::Lambda::Function', arn: beside(pipeline, 'lambda', `function:${FunctionName}`) };
  return provider === 'StepFunctions'
    ? { type: 'AWS::StepFunctions::StateMachine', arn: StateMachineArn ?? '' }
    : undefined;
}

/** ARN of something in the account and region of a pipeline. */
export function beside({ arn, region, account }: CheckedPipeline, service: string, resource: string): string {
  return `arn:${arn.split(':')[1]}:${service}:${region}:${account}:${resource}`;
}

/** A resource by its ARN, or by a pattern of which one is the other. */
export function resourceAt(place: Place, type: string, arn: string): CheckedResource | undefined {
  const { all, exact } = ofType(place, type);
  return exact.get(arn) ?? all.find((one) => covers(one.arn, arn) || covers(arn, one.arn));
}

/** Resources of a type, in their order, and the first of each ARN. */
interface OfType {
  readonly all: readonly CheckedResource[];
  readonly exact: ReadonlyMap<string, CheckedResource>;
}

const types = new WeakMap<Place, Map<string, OfType>>();

function ofType(place: Place, type: string): OfType {
  let known = types.get(place);
  if (!known) types.set(place, (known = new Map()));
  let found = known.get(type);
  if (!found) {
    const all = place.world.accounts.flatMap(({ resources }) => resources.filter((one) => one.type === type));
    known.set(type, (found = { all, exact: new Map([...all].reverse().map((one) => [one.arn, one])) }));
  }
  return found;
}

/** A resource as its stack's template has it. */
export function templateOf(place: Place, { account, type, where }: CheckedResource): CheckedTemplate | undefined {
  let index = templates.get(place);
  if (!index) templates.set(place, (index = indexed(place)));
  return index.get(`${account} ${type} ${where}`);
}

const templates = new WeakMap<Place, ReadonlyMap<string, CheckedTemplate>>();

/** The first at each place. */
function indexed({ world: { stacks = [] } }: Place): Map<string, CheckedTemplate> {
  const all = stacks.flatMap(({ account, resources }) =>
    resources.map((one): [string, CheckedTemplate] => [`${account} ${one.type} ${one.where}`, one]),
  );
  return new Map(all.reverse());
}

/** Environment variables that an action hands to its project; one that a store holds says nothing by its value. */
export function environmentOf(action: PlacedAction): Readonly<Record<string, string>> {
  let found = environments.get(action);
  if (!found) environments.set(action, (found = readEnvironment(action)));
  return found;
}

/** Each stack is held against each action. */
const environments = new WeakMap<PlacedAction, Readonly<Record<string, string>>>();

function readEnvironment({ configuration }: PlacedAction): Readonly<Record<string, string>> {
  return Object.fromEntries(
    objects(parsed(configuration.EnvironmentVariables ?? '[]')).map(({ name, value, type = 'PLAINTEXT' }) => [
      text(name) ?? '',
      type === 'PLAINTEXT' ? (text(value) ?? '') : `${JSON.stringify(type)} ${text(value) ?? ''}`,
    ]),
  );
}

/** Variables of other actions that an action's configuration names: `Verify.DIGEST`. */
export function variablesIn({ configuration }: PlacedAction): ReadonlySet<string> {
  const found = Object.values(configuration).flatMap((one) => [...one.matchAll(/#\{([^}]+)\}/g)]);
  return new Set(found.map((one) => one[1]));
}

/** The text of a value that is one. */
export function text(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? value : undefined;
}

/** An object, or an empty one. */
export function object(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

/** The objects of a list. */
export function objects(value: unknown): Json[] {
  return Array.isArray(value) ? value.map(object) : [];
}

/** JSON, or nothing. */
export function parsed(json: unknown): unknown {
  try {
    return JSON.parse(String(json));
  } catch {
    return undefined;
  }
}
