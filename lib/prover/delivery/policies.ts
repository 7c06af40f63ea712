import type { TemplateResource } from '../../world/model';

/**
 * What a function of change control decides by for a pipeline: its one policy, or that of the application where it serves
 * many. Then the pipeline must ask in its own name, or another application would answer for it.
 */
export function policyFor(
  handler: Pick<TemplateResource, 'policy' | 'policies'> | undefined,
  pipeline: string,
  asksFor: unknown,
): unknown {
  const policies = handler?.policies;
  if (typeof policies !== 'object' || policies === null) return handler?.policy;
  if (asksFor !== pipeline || !Object.hasOwn(policies, pipeline)) return undefined;
  return (policies as Readonly<Record<string, unknown>>)[pipeline];
}

/** Whether what a pipeline tells change control, or leaves out, is its own name: any other would be another application's. */
export const isOwn = (pipeline: string, told: unknown): boolean => told === undefined || told === pipeline;

/**
 * Whether an action asks in the name of its own pipeline; what says no names asks in nobody's. What is no JSON may become
 * some when the pipeline fills its variables in, with any name.
 */
export function asksForItself(pipeline: string, parameters: string | undefined): boolean {
  try {
    const told = JSON.parse(parameters ?? '{}') as { application?: unknown; pipeline?: unknown } | null;
    return [told?.application, told?.pipeline].every((one) => isOwn(pipeline, one));
  } catch {
    return false;
  }
}
