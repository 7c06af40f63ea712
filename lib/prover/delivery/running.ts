import { matchesPattern } from '../../world/patterns';
import type { Resource, TemplateResource, World } from '../../world/model';
import type { Pipeline, PipelineAction } from './pipeline';

/** What an action runs, and the roles it acts as. */
export interface Running {
  readonly roles: readonly string[];
  /** The project, function or state machine it runs. */
  readonly runs?: Resource;
  /** Names something that nothing describes. */
  readonly missing?: string;
}

/** Configuration key and resource type of each provider that runs something of its own. */
const PROVIDERS: Readonly<
  Record<
    string,
    { readonly key: string; readonly type: string; readonly arn: (pipeline: Pipeline, name: string) => string }
  >
> = {
  CodeBuild: {
    key: 'ProjectName',
    type: 'AWS::CodeBuild::Project',
    arn: (at, name) => regional(at, 'codebuild', `project/${name}`),
  },
  Lambda: {
    key: 'FunctionName',
    type: 'AWS::Lambda::Function',
    arn: (at, name) => regional(at, 'lambda', `function:${name}`),
  },
  StepFunctions: { key: 'StateMachineArn', type: 'AWS::StepFunctions::StateMachine', arn: (_, arn) => arn },
};

/** ARN of something in the account and region of a pipeline. */
export function regional({ arn, region, account }: Pipeline, service: string, resource: string): string {
  return `arn:${arn.split(':')[1]}:${service}:${region}:${account}:${resource}`;
}

/** Roles of an action: the one it is started as, those of what it runs, and the one it hands to CloudFormation. */
export function runningOf(world: World, pipeline: Pipeline, action: PipelineAction): Running {
  const started = action.role ?? pipeline.role;
  const handed = action.configuration.RoleArn;
  const own = [started, handed].filter((role) => role !== undefined);
  const provider = PROVIDERS[action.provider];
  const name = provider && action.configuration[provider.key];
  if (!provider) return { roles: own };
  if (!name) return { roles: own, missing: `${action.provider} without ${provider.key}` };
  const runs = findResource(world, provider.type, provider.arn(pipeline, name));
  return runs ? { roles: [...own, ...runs.roles], runs } : { roles: own, missing: name };
}

/** A resource by ARN, where two patterns are the same or one covers the other. */
export function findResource(world: World, type: string, arn: string): Resource | undefined {
  const { all, exact } = ofType(world, type);
  return exact.get(arn) ?? all.find((one) => matchesPattern(one.arn, arn) || matchesPattern(arn, one.arn));
}

/** Resources of a type, in their order, and the first of each ARN. */
interface OfType {
  readonly all: readonly Resource[];
  readonly exact: ReadonlyMap<string, Resource>;
}

const types = new WeakMap<World, Map<string, OfType>>();

function ofType(world: World, type: string): OfType {
  let known = types.get(world);
  if (!known) types.set(world, (known = new Map()));
  let found = known.get(type);
  if (!found) {
    const all = world.accounts.flatMap(({ resources }) => resources.filter((one) => one.type === type));
    known.set(type, (found = { all, exact: new Map([...all].reverse().map((one) => [one.arn, one])) }));
  }
  return found;
}

/** The template resource behind a resource of the world. */
export function templateOf(world: World, resource: Resource): TemplateResource | undefined {
  let index = templates.get(world);
  if (!index) templates.set(world, (index = indexed(world)));
  return index.get(`${resource.account} ${resource.type} ${resource.where}`);
}

const templates = new WeakMap<World, ReadonlyMap<string, TemplateResource>>();

/** The first at each place. */
function indexed({ stacks = [] }: World): ReadonlyMap<string, TemplateResource> {
  const all = stacks.flatMap(({ account, resources }) =>
    resources.map((one): [string, TemplateResource] => [`${account} ${one.type} ${one.where}`, one]),
  );
  return new Map(all.reverse());
}
