import type { Fact } from './fact';
import { object, objects, parsed, wordsOf } from './leaves';
import { detailsOf, resourcesIn, type Site } from './site';

/** State machines of a pipeline's stack, step by step: what waits, bakes and unwinds. */
export function machineFacts({ of, stack }: Site): Fact[] {
  return resourcesIn([stack], 'AWS::StepFunctions::StateMachine').flatMap(({ resource }) => {
    const { properties, where, arn, ref } = resource;
    const name = wordsOf(properties.StateMachineName ?? arn ?? ref);
    const within = `machine ${name}`;
    const definition = object(parsed(properties.DefinitionString) ?? properties.Definition);
    const fact: Fact = {
      of,
      key: within,
      within: 'pipeline',
      subject: `state machine ${name}`,
      text: 'is there',
      gone: 'weaker',
      where,
    };
    const opaque = objects([properties.DefinitionString]).filter((one) => Object.keys(one).length > 0);
    const all = { ...definition, ...(opaque.length > 0 ? { definition: wordsOf(properties.DefinitionString) } : {}) };
    return [fact, ...detailsOf(all, { of, within, subject: fact.subject, where })];
  });
}
