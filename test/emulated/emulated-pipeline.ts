/* eslint-disable @typescript-eslint/no-explicit-any -- requests and templates come as any JSON */
import { CloudWatchClient, PutMetricAlarmCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DescribeExecutionCommand, ListExecutionsCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { answerPipeline } from '../_helpers/pipeline-model/api';
import { HAND_WRITTEN } from '../_helpers/pipeline-model/definition';
import {
  type ActionRun,
  type Execution,
  newModel,
  PipelineModel,
  type WorkResult,
} from '../_helpers/pipeline-model/model';
import { digestOf } from '../_helpers/pipeline-model/scene';
import { AT_EMULATOR, PIPELINE_EVENTS, TOOLING } from './deploy';

/** Bucket of the records, as the construct names it. */
export const RECORDS = `orders-changes-${TOOLING.account}-${TOOLING.region}`;

const lambda = new LambdaClient(AT_EMULATOR);
const machines = new SFNClient(AT_EMULATOR);
const bus = new EventBridgeClient(AT_EMULATOR);
const s3 = new S3Client({ ...AT_EMULATOR, forcePathStyle: true });

/** The pipeline model, whose Lambda actions call the deployed functions and whose machines are the deployed ones. */
export class EmulatedPipeline {
  public readonly model = new PipelineModel(HAND_WRITTEN, newModel(), () => Date.now());
  /** Called when a deployment to prod was made. */
  public deployed: (stage: string, execution: Execution) => Promise<void> = async () => undefined;
  /** What Verify says of the proof. */
  public proof: 'proved' | 'refuted' | 'unknown' = 'proved';
  /** Whether the event of an execution that ended badly arrives. */
  public eventsArrive = true;
  private released: string | undefined;
  private readonly authors = new Map<string, string>();

  /** CodePipeline's API. */
  public answer = (name: string, input: Record<string, any>): unknown => answerPipeline(this.model, name, input);

  /** Somebody pushes. */
  public push(revision: string, author: string): string {
    this.authors.set(revision, author);
    return this.model.start(revision, digestOf(revision));
  }

  /** A release went through; the next range of commits begins after it. */
  public noteReleased(revision: string): void {
    this.released = revision;
  }

  /** Runs until nothing but approvals waits. */
  public async run(): Promise<void> {
    for (;;) {
      const run = this.model.running().find((one) => one.category !== 'Approval');
      if (run) await this.act(run);
      else if (this.model.state.ended.length) await this.hear(this.model.state.ended.shift()!);
      else return;
    }
  }

  private async act(run: ActionRun): Promise<void> {
    if (run.provider === 'Lambda') await this.invoke(run);
    else if (run.provider === 'StepFunctions') await this.runMachine(run);
    else this.model.finish(run, await this.build(run));
  }

  private async invoke(run: ActionRun): Promise<void> {
    const configuration = { UserParameters: this.model.configured(run, 'UserParameters') };
    const event = { 'CodePipeline.job': { id: `job-${run.id}`, data: { actionConfiguration: { configuration } } } };
    const answer = await callFunction(this.model.configured(run, 'FunctionName'), event);
    if (run.status === 'InProgress') this.model.finish(run, { ok: false, summary: `Timed out: ${answer}` });
  }

  private async runMachine(run: ActionRun): Promise<void> {
    const name = this.model.configured(run, 'StateMachineArn');
    const { status, cause } = await runToEnd(name, this.model.configured(run, 'Input'));
    this.model.finish(run, { ok: status === 'SUCCEEDED', summary: cause });
  }

  /** The event of a failed execution, which a rule hears; the rollbacks that the unwinding begins run meanwhile. */
  private async hear(execution: string): Promise<void> {
    if (!this.eventsArrive) return;
    const known = await executionsOf('unwind');
    await putEnd(execution);
    for (;;) {
      const run = this.model.running().find((one) => one.category !== 'Approval');
      if (run) await this.act(run);
      const begun = (await executionsOf('unwind')).find((one) => !known.some(({ arn }) => arn === one.arn));
      if (begun && begun.status !== 'RUNNING') return expectSucceeded(begun);
      if (!run) await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  private async build(run: ActionRun): Promise<WorkResult> {
    const execution = this.model.execution(run.execution);
    if (run.stage === 'Verify') return this.verify(execution);
    if (!run.stage.startsWith('Prod-')) return { ok: true };
    const refused = await this.refusal(run);
    if (refused) return { ok: false, summary: refused };
    await this.deployed(run.stage, execution);
    return { ok: true };
  }

  /** Why change control does not admit a deployment: what the deploy script asks before it touches prod. */
  private async refusal(run: ActionRun): Promise<string | undefined> {
    const listed = JSON.parse(this.model.configured(run, 'EnvironmentVariables')) as { name: string; value: string }[];
    const { ADMISSION, APPLICATION, PIPELINE, EXECUTION, DIGEST, STAGE } = Object.fromEntries(
      listed.map(({ name, value }) => [name, value]),
    ) as Record<string, string>;
    const question = {
      application: APPLICATION,
      pipeline: PIPELINE,
      execution: EXECUTION,
      digest: DIGEST,
      stage: STAGE,
    };
    const answer = JSON.parse(await callFunction(ADMISSION!, question)) as { verdict?: string; reason?: string };
    return answer.verdict === 'pass' ? undefined : (answer.reason ?? JSON.stringify(answer));
  }

  private async verify(execution: Execution): Promise<WorkResult> {
    const digest = digestOf(execution.revision);
    const commit = {
      id: 'abcdef0123456789',
      author: this.authors.get(execution.revision),
      committer: 'GitHub <noreply@github.com>',
      coAuthors: [],
      date: new Date().toISOString(),
      message: `Change ${execution.revision} <!channel> <b>now</b>`,
    };
    const base = this.released ? { base: this.released } : {};
    const found = { digest, revision: execution.revision, commits: [commit], historyUnknown: false, difference: null };
    const draft = { version: 1, ...base, ...found, proof: { verdict: this.proof } };
    const Key = `drafts/orders/${execution.id}.json`;
    await s3.send(new PutObjectCommand({ Bucket: RECORDS, Key, Body: JSON.stringify(draft) }));
    return { ok: true, variables: { DIGEST: digest } };
  }
}

/** Calls a deployed function and waits; gives its answer or its error as text. */
export async function callFunction(name: string, event: unknown, application = 'orders'): Promise<string> {
  const command = new InvokeCommand({
    FunctionName: `${application}-${name}`,
    Payload: Buffer.from(JSON.stringify(event)),
  });
  const answer = await lambda.send(command);
  return Buffer.from(answer.Payload ?? []).toString('utf8');
}

async function runToEnd(name: string, input: string): Promise<{ status: string; cause: string }> {
  const stateMachineArn = machineArn(name);
  const { executionArn } = await machines.send(new StartExecutionCommand({ stateMachineArn, input }));
  for (;;) {
    const { status, cause } = await machines.send(new DescribeExecutionCommand({ executionArn }));
    if (status !== 'RUNNING') return { status: status ?? '', cause: cause ?? '' };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

interface MachineExecution {
  readonly arn: string;
  readonly status: string;
}

async function executionsOf(name: string): Promise<MachineExecution[]> {
  const stateMachineArn = machineArn(name);
  const { executions = [] } = await machines.send(new ListExecutionsCommand({ stateMachineArn, maxResults: 1000 }));
  return executions.map(({ executionArn = '', status = '' }) => ({ arn: executionArn, status }));
}

async function expectSucceeded({ arn, status }: MachineExecution): Promise<void> {
  if (status === 'SUCCEEDED') return;
  const { cause } = await machines.send(new DescribeExecutionCommand({ executionArn: arn }));
  throw new Error(`The unwinding ended ${status}: ${cause}`);
}

/** Whether a machine of orders runs now. */
export async function isRunning(name: string): Promise<boolean> {
  return (await executionsOf(name)).some((one) => one.status === 'RUNNING');
}

async function putEnd(execution: string): Promise<void> {
  const entry = {
    Source: PIPELINE_EVENTS,
    DetailType: 'CodePipeline Pipeline Execution State Change',
    Detail: JSON.stringify({ pipeline: 'orders', 'execution-id': execution, state: 'FAILED' }),
  };
  await bus.send(new PutEventsCommand({ Entries: [entry] }));
}

function machineArn(name: string): string {
  return `arn:aws:states:${TOOLING.region}:${TOOLING.account}:stateMachine:orders-${name}`;
}

/** Puts a rollback alarm of the workload into a state, in the account of prod. */
export async function setAlarm(region: string, state: 'OK' | 'ALARM'): Promise<void> {
  const credentials = { accessKeyId: '333333333333', secretAccessKey: 'emulated' };
  const cloudwatch = new CloudWatchClient({ ...AT_EMULATOR, region, credentials });
  const AlarmName = `orders-errors-${region}`;
  await cloudwatch.send(
    new PutMetricAlarmCommand({
      AlarmName,
      Namespace: 'Orders',
      MetricName: 'Errors',
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'notBreaching',
    }),
  );
  await cloudwatch.send(new SetAlarmStateCommand({ AlarmName, StateValue: state, StateReason: 'test' }));
}
