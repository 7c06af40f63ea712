import { PutJobSuccessResultCommand } from '@aws-sdk/client-codepipeline';
import type { Runtime } from '../../../lib/runtime/runtime';
import type { PipelineDefinition, StageDefinition } from './definition';
import { HANDLERS } from './scene';

/** Takes a guard out, of the handlers or of the pipeline; answers the pipeline that is left. */
export type Sabotage = (definition: PipelineDefinition) => PipelineDefinition;

interface JobEvent {
  readonly 'CodePipeline.job': { readonly id: string };
}

/** A job that says yes to everything. */
async function sayYes({ clients }: Runtime, event: unknown): Promise<unknown> {
  return clients.pipeline.send(new PutJobSuccessResultCommand({ jobId: (event as JobEvent)['CodePipeline.job'].id }));
}

/** Gate and admission look at the same things one after the other: only without both does a change get through. */
function openAdmission(): void {
  HANDLERS.admit = async (_, event) => ({ ...(event as object), verdict: 'pass', reason: '' });
}

function without(name: keyof typeof HANDLERS, ...stages: readonly string[]): Sabotage {
  return (definition) => {
    HANDLERS[name] = sayYes;
    if (name === 'gate') openAdmission();
    return { ...definition, Stages: definition.Stages.filter((stage) => !stages.includes(stage.Name)) };
  };
}

function openWait(): void {
  HANDLERS['wait-for-window'] = async () => ({ verdict: 'pass', reason: '' });
}

/** A handler that does its work only where an event is not of a kind. */
function ignoring(name: string, ignored: (event: Record<string, unknown>) => boolean, answer: unknown): Sabotage {
  return (definition) => {
    const work = HANDLERS[name]!;
    HANDLERS[name] = async (runtime, event) =>
      ignored(event as Record<string, unknown>) ? answer : work(runtime, event);
    return definition;
  };
}

function changed(definition: PipelineDefinition, change: (stage: StageDefinition) => StageDefinition) {
  return { ...definition, Stages: definition.Stages.map(change) };
}

/** The guards that the exploration must miss; the test says by which disturbance and which invariant it does. */
export const SABOTAGES: Readonly<Record<string, Sabotage>> = {
  'a gate and an admission that always open': without('gate'),
  'no approval, and a gate and an admission that always open': without('gate', 'Approve'),
  'a wait, a gate and an admission that always open': (definition) => {
    openWait();
    return without('gate')(definition);
  },
  'an admission that always passes': (definition) => {
    openAdmission();
    return definition;
  },
  'an unwinding that does nothing': ignoring('unwind', () => true, {
    verdict: 'done',
    reason: '',
    looks: 0,
    givenUp: [],
  }),
  'a topic that tells nobody what it delivered': ignoring(
    'notify',
    (event) => /"aws:sns"/.test(JSON.stringify(event)),
    {
      batchItemFailures: [],
    },
  ),
  'a record that is never sealed': ignoring('record', (event) => event.do === 'seal', {}),
  'deployments that do not look at the digest': (definition) => {
    openAdmission();
    const text = JSON.stringify(definition);
    const digest = `\\"value\\":\\"sha256:0000${'f'.repeat(60)}\\"`;
    return JSON.parse(text.replaceAll('\\"value\\":\\"#{Verify.DIGEST}\\"', digest)) as PipelineDefinition;
  },
  'waves that do not roll back': (definition) => {
    ignoring('unwind', () => true, { verdict: 'done', reason: '', looks: 0, givenUp: [] })(definition);
    return changed(definition, ({ OnFailure: _, ...stage }) => stage);
  },
  'a bake that holds rollbacks up': (definition) => {
    const { bake } = HANDLERS;
    HANDLERS.bake = async (runtime, event) => {
      const { reason, ...answer } = (await bake!(runtime, event)) as { reason: string; verdict: string };
      return /rollback is not held up/.test(reason) ? { ...answer, reason, verdict: 'failed' } : { ...answer, reason };
    };
    return definition;
  },
};
