import { conditionProblems } from './conditions';
import { LIMITS } from './limits';
import type { ActionBlueprint, Blueprint, StageBlueprint } from './types';

/** Everything that the service would refuse in a pipeline's structure, in words, with the place. */
export function structureProblems(blueprint: Blueprint): string[] {
  return [
    ...countProblems(blueprint),
    ...duplicates(
      'stage',
      blueprint.stages.map((stage) => stage.name),
    ),
    ...duplicates(
      'rule',
      blueprint.stages.flatMap(rulesOf).map((rule) => rule.name),
    ),
    ...sourceProblems(blueprint),
    ...blueprint.stages.flatMap(stageProblems),
  ];
}

function countProblems({ type, stages }: Blueprint): string[] {
  const problems: string[] = [];
  const actions = stages.reduce((sum, stage) => sum + stage.actions.length, 0);
  if (type !== 'V2') problems.push(`pipeline type ${type}: conditions, rollback and triggers need V2`);
  if (stages.length < LIMITS.stages.min || stages.length > LIMITS.stages.max)
    problems.push(`${stages.length} stages, the service takes ${LIMITS.stages.min} to ${LIMITS.stages.max}`);
  if (actions > LIMITS.actions) problems.push(`${actions} actions, the service takes ${LIMITS.actions}`);
  return problems;
}

function rulesOf(stage: StageBlueprint) {
  const conditions = [...(stage.beforeEntry ?? []), ...(stage.onSuccess ?? []), ...(stage.onFailure?.conditions ?? [])];
  return conditions.flatMap((condition) => condition.rules);
}

function duplicates(what: string, names: readonly string[]): string[] {
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  return [...new Set(twice)].map((name) => `two ${what}s are named ${name}`);
}

function sourceProblems({ stages }: Blueprint): string[] {
  return stages.flatMap((stage, index) =>
    stage.actions
      .filter((action) => (action.type.category === 'Source') !== (index === 0))
      .map((action) => `stage ${stage.name}, action ${action.name}: source actions fill the first stage and no other`),
  );
}

function stageProblems(stage: StageBlueprint): string[] {
  const where = `stage ${stage.name}`;
  const problems: string[] = [];
  if (!LIMITS.name.test(stage.name)) problems.push(`${where}: its name must match ${LIMITS.name.source}`);
  if (stage.actions.length < 1 || stage.actions.length > LIMITS.actionsInStage)
    problems.push(`${where}: ${stage.actions.length} actions, the service takes 1 to ${LIMITS.actionsInStage}`);
  return [
    ...problems,
    ...duplicates(
      'action',
      stage.actions.map((action) => action.name),
    ).map((problem) => `${where}: ${problem}`),
    ...stage.actions.flatMap((action) => actionProblems(`${where}, action ${action.name}`, action)),
    ...conditionProblems(stage),
  ];
}

function actionProblems(where: string, action: ActionBlueprint): string[] {
  const problems: string[] = [];
  if (!LIMITS.name.test(action.name)) problems.push(`${where}: its name must match ${LIMITS.name.source}`);
  if (!Number.isInteger(action.runOrder) || action.runOrder < 1 || action.runOrder > LIMITS.runOrder)
    problems.push(`${where}: run order ${action.runOrder}, expected 1 to ${LIMITS.runOrder}`);
  if (action.namespace && !LIMITS.namespace.test(action.namespace))
    problems.push(`${where}: namespace ${action.namespace} must match ${LIMITS.namespace.source}`);
  const artifacts = [...(action.inputs ?? []), ...(action.outputs ?? [])];
  problems.push(...artifacts.filter((name) => !LIMITS.artifact.test(name)).map((name) => `${where}: artifact ${name}`));
  return [...problems, ...timeoutProblems(where, action), ...configurationProblems(where, action)];
}

function timeoutProblems(where: string, { type, timeoutMinutes }: ActionBlueprint): string[] {
  if (timeoutMinutes === undefined) return [];
  if (type.category !== 'Approval') return [`${where}: only approvals take a time-out`];
  const { min, max } = LIMITS.approvalMinutes;
  const right = Number.isInteger(timeoutMinutes) && timeoutMinutes >= min && timeoutMinutes <= max;
  return right ? [] : [`${where}: a time-out of ${timeoutMinutes} minutes, expected 5 minutes to 60 days`];
}

function configurationProblems(where: string, { type, configuration }: ActionBlueprint): string[] {
  const limit = (key: string): number => {
    if (type.provider === 'Lambda' && key === 'UserParameters') return LIMITS.userParameters;
    if (type.provider === 'Manual' && key === 'CustomData') return LIMITS.customData;
    return LIMITS.configurationValue;
  };
  return Object.entries(configuration)
    .filter(([key, value]) => value.length > limit(key))
    .map(([key, value]) => `${where}: ${key} has ${value.length} characters, the service takes ${limit(key)}`);
}
