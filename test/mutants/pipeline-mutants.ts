import type { TemplateResource, World } from '../../lib/world/model';
import type { Mutant } from './mutants';

type Json = Record<string, unknown>;
interface Action extends Json {
  readonly Name: string;
  readonly ActionTypeId: { readonly Category: string; readonly Provider: string };
  readonly Configuration?: Json;
}
interface Stage extends Json {
  readonly Name: string;
  readonly Actions: readonly Action[];
}

function withProperties(world: World, where: string, change: (properties: Json) => Json | undefined): World {
  const resources = (all: readonly TemplateResource[]): TemplateResource[] =>
    all.flatMap((one) => {
      const properties = one.where === where ? change(one.properties) : one.properties;
      return properties ? [{ ...one, properties }] : [];
    });
  return { ...world, stacks: world.stacks?.map((stack) => ({ ...stack, resources: resources(stack.resources) })) };
}

function stagesOf({ properties }: TemplateResource): readonly Stage[] {
  return properties.Stages as readonly Stage[];
}

const spread = (pipeline: TemplateResource, change: (stage: Stage) => Stage[]) => (world: World) =>
  withProperties(world, pipeline.where, (all) => ({ ...all, Stages: (all.Stages as Stage[]).flatMap(change) }));

/** The digest no longer named by an action. */
function forgetful(action: Action): Action {
  return JSON.parse(JSON.stringify(action).replace(/#\{[A-Za-z]+\.[A-Za-z_]*digest[A-Za-z_]*\}/gi, 'any')) as Action;
}

function stageMutants(pipeline: TemplateResource, stage: Stage): Mutant[] {
  const title = `${pipeline.where.split('/')[1].replace('pipeline-', '')} ${stage.Name.replace(/-.*/, '')}`;
  const make = (kind: string, detail: string, change: (one: Stage) => Stage[]): Mutant => ({
    name: `${kind} ${title}${detail}`,
    unguarded: false,
    apply: spread(pipeline, (one) => (one.Name === stage.Name ? change(one) : [one])),
  });
  const mutants: Mutant[] = [];
  if (/^(Approve|Gate)/.test(stage.Name)) mutants.push(make('stage', '', () => []));
  if ('OnFailure' in stage) mutants.push(make('rollback', '', ({ OnFailure: _, ...rest }) => [rest as Stage]));
  for (const action of stage.Actions) {
    const others = (one: Stage): Stage => ({
      ...one,
      Actions: one.Actions.filter((each) => each.Name !== action.Name),
    });
    const only =
      (change: (each: Action) => Action) =>
      (one: Stage): Stage[] => [
        { ...one, Actions: one.Actions.map((each) => (each.Name === action.Name ? change(each) : each)) },
      ];
    const detail = ` ${action.Name.replace(/-.*/, '')}`;
    if (/^(Approve|Gate|Prod)/.test(stage.Name) && !/^Deploy/.test(action.Name) && stage.Actions.length > 1)
      mutants.push(make('action', detail, (one) => [others(one)]));
    if (JSON.stringify(forgetful(action)) !== JSON.stringify(action))
      mutants.push(make('digest', detail, only(forgetful)));
    const reworded = (kind: string, words: RegExp, instead: string): Mutant =>
      make(
        kind,
        detail,
        only((each) => JSON.parse(JSON.stringify(each).replace(words, instead)) as Action),
      );
    if (/^Prod/.test(stage.Name) && JSON.stringify(action).includes('ROLLBACK_ALARMS'))
      mutants.push(reworded('alarms', /ROLLBACK_ALARMS/g, 'NONE'));
    if (JSON.stringify(action).includes('-admit'))
      mutants.push(
        reworded('admission', /ADMISSION/g, 'NONE'),
        reworded('admission by the gate', /-admit(?=\\?")/g, '-gate'),
        reworded('admission of this execution', /#\{codepipeline\.PipelineExecutionId\}/g, 'another'),
        reworded('admission of this stage', /STAGE/g, 'NONE'),
      );
  }
  return mutants;
}

/** Approvals, gates, digests and rollbacks of every pipeline, and the alarms of prod. */
export function pipelineMutants(world: World): Mutant[] {
  const stacks = world.stacks ?? [];
  const pipelines = stacks.flatMap((stack) =>
    stack.resources.filter((one) => one.type === 'AWS::CodePipeline::Pipeline'),
  );
  const prod = new Set(world.accounts.filter((one) => one.environment === 'prod').map((one) => one.id));
  const workloads = stacks.filter((stack) => prod.has(stack.account) && stack.stage !== '');
  return [
    ...pipelines.flatMap((pipeline) => stagesOf(pipeline).flatMap((stage) => stageMutants(pipeline, stage))),
    ...workloads.map((stack) => ({
      name: `alarms ${stack.stage.replace(/.*orders/, 'orders').replace(/-(one-box|prod).*/, '')} prod stack`,
      unguarded: false,
      apply: (other: World) => ({
        ...other,
        stacks: other.stacks?.map((one) =>
          one.where === stack.where
            ? { ...one, resources: one.resources.filter((each) => !/CloudWatch::(Composite)?Alarm/.test(each.type)) }
            : one,
        ),
      }),
    })),
  ];
}
