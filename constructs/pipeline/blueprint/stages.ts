import { WAIT_TURNS } from '../../../lib/change/turns';
import { GATE_STAGE_PREFIX, PAGE_ACTION, PROD_STAGE_PREFIX, STAGES, VARIABLES } from '../../../lib/change/wiring';
import type { DeployTarget, PipelineWave } from '../../change/change-control-props';
import type { PipelineEnvironment } from '../change-pipeline-props';
import {
  approval,
  changeKeys,
  codeBuild,
  deploy,
  type DeploySettings,
  EXECUTION,
  lambda,
  stateMachine,
} from './actions';
import { ARTIFACTS, deployActionNames, environmentStageName, projectNames } from './names';
import type { PlanInput } from './plan';
import type { ActionBlueprint, ConditionBlueprint, StageBlueprint } from './types';
import { windowCron } from './window-cron';

const keys = ({ application, pipeline }: PlanInput) => changeKeys(application, pipeline);

/** Runs the committer's code; its product is the cloud assembly. */
export function buildStage({ application }: PlanInput): StageBlueprint {
  const build = codeBuild('build', 'Build', {
    project: projectNames.build(application),
    inputs: [ARTIFACTS.source],
    outputs: [ARTIFACTS.assembly],
  });
  return { name: STAGES.build, kind: 'build', actions: [build] };
}

/** Runs platform code alone: the proof, the differences, the digest; then the change record is drafted. */
export function verifyStage(input: PlanInput): StageBlueprint {
  const verify = codeBuild('verify', 'Verify', {
    project: projectNames.verify(input.application),
    inputs: input.source.history ? [ARTIFACTS.assembly, ARTIFACTS.history] : [ARTIFACTS.assembly],
    namespace: VARIABLES.verifyNamespace,
    variables: [VARIABLES.digest],
    environment: { EXECUTION, REVISION: input.source.revision },
  });
  const draft = lambda(
    'draft',
    'Draft',
    input.recordFunction,
    { do: 'draft', ...keys(input) },
    { runOrder: 2, namespace: VARIABLES.draftNamespace, variables: [VARIABLES.number] },
  );
  return { name: STAGES.verify, kind: 'verify', actions: [verify, draft] };
}

/** An environment before the approvals. */
export function environmentStage(input: PlanInput, environment: PipelineEnvironment): StageBlueprint {
  const name = environmentStageName(environment.name);
  const { application } = input;
  const settings = { application, environment: environment.name, namespace: name, monitoringMinutes: 0 };
  const actions = deployAll(environment.targets, settings);
  const tests = environment.integrationTests?.length ? [integrationTest(input, environment)] : [];
  return { name, kind: 'environment', actions: [...actions, ...tests] };
}

function integrationTest({ application }: PlanInput, { name, targets, integrationTests }: PipelineEnvironment) {
  return codeBuild('test', 'IntegrationTest', {
    project: projectNames.test(application),
    inputs: [ARTIFACTS.source],
    runOrder: 2,
    environment: {
      ENVIRONMENT: name,
      TARGET_ACCOUNT: targets[0]?.account ?? '',
      TARGET_REGION: targets[0]?.region ?? '',
      COMMANDS: integrationTests!.join('\n'),
    },
  });
}

/**
 * The page that approvers read is made last before they are asked, when everything that was tested is known. It stands at
 * the end of the stage before, since approvals stand alone in theirs.
 */
export function withPage(input: PlanInput, stages: readonly StageBlueprint[]): StageBlueprint[] {
  const last = stages.at(-1)!;
  const runOrder = Math.max(...last.actions.map((action) => action.runOrder)) + 1;
  const page = lambda(
    'page',
    PAGE_ACTION,
    input.recordFunction,
    { do: 'page', ...keys(input) },
    { runOrder, namespace: VARIABLES.pageNamespace, variables: [VARIABLES.page] },
  );
  return [...stages.slice(0, -1), { ...last, actions: [...last.actions, page] }];
}

/** One approval an approver, in a stage of its own: a rollback never asks again. */
export function approveStage(input: PlanInput): StageBlueprint {
  const actions = input.approvers.map((approver) => approval(input, approver));
  return { name: STAGES.approve, kind: 'approve', actions };
}

/**
 * Waits for the window, then asks everything at once: calendar, budget, alarms, four eyes, digest, freeze. An action
 * waits seven days at most, so that several do so one after the other; where prod is open, each ends at once.
 */
export function gateStage(input: PlanInput, name: string): StageBlueprint {
  const waits = Array.from({ length: WAIT_TURNS }, (_, index) => waitAction(input, index + 1));
  const check = lambda('gate', 'Check', input.gateFunction, keys(input), { runOrder: WAIT_TURNS + 1 });
  const beforeEntry = input.nativeWindow ? { beforeEntry: [nativeWindow(input, name)] } : {};
  return { name, kind: 'gate', actions: [...waits, check], ...beforeEntry };
}

function waitAction(input: PlanInput, turn: number): ActionBlueprint {
  const name = turn === 1 ? 'WaitForWindow' : `WaitForWindow-${turn}`;
  return stateMachine('wait', name, input.waitMachineArn, { ...keys(input), turn, turns: WAIT_TURNS }, turn);
}

function nativeWindow({ window }: PlanInput, stage: string): ConditionBlueprint {
  const configuration = { Cron: windowCron(window) ?? '', TimeZone: window.timeZone };
  return { result: 'FAIL', rules: [{ name: `${stage}-window`, provider: 'DeploymentWindow', configuration }] };
}

/** A wave, and before every later one the gate once more: a window may close while the wave before it bakes. */
export function waveStages(input: PlanInput, wave: PipelineWave, index: number): StageBlueprint[] {
  const gate = gateStage(input, index === 0 ? STAGES.gate : `${GATE_STAGE_PREFIX}${wave.name}`);
  return [gate, waveStage(input, wave)];
}

function waveStage(input: PlanInput, wave: PipelineWave): StageBlueprint {
  const name = `${PROD_STAGE_PREFIX}${wave.name}`;
  const deploys = deployAll(wave.targets, waveSettings(input, wave.environment ?? 'prod', name));
  const bake = stateMachine('bake', 'Bake', input.bakeMachineArn, bakeInput(input, name, deploys), 2);
  return { name, kind: 'wave', actions: [...deploys, bake], onFailure: { result: 'ROLLBACK' } };
}

/** The bake reads the alarms that the deploy actions found, besides those that the policy names. */
function bakeInput(input: PlanInput, stage: string, deploys: readonly ActionBlueprint[]): Record<string, unknown> {
  const alarms = deploys.map(({ namespace }) => `#{${namespace}.${VARIABLES.alarms}}`);
  return { ...keys(input), stage, alarms };
}

/** Seals the change record. */
export function closeStage(input: PlanInput): StageBlueprint {
  const close = lambda('close', 'Close', input.recordFunction, { do: 'close', ...keys(input) });
  return { name: STAGES.close, kind: 'close', actions: [close] };
}

function waveSettings(input: PlanInput, environment: string, stage: string): DeploySettings {
  const { application, monitoringMinutes, pipeline, admitFunction } = input;
  return { application, environment, namespace: stage, monitoringMinutes, wave: { stage, pipeline, admitFunction } };
}

function deployAll(targets: readonly DeployTarget[], settings: DeploySettings): ActionBlueprint[] {
  return deployActionNames(targets).map((name, index) =>
    deploy(name, targets[index]!, { ...settings, namespace: `${settings.namespace}-${name}` }),
  );
}
