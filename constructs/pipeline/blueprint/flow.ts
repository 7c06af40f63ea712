import type { ActionBlueprint, Blueprint } from './types';

/** What an action may use: what was made in an earlier stage, or in its own at a smaller run order. */
interface Made {
  readonly artifacts: Set<string>;
  /** `Namespace.NAME`. */
  readonly variables: Set<string>;
}

/** Variables of every execution; the pipeline makes them itself. */
const EXECUTION_VARIABLES = ['codepipeline.PipelineExecutionId'];

const REFERENCE = /#\{([^}]+)\}/g;

/** Artifacts and variables that an action uses before anything makes them, or that two actions make. */
export function flowProblems({ stages }: Blueprint): string[] {
  const made: Made = { artifacts: new Set(), variables: new Set(EXECUTION_VARIABLES) };
  const namespaces = new Set<string>();
  return stages.flatMap((stage) =>
    inRunOrder(stage.actions).flatMap((together) => {
      const places = together.map((action) => ({ action, where: `stage ${stage.name}, action ${action.name}` }));
      const problems = places.flatMap(({ action, where }) => useProblems(where, action, made));
      return [...problems, ...places.flatMap(({ action, where }) => make(where, action, made, namespaces))];
    }),
  );
}

function inRunOrder(actions: readonly ActionBlueprint[]): ActionBlueprint[][] {
  const orders = [...new Set(actions.map((action) => action.runOrder))].sort((a, b) => a - b);
  return orders.map((order) => actions.filter((action) => action.runOrder === order));
}

function useProblems(where: string, action: ActionBlueprint, made: Made): string[] {
  const artifacts = (action.inputs ?? []).filter((name) => !made.artifacts.has(name));
  const variables = referencesOf(action).filter((name) => !made.variables.has(name));
  return [
    ...artifacts.map((name) => `${where}: nothing before it makes artifact ${name}`),
    ...variables.map((name) => `${where}: nothing before it exports variable ${name}`),
  ];
}

/** Variables that an action's configuration names. */
export function referencesOf(action: ActionBlueprint): string[] {
  return Object.values(action.configuration).flatMap((value) =>
    [...value.matchAll(REFERENCE)].map((match) => match[1]!),
  );
}

function make(where: string, action: ActionBlueprint, made: Made, namespaces: Set<string>): string[] {
  const problems: string[] = [];
  for (const name of action.outputs ?? []) {
    if (made.artifacts.has(name)) problems.push(`${where}: artifact ${name} is made twice`);
    made.artifacts.add(name);
  }
  if (!action.namespace) return problems;
  if (namespaces.has(action.namespace)) problems.push(`${where}: namespace ${action.namespace} is used twice`);
  namespaces.add(action.namespace);
  for (const name of action.variables ?? []) made.variables.add(`${action.namespace}.${name}`);
  return problems;
}
