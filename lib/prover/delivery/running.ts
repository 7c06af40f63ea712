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
  const all = world.accounts.flatMap((account) => account.resources).filter((resource) => resource.type === type);
  return (
    all.find((one) => one.arn === arn) ??
    all.find((one) => matchesPattern(one.arn, arn) || matchesPattern(arn, one.arn))
  );
}

/** The template resource behind a resource of the world. */
export function templateOf(world: World, resource: Resource): TemplateResource | undefined {
  const stacks = (world.stacks ?? []).filter((stack) => stack.account === resource.account);
  return stacks
    .flatMap((stack) => stack.resources)
    .find((one) => one.type === resource.type && one.where === resource.where);
}
