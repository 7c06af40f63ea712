import type { Item } from '../stacks';
import { exactText, isMap, possibleEntries, property, type Value } from '../value';
import type { Leaf } from './leaves';

/** Variables by which a runtime loads code before the program's own: an address in them runs, where others are data. */
const LOADING = /^(NODE_OPTIONS|LD_PRELOAD|AWS_LAMBDA_EXEC_WRAPPER|PYTHONSTARTUP|BASH_ENV|PERL5OPT|RUBYOPT)$/;

/** What the environment of a function or a container loads before its code. */
export function loadedBy({ type, properties }: Item): readonly Leaf[] {
  if (type === 'AWS::Lambda::Function')
    return possibleEntries(property(properties, 'Environment', 'Variables'))
      .flatMap((one) => (isMap(one) ? Object.entries(one) : []))
      .flatMap(([name, value]) => leaf(name, value, `Environment.Variables.${name}`));
  if (type !== 'AWS::ECS::TaskDefinition') return [];
  return possibleEntries(properties.ContainerDefinitions)
    .flatMap((one) => possibleEntries(property(one, 'Environment')))
    .flatMap((one) =>
      leaf(exactText(property(one, 'Name')) ?? '', property(one, 'Value'), 'ContainerDefinitions.Environment'),
    );
}

function leaf(name: string, value: Value | undefined, path: string): Leaf[] {
  return LOADING.test(name) && value !== undefined ? [{ path, kind: 'url', value }] : [];
}
