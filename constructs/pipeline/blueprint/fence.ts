import { VARIABLES } from '../../../lib/change/wiring';
import { ADMISSION, EXECUTION } from './actions';
import { referencesOf } from './flow';
import type { ActionBlueprint, ActionKind, Blueprint, StageBlueprint } from './types';

const DIGEST = `${VARIABLES.verifyNamespace}.${VARIABLES.digest}`;

/**
 * The promises of a pipeline, checked on the data before anything is rendered: each way to prod passes every approval,
 * then a gate, and deploys the digest that was approved; each wave bakes and rolls back, with nothing in its stage that
 * could hold a rollback up. The proof checks the same again on the template.
 */
export function fenceProblems(blueprint: Blueprint): string[] {
  return [...orderProblems(blueprint), ...digestProblems(blueprint), ...blueprint.stages.flatMap(waveProblems)];
}

function orderProblems({ stages, executionMode }: Blueprint): string[] {
  const position = (kind: StageBlueprint['kind']) => stages.findIndex((stage) => stage.kind === kind);
  const [verify, approve, gate, wave] = (['verify', 'approve', 'gate', 'wave'] as const).map(position);
  const problems: string[] = [];
  if (executionMode !== 'QUEUED')
    problems.push(
      `execution mode ${executionMode}: one change at a time needs QUEUED, or executions overtake each other`,
    );
  if (wave! < 0) problems.push('no wave: the pipeline never reaches prod');
  if (verify! < 0 || verify! > approve!)
    problems.push('Verify must come before Approve: people approve what was proved');
  if (approve! < 0 || approve! > gate!) problems.push('Approve must come before the gate, as a stage of its own');
  if (gate! < 0 || gate! > wave!) problems.push('the gate must come after Approve and before the first wave');
  if (stages.at(-1)?.kind !== 'close') problems.push('Close must be last: it seals the record');
  return problems;
}

function digestProblems({ stages }: Blueprint): string[] {
  return stages.flatMap((stage) =>
    stage.actions
      .filter((action) => action.kind === 'deploy' || action.kind === 'approve' || action.kind === 'gate')
      .filter((action) => !referencesOf(action).includes(DIGEST))
      .map((action) => `stage ${stage.name}, action ${action.name}: it must name the digest, #{${DIGEST}}`),
  );
}

function waveProblems(stage: StageBlueprint): string[] {
  if (stage.kind === 'approve') return only(stage, ['approve']);
  if (stage.kind !== 'wave') return [];
  const problems = only(stage, ['deploy', 'bake']);
  if (stage.onFailure?.result !== 'ROLLBACK') problems.push(`stage ${stage.name}: a wave needs onFailure ROLLBACK`);
  if (stage.beforeEntry) problems.push(`stage ${stage.name}: an entry condition could hold a rollback up`);
  return [...problems, ...bakeProblems(stage), ...stage.actions.flatMap((action) => admissionProblems(stage, action))];
}

/** A deployment asks in the name of its own stage and execution, at the moment when it would begin. */
function admissionProblems({ name }: StageBlueprint, action: ActionBlueprint): string[] {
  if (action.kind !== 'deploy') return [];
  const told = environmentOf(action);
  const where = `stage ${name}, action ${action.name}`;
  if (!told[ADMISSION] || told[ADMISSION] === 'none') return [`${where}: a deployment to prod must name its admission`];
  const isOwn = told.STAGE === name && told.EXECUTION === EXECUTION;
  return isOwn ? [] : [`${where}: it must ask for its own stage and execution`];
}

function environmentOf({ configuration }: ActionBlueprint): Readonly<Record<string, string>> {
  const listed = JSON.parse(configuration.EnvironmentVariables ?? '[]') as { name: string; value: string }[];
  return Object.fromEntries(listed.map(({ name, value }) => [name, value]));
}

function bakeProblems({ name, actions }: StageBlueprint): string[] {
  const lastDeploy = Math.max(...actions.filter(({ kind }) => kind === 'deploy').map(({ runOrder }) => runOrder), 0);
  const bakes = actions.filter(({ kind }) => kind === 'bake');
  const after = bakes.length > 0 && bakes.every(({ runOrder }) => runOrder > lastDeploy);
  return after ? [] : [`stage ${name}: a wave bakes after its last deployment`];
}

function only(stage: StageBlueprint, kinds: readonly ActionKind[]): string[] {
  return stage.actions
    .filter((action) => !kinds.includes(action.kind))
    .map((action) => `stage ${stage.name}, action ${action.name}: only ${kinds.join(' and ')} belong here`);
}
