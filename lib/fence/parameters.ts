import { isObject, type Template } from './template';

/**
 * Parameters that only somebody at a keyboard could give. The pipeline passes none, so that what is proved is what is
 * deployed; a nested stack gets its parameters from the template around it.
 */
export function parameterProblems({ Parameters = {} }: Template, nested: boolean): string[] {
  if (nested) return [];
  const open = Object.entries(Parameters).filter(([, one]) => isObject(one) && one['Default'] === undefined);
  return open.map(
    ([name]) =>
      `parameter ${name} has no default, and the pipeline passes no parameters: give it one, or write the value out`,
  );
}
