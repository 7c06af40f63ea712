import { plain } from '../change/escape';
import type { ApplicationChange } from '../assembly';
import type { Plan, Rename, StackChange } from './plan';
import type { Effect, ResourceChange } from './resources';

/** How many resources of one kind of change are named in a stack; the rest are counted. */
const NAMED = 6;

/** Changes that say nothing but that something is there or other than before. */
const QUIET: readonly Effect[] = ['created', 'updated'];

/** The plan in words: what it comes to, then step by step, then what stays behind. */
export function tellPlan(plan: Plan): string {
  const left = plan.stacks.filter(({ change }) => change === 'left behind');
  return [
    headline(plan),
    ...plan.applications.map(tellApplication),
    ...tellRenames(plan.renames),
    ...tellSteps(plan.stacks.filter(({ change }) => change !== 'left behind')),
    ...tellLeft(left),
  ]
    .map(plain)
    .join('\n');
}

function headline({ verdict, stacks, renames }: Plan): string {
  if (verdict === 'nothing') return 'Nothing changes.';
  const resources = stacks.filter(({ change }) => change !== 'left behind').flatMap((stack) => stack.resources);
  const words = counts(resources);
  const left = stacks.filter(({ change }) => change === 'left behind').length;
  const told = [
    ...(words ? [words] : []),
    ...(left > 0 ? [`${left} ${left === 1 ? 'stack' : 'stacks'} left behind`] : []),
    ...(renames.length > 0 ? [`${renames.length} ${renames.length === 1 ? 'name moves' : 'names move'}`] : []),
  ].join(', ');
  return `${verdict === 'stop' ? 'Stop: look at what is lost or fails. ' : ''}Resources: ${told}.`;
}

function counts(resources: readonly ResourceChange[]): string {
  const found = new Map<Effect, number>();
  for (const { effect } of resources) found.set(effect, (found.get(effect) ?? 0) + 1);
  return [...found].map(([effect, count]) => `${count} ${effect}`).join(', ');
}

function tellApplication({ application, change, before, details }: ApplicationChange): string {
  const what =
    change === 'renamed'
      ? `${before} → ${application}, renamed: it begins anew under its name, and nothing moves`
      : `${application} ${change}`;
  return [`application ${what}`, ...details.map((each) => `  ${each}`)].join('\n');
}

function tellRenames(renames: readonly Rename[]): string[] {
  if (renames.length === 0) return [];
  return [
    '',
    'names that move; the new one fails as long as the old one is there:',
    ...renames.map(({ type, name, from, to }) => `  ${type} ${name}: ${from} → ${to}`),
  ];
}

function tellSteps(stacks: readonly StackChange[]): string[] {
  const titles = [...new Set(stacks.map(({ step }) => step.title))];
  return titles.flatMap((title) => {
    const own = stacks.filter(({ step }) => step.title === title);
    return ['', `${title} (${own[0]!.step.credentials})`, ...own.flatMap(tellStack)];
  });
}

function tellStack({ name, account, region, path, change, resources }: StackChange): string[] {
  const head = `  ${name} in ${account}, ${region} (${path}): ${change === 'created' ? `new, ${resources.length} resources` : counts(resources)}`;
  return [head, ...tellResources(resources)];
}

/** The worst in full, what is only created or updated by its number. */
function tellResources(resources: readonly ResourceChange[]): string[] {
  return resources.filter(({ effect }) => !QUIET.includes(effect)).map(tellResource);
}

function tellResource({ id, type, effect, stateful, because, kept, names }: ResourceChange): string {
  const name = names.length > 0 ? ` ${names.join(', ')}` : '';
  const data = stateful && effect !== 'left behind' ? `, which holds data${kept ? ` (${kept})` : ''}` : '';
  return `    ${effect}: ${type} ${id}${name}${data}${because ? `, because of ${because}` : ''}`;
}

function tellLeft(stacks: readonly StackChange[]): string[] {
  if (stacks.length === 0) return [];
  return [
    '',
    'left behind: no deployment deletes a stack that left the file, and what is in it goes on',
    ...stacks.flatMap(({ name, account, region, resources, step }) => {
      const stateful = resources.filter((each) => each.stateful);
      const rest = stateful.length - NAMED;
      return [
        `  ${name} in ${account}, ${region}: ${resources.length} resources, ${stateful.length} that hold data (deployed by ${step.title})`,
        ...stateful.slice(0, NAMED).map(({ type, id, names }) => `    ${type} ${id} ${names.join(', ')}`.trimEnd()),
        ...(rest > 0 ? [`    and ${rest} more; --json lists all`] : []),
      ];
    }),
    '  in guarded accounts nobody deletes stacks behind the fence: take the account out of its unit, delete, and keep what holds records',
  ];
}
