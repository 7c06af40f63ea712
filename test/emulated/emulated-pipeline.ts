/* eslint-disable @typescript-eslint/no-explicit-any -- requests and templates come as any JSON */
import { CloudWatchClient, PutMetricAlarmCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
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
import { AT_EMULATOR, TOOLING } from './deploy';

/** Bucket of the records, as the construct names it. */
export const RECORDS = `orders-changes-${TOOLING.account}-${TOOLING.region}`;

const lambda = new LambdaClient(AT_EMULATOR);
const machines = new SFNClient(AT_EMULATOR);
const s3 = new S3Client({ ...AT_EMULATOR, forcePathStyle: true });

/** The pipeline model, whose Lambda actions call the deployed functions and whose machines are the deployed ones. */
export class EmulatedPipeline {
  public readonly model = new PipelineModel(HAND_WRITTEN, newModel(), () => Date.now());
  /** Called when a deployment to prod was made. */
  public deployed: (stage: string, execution: Execution) => Promise<void> = async () => undefined;
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

  /** The event of a failed execution; the rollbacks that the unwinding begins run meanwhile. */
  private async hear(execution: string): Promise<void> {
    const input = JSON.stringify({ detail: { pipeline: 'orders', 'execution-id': execution } });
    const end = runToEnd('unwind', input);
    let over = false;
    void end.finally(() => (over = true)).catch(() => undefined);
    while (!over) {
      const run = this.model.running().find((one) => one.category !== 'Approval');
      if (run) await this.act(run);
      else await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const { status, cause } = await end;
    if (status !== 'SUCCEEDED') throw new Error(`The unwinding ended ${status}: ${cause}`);
  }

  private async build(run: ActionRun): Promise<WorkResult> {
    const execution = this.model.execution(run.execution);
    if (run.stage === 'Verify') return this.verify(execution);
    return run.stage.startsWith('Prod-') ? this.deploy(run, execution) : { ok: true };
  }

  /** A deployment asks the deployed function first, as the deploy script does. */
  private async deploy(run: ActionRun, execution: Execution): Promise<WorkResult> {
    const listed = JSON.parse(this.model.configured(run, 'EnvironmentVariables')) as { name: string; value: string }[];
    const told = Object.fromEntries(listed.map(({ name, value }) => [name, value]));
    const question = { application: told.APPLICATION, pipeline: told.PIPELINE, execution: told.EXECUTION };
    const answer = await callFunction(told.ADMISSION!, { ...question, digest: told.DIGEST, stage: told.STAGE });
    if ((JSON.parse(answer) as { verdict?: string }).verdict !== 'pass') return { ok: false, summary: answer };
    await this.deployed(run.stage, execution);
    return { ok: true };
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
    const draft = { version: 1, ...base, ...found, proof: { verdict: 'proved' } };
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
  const stateMachineArn = `arn:aws:states:${TOOLING.region}:${TOOLING.account}:stateMachine:orders-${name}`;
  const { executionArn } = await machines.send(new StartExecutionCommand({ stateMachineArn, input }));
  for (;;) {
    const { status, cause } = await machines.send(new DescribeExecutionCommand({ executionArn }));
    if (status !== 'RUNNING') return { status: status ?? '', cause: cause ?? '' };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
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
