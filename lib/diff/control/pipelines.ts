import type { World } from '../../world/model';
import type { AssetDigests } from '../assets';
import { actionFacts } from './actions';
import type { Fact } from './fact';
import { handlerFacts } from './handlers';
import { object, objects, wordsOf, without, type Json } from './leaves';
import { machineFacts } from './machines';
import { projectFacts } from './projects';
import { bySize } from './orders';
import { detailsOf, resourcesIn, type Site } from './site';

/** Everything about the pipelines of a world: where changes come from, every step and condition, what decides. */
export function pipelineFacts(world: World, assets: AssetDigests): Fact[] {
  return resourcesIn(world.stacks ?? [], 'AWS::CodePipeline::Pipeline').flatMap(({ stack, resource }) => {
    const of = `pipeline ${wordsOf(resource.ref)} in ${stack.account}, ${stack.region}`;
    const site: Site = { of, world, assets, stack, resource };
    return [...ownFacts(site), ...projectFacts(site), ...handlerFacts(site), ...machineFacts(site)];
  });
}

function ownFacts(site: Site): Fact[] {
  const { of, resource } = site;
  const { properties, where } = resource;
  const stages = objects(properties.Stages);
  const names = stages.map(nameOf);
  const pipeline: Fact = { of, key: 'pipeline', subject: 'the pipeline', text: names.join(' → '), order: ANY, where };
  const order: Fact['order'] = { by: 'sequence', items: names };
  const rest = without(properties, 'Stages', 'Name', 'PipelineType');
  const parts: Fact[] = [
    { ...pipeline, key: 'order', subject: 'order of stages', order },
    typeFact(pipeline, properties),
    ...detailsOf(rest, { of, within: 'pipeline', subject: 'pipeline', where, gone: 'weaker' }),
    ...stages.flatMap((stage) => stageFacts(site, stage)),
  ];
  return [pipeline, ...parts.map((one) => ({ within: 'pipeline', ...one }))];
}

/** Equal as long as both sides have it: what is in it is told part by part. */
const ANY: Fact['order'] = { by: 'sequence', items: [] };

function nameOf(stage: Json): string {
  return wordsOf(stage.Name);
}

/** Version 1 of the service knows no conditions and no rollback. */
function typeFact(fact: Fact, { PipelineType: type = 'V1' }: Json): Fact {
  const order: Fact['order'] = { by: 'size', size: type === 'V2' ? 2 : 1, more: 'stronger' };
  return { ...fact, key: 'type', subject: 'type of the pipeline', text: wordsOf(type), order };
}

function stageFacts(site: Site, stage: Json): Fact[] {
  const { of, resource } = site;
  const { where } = resource;
  const [name, actions] = [nameOf(stage), objects(stage.Actions)];
  const within = `stage ${name}`;
  const only = (category: string): boolean =>
    actions.length > 0 && actions.every((action) => object(action.ActionTypeId).Category === category);
  const rest = {
    ...without(stage, 'Name', 'Actions', 'Blockers'),
    OnFailure: without(object(stage.OnFailure), 'Result'),
  };
  return [
    {
      of,
      key: within,
      subject: within,
      text: tellActions(actions.map(nameOf)),
      order: ANY,
      gone: 'weaker',
      come: only('Approval') ? 'stronger' : 'different',
      where,
    },
    ...failureFact(site, within, name, object(stage.OnFailure).Result),
    ...detailsOf(rest, { of, within, subject: within, where, gone: 'weaker' }).filter((one) => one.text !== '{}'),
    ...actions.flatMap((action) => actionFacts(site, name, action)),
  ];
}

/** Names in their order; those that differ from one before them by a number behind a hyphen are counted with it. */
function tellActions(names: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const name of names) {
    const [, first = name] = /^(.+)-\d+$/.exec(name) ?? [];
    const told = counts.has(first) ? first : name;
    counts.set(told, (counts.get(told) ?? 0) + 1);
  }
  return [...counts].map(([name, count]) => (count === 1 ? name : `${name} × ${count}`)).join(', ');
}

/** What follows a failure, the better the higher: what stays as it failed is not tried over and over. */
const FAILURES: Readonly<Record<string, { readonly text: string; readonly size: number }>> = {
  ROLLBACK: { text: 'rolls back by itself', size: 3 },
  FAIL: { text: 'stops', size: 2 },
  RETRY: { text: 'is tried again', size: 1 },
};

function failureFact({ of, resource: { where } }: Site, within: string, name: string, result: unknown): Fact[] {
  if (result === undefined) return [];
  const { text, size } = FAILURES[String(result)] ?? { text: wordsOf(result), size: Number.NaN };
  const [gone, come] =
    result === 'ROLLBACK' ? (['weaker', 'stronger'] as const) : (['different', 'different'] as const);
  const fact = { of, key: `${within} failure`, within, subject: `${name} when it fails`, text, gone, come, where };
  return [{ ...fact, ...bySize(size, 'stronger') }];
}
