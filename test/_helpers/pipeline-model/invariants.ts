import { recordSchema } from '../../../lib/change/record';
import { isOpen } from '../../../lib/change/window';
import { testPolicy } from '../fake-aws/world';
import { UPDATED } from './model';
import { type Deployment, type Scene, type SceneState } from './scene';

const policy = testPolicy();

/** The wave before which a release begins. */
const FIRST = 'Prod-one-box';

/** What must hold of every deployment to prod, told by the model and not by the records. */
export function deploymentProblems(state: SceneState, deployment: Deployment): string[] {
  if (deployment.type === 'ROLLBACK') return [];
  const where = `${deployment.execution} in ${deployment.stage}`;
  const { revision, variables } = state.model.executions.find((one) => one.id === deployment.execution)!;
  const { author, others = [] } = state.revisions[revision]!;
  const authors = [author, ...others].map((one) => /<(.*)>/.exec(one)![1]!);
  const problems: string[] = [];
  if (!deployment.approvedBy.length) problems.push(`${where}: nobody approved it`);
  if (deployment.approvedBy.some((by) => authors.some((one) => by.endsWith(one))))
    problems.push(`${where}: its author approved it`);
  if (deployment.status !== 'InProgress') problems.push(`${where}: it was ${deployment.status}`);
  if (deployment.isSealed) problems.push(`${where}: its record is sealed`);
  if (deployment.lane !== deployment.execution) problems.push(`${where}: without having prod to itself`);
  if (deployment.lost.length) problems.push(`${where}: ${deployment.lost.join(', ')} was taken back before`);
  if (!isOpen(policy.window, new Date(deployment.at))) problems.push(`${where}: outside the window`);
  if (!deployment.calendarOpen) problems.push(`${where}: the calendar is closed`);
  if (deployment.artifact !== variables['Verify.DIGEST']) problems.push(`${where}: another digest`);
  if (deployment.stage === FIRST && deployment.frozen) problems.push(`${where}: the line is stopped`);
  if (deployment.stage === FIRST && deployment.budget !== 'OK' && !firstRelease(state, deployment))
    problems.push(`${where}: the error budget is spent`);
  return problems;
}

function firstRelease(state: SceneState, deployment: Deployment): boolean {
  return state.model.executions[0]!.id === deployment.execution;
}

/** What must hold when everything has come to rest. */
export function restProblems(scene: Scene): string[] {
  return [...recordProblems(scene), ...waveProblems(scene), ...rollbackProblems(scene), ...noticeProblems(scene)];
}

function records(scene: Scene) {
  return [...scene.state.objects]
    .filter(([key]) => key.endsWith('/record.json'))
    .map(([, text]) => recordSchema.parse(JSON.parse(text)));
}

/** Every execution that ended has exactly one sealed record, and numbers have no gaps. */
function recordProblems(scene: Scene): string[] {
  const ended = scene.state.model.executions.filter((one) => one.type === 'STANDARD' && one.status !== 'InProgress');
  const sealed = records(scene);
  const problems = ended
    .map((one) => ({ id: one.id, count: sealed.filter((record) => record.execution === one.id).length }))
    .filter(({ count }) => count !== 1)
    .map(({ id, count }) => `${id} has ${count} sealed records`);
  const numbers = sealed.map((record) => record.number).sort((a, b) => a - b);
  if (new Set(numbers).size !== numbers.length) problems.push(`two records have one number: ${numbers.join(', ')}`);
  if (scene.state.items.has('APPLICATION#orders\u0000LANE') && ended.length === scene.state.model.executions.length)
    problems.push('everything ended and the lane is still taken');
  return problems;
}

/** In each wave runs what was released last, or the record of whoever is there says why it could not be taken back. */
function waveProblems(scene: Scene): string[] {
  const open = scene.state.model.executions.some((one) => one.status === 'InProgress');
  if (open) return [];
  const sealed = records(scene);
  const released = sealed.filter((record) => record.state === 'succeeded').at(-1);
  return ['Prod-one-box', 'Prod-rest'].flatMap((stage) => {
    const last = scene.state.deployments.findLast((one) => one.stage === stage);
    if (!last || last.artifact === released?.verified?.digest) return [];
    const wave = sealed
      .find((record) => record.verified?.digest === last.artifact)
      ?.waves.find((one) => one.stage === stage);
    return wave?.state === 'not rolled back' && wave.reason
      ? []
      : [`${stage} runs ${last.execution}, which was not released`];
  });
}

/** A rollback that began ended well, unless somebody updated the pipeline under it: nothing of change control holds it up. */
function rollbackProblems(scene: Scene): string[] {
  return scene.state.model.executions
    .filter((one) => one.type === 'ROLLBACK' && one.status !== 'Succeeded' && one.summary !== UPDATED)
    .map((one) => `rollback ${one.id} ended ${one.status}: ${one.summary}`);
}

/** People read each notice once. */
function noticeProblems(scene: Scene): string[] {
  const told = scene.world.sent
    .filter((call) => call.name === 'PublishCommand' && !call.refused)
    .map((call) => JSON.parse(JSON.parse(call.input.Message).lambda).id);
  return told.filter((id, index) => told.indexOf(id) !== index).map((id) => `${id} was announced twice`);
}
