/* eslint-disable @typescript-eslint/no-explicit-any -- requests come as any JSON */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { AT_EMULATOR, createStack, letRulesHear, pointFunctionsAt, publishAssets } from './deploy';
import { servePipeline } from './pipeline-server';
import { comeAgainSoon, firstRecord, synthesizeShared, tell, waitingIn } from './shared-control';
import { eventually, Listener } from './watch';

const APPLICATIONS = ['shop', 'bills', 'broken'];
/** Events that cannot be handled: nobody knows the executions that they are about. */
const FLOOD = 100;

let server: Awaited<ReturnType<typeof servePipeline>>;
let outdir: string;
let people: Listener;
let operators: Listener;

beforeAll(async () => {
  outdir = mkdtempSync(join(tmpdir(), 'guarded-synth-'));
  const template = synthesizeShared(outdir, APPLICATIONS);
  await publishAssets(outdir, 'SharedChange');
  server = await servePipeline(answer);
  pointFunctionsAt(template, server.url);
  letRulesHear(template);
  comeAgainSoon(template);
  const topics = new SNSClient(AT_EMULATOR);
  for (const name of APPLICATIONS) await topics.send(new CreateTopicCommand({ Name: `${name}-changes` }));
  await createStack('SharedChange', template);
  people = await Listener.subscribe('shop-changes', 'people-of-shop');
  operators = await Listener.subscribe('control-changes', 'operators');
});

afterAll(() => {
  server.close();
  rmSync(outdir, { recursive: true });
});

/** One execution of each application, which failed before it touched prod. */
function answer(name: string, input: Record<string, any>): unknown {
  if (name === 'GetPipelineStateCommand') return { stageStates: [] };
  if (name === 'ListActionExecutionsCommand') return { actionExecutionDetails: [] };
  const id = String(input.pipelineExecutionId);
  if (id !== `${input.pipelineName}-run`)
    throw Object.assign(new Error('There is no such execution.'), { name: 'PipelineExecutionNotFoundException' });
  return { pipelineExecution: { pipelineExecutionId: id, status: 'Failed', trigger: { triggerType: 'WebhookV2' } } };
}

const ended = (pipeline: string) => ({ pipeline, 'execution-id': `${pipeline}-run`, state: 'FAILED' });

describe('change control that applications share, deployed', () => {
  it('seals a record of each, numbered by itself, behind a flood of one', async () => {
    const flood = Array.from({ length: FLOOD }, (_, index) => ({
      pipeline: 'broken',
      'execution-id': `gone-${index}`,
      action: 'Build',
      state: 'STARTED',
    }));
    await tell('Action', flood);
    await tell('Pipeline', APPLICATIONS.map(ended));
    for (const application of APPLICATIONS) {
      const sealed = await eventually(`a record of ${application}`, () => firstRecord(application));
      expect(sealed).toMatchObject({ change: `${application}-1`, execution: `${application}-run`, state: 'rejected' });
    }
  });

  it('announces each to its own people', async () => {
    const { application, change } = await people.until('sealed');
    expect([application, change]).toEqual(['shop', 'shop-1']);
  });

  it('lays aside what cannot be handled, of that one alone, and tells whose it is', async () => {
    const { application, text, id: first } = await operators.until('left');
    expect([application, text]).toEqual(['broken', expect.stringContaining('read execution gone-')]);
    const left = await eventually('a message that was laid aside', async () => {
      const found = await waitingIn('Left');
      return found.length > 0 ? found : undefined;
    });
    expect([...new Set(left.map(({ Attributes }) => Attributes?.MessageGroupId))]).toEqual(['broken']);
    expect((await operators.heard()).map(({ id }) => id)).not.toContain(first);
  });

  it('lays aside what is nobody’s, and does nothing with it', async () => {
    await tell('Action', [{ 'execution-id': 'shop-run', state: 'STARTED' }]);
    const [nobodys] = await eventually('a message that is nobody’s', async () => {
      const found = await waitingIn('Unhandled');
      return found.length > 0 ? found : undefined;
    });
    expect(JSON.parse(nobodys!.Body!)).toMatchObject({ detail: { 'execution-id': 'shop-run' } });
  });
});
