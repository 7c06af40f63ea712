/* eslint-disable @typescript-eslint/no-explicit-any -- properties come as any JSON */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { PipelineDefinition } from '../../../_helpers/pipeline-model/definition';
import { updatePipeline } from '../../../_helpers/pipeline-model/by-hand';
import {
  type ActionRun,
  type ModelState,
  newModel,
  PipelineModel,
  type WorkResult,
} from '../../../_helpers/pipeline-model/model';
import type { Cloud } from '../cloud';
import type { Emulator } from '../emulator';
import { serviceFor, sessionOf, type Principal } from '../principals';
import { Refusal } from '../refusal';
import { Artifacts, artifactKey } from './artifacts';
import { type BuildSpec, runBuild } from './build';
import type { Bus } from './bus';
import type { Machines } from './machines';
import { News } from './news';
import { begins } from './triggers';

/** What a pipeline needs beside its definition. */
export interface Surroundings {
  readonly cloud: Cloud;
  readonly emulator: Emulator;
  readonly emulatorUrl: string;
  readonly machines: Machines;
  readonly bus: Bus;
  readonly front: () => string;
  /** Builds that an account may run at once. */
  readonly builds: (account: string, region: string) => number;
  /** Folder of the repository behind a connection; nothing where the connection reaches none of that name. */
  readonly repository: (connection: string, name: string) => string | undefined;
  /** Tells who watches. */
  readonly tell: (line: string) => void;
  /** Keeps what builds say. */
  readonly note: (text: string) => void;
  /** Called before each action runs. */
  readonly before: (pipeline: string, action: string) => Promise<void>;
}

/** A pipeline that was deployed: the model runs it, its actions do what they say, each with its own role. */
export class PlayedPipeline {
  public model: PipelineModel;
  /** The commit that it heard of last. */
  private heard = '';
  private readonly news = new News();
  private readonly artifacts: Artifacts;
  private readonly folder = mkdtempSync(join(tmpdir(), 'guarded-pipeline-'));

  public constructor(
    private definition: Record<string, any>,
    private readonly at: { readonly account: string; readonly region: string },
    private readonly around: Surroundings,
    /** Where its executions begin to be counted: ids of executions are unique beyond one pipeline. */
    counted: number,
  ) {
    this.model = modelOf(definition, { ...newModel(), count: counted });
    this.artifacts = new Artifacts(around.cloud, around.emulator, String(definition.ArtifactStore.Location));
  }

  public get arn(): string {
    return `arn:aws:codepipeline:${this.at.region}:${this.at.account}:${this.definition.Name}`;
  }

  /** CodePipeline starts a pipeline that was just made, with what the branch holds. */
  public begin(): void {
    this.around.tell(`    ${this.definition.Name}: starts, since it was made`);
    const source = this.definition.Stages[0].Actions[0];
    const revision = headOf(this.repositoryOf(source)) ?? '';
    this.heard = revision;
    this.model.start(revision, revision, { triggerType: 'CreatePipeline', triggerDetail: '' });
  }

  /** CloudFormation updates it: what is in a stage ends, and nothing returns to what was before. */
  public update(definition: Record<string, any>): void {
    if (JSON.stringify(definition) === JSON.stringify(this.definition)) return;
    updatePipeline(this.model);
    this.definition = definition;
    this.model = modelOf(definition, this.model.state);
  }

  /** Hears of what was pushed since, as a connection tells it: triggers may listen for some files alone. */
  public hear(): void {
    const repository = this.repositoryOf(this.definition.Stages[0].Actions[0]);
    const head = headOf(repository);
    if (head === undefined || head === this.heard) return;
    const changed = changedIn(repository!, this.heard, head);
    this.heard = head;
    if (begins(this.definition.Triggers as any[] | undefined, changed)) this.push(head);
  }

  /** Somebody pushed a commit. */
  public push(revision: string): string {
    this.heard = revision;
    this.around.tell(`    ${this.definition.Name}: ${revision.slice(0, 7)} is pushed`);
    return this.model.start(revision, revision);
  }

  /** Runs until nothing but approvals waits; who listens to the pipeline hears of each step, and does what they do. */
  public async run(): Promise<void> {
    let begun: string[] = [];
    for (;;) {
      begun.push(...(await this.tellNews()));
      const run = this.model.running().find((one) => one.category !== 'Approval');
      if (run) {
        await this.step(run);
        continue;
      }
      begun = await this.stillRunning(begun);
      if (begun.length === 0) return;
      await setTimeout(100);
    }
  }

  private async step(run: ActionRun): Promise<void> {
    this.around.tell(`    ${this.definition.Name}: ${run.stage} ${run.action}`);
    await this.around.before(this.definition.Name as string, run.action);
    const result = await this.act(run).catch((error: Error): WorkResult => ({ ok: false, summary: error.message }));
    if (run.status === 'InProgress') this.model.finish(run, result);
    if (run.status !== 'Succeeded') this.around.tell(`${run.stage} ${run.action} ${run.status}: ${run.summary}`);
  }

  private async tellNews(): Promise<string[]> {
    const begun: string[] = [];
    for (const one of this.news.since(this.model)) begun.push(...(await this.around.bus.put(this.at, one)));
    return begun;
  }

  private async stillRunning(begun: readonly string[]): Promise<string[]> {
    const left: string[] = [];
    for (const one of begun) {
      const end = await this.around.machines.end(one);
      if (!end) left.push(one);
      else if (!end.ok) throw new Error(`${one} failed: ${end.summary}`);
    }
    return left;
  }

  /** Answers an approval as a person, who must be allowed to. */
  public approve(action: string, by: Principal, ok = true, summary = 'Read it.'): void {
    const run = this.model.running().find((one) => one.category === 'Approval' && one.action === action);
    if (!run) throw new Error(`${action} is not asked now.`);
    const resource = `${this.arn}/${run.stage}/${run.action}`;
    this.around.cloud.authorize(by, { action: 'codepipeline:PutApprovalResult', resource, owner: this.at.account });
    this.model.finish(run, { ok, summary }, by.id);
  }

  private async act(run: ActionRun): Promise<WorkResult> {
    const action = this.model.actionOf(run) as any;
    const role = this.take(String(action.RoleArn));
    if (run.category === 'Source') return this.source(run, action, role);
    if (run.provider === 'CodeBuild') return this.build(run, action, role);
    if (run.provider === 'Lambda') return this.invoke(run, role);
    if (run.provider === 'StepFunctions') return this.machine(run, role);
    throw new Error(`The walk does not play actions of ${run.provider}.`);
  }

  /** The pipeline's role takes the action's, as CodePipeline does. */
  private take(role: string): Principal {
    const { cloud } = this.around;
    const own = String(this.definition.RoleArn);
    const service = serviceFor('codepipeline.amazonaws.com', this.at.account, this.arn);
    cloud.authorize(service, { action: 'sts:AssumeRole', resource: own });
    cloud.authorize(sessionOf(own, 'codepipeline'), { action: 'sts:AssumeRole', resource: role });
    return sessionOf(role, String(this.definition.Name).slice(0, 60));
  }

  private async source(run: ActionRun, action: any, role: Principal): Promise<WorkResult> {
    const { cloud } = this.around;
    const { ConnectionArn, FullRepositoryId, BranchName } = action.Configuration;
    const context = {
      'codeconnections:FullRepositoryId': [FullRepositoryId],
      'codestar-connections:FullRepositoryId': [FullRepositoryId],
    };
    const use = { resource: String(ConnectionArn), owner: this.at.account, context };
    cloud.authorize(role, { action: 'codestar-connections:UseConnection', ...use });
    const execution = this.model.execution(run.execution);
    const repository = this.repositoryOf(action);
    if (repository === undefined || execution.revision === '')
      return { ok: false, summary: `No Branch [${BranchName}] found for FullRepositoryName [${FullRepositoryId}]` };
    const folder = join(this.folder, `${run.id}-${action.Name}`);
    execFileSync('git', ['clone', '-q', repository, folder]);
    execFileSync('git', ['-C', folder, 'checkout', '-q', execution.revision]);
    if (action.Configuration.OutputArtifactFormat !== 'CODEBUILD_CLONE_REF')
      rmSync(join(folder, '.git'), { recursive: true });
    const key = artifactKey(this.definition.Name, execution.variableId, action.OutputArtifacts[0].Name);
    await this.artifacts.put(key, folder, role);
    const resource = `arn:aws:s3:::${this.artifacts.bucket}/${key}`;
    cloud.authorize(role, { action: 's3:PutObjectAcl', resource });
    return { ok: true, variables: { CommitId: execution.revision } };
  }

  private repositoryOf({ Configuration }: any): string | undefined {
    return this.around.repository(String(Configuration.ConnectionArn), String(Configuration.FullRepositoryId));
  }

  private async build(run: ActionRun, action: any, role: Principal): Promise<WorkResult> {
    const { cloud, front, note, tell } = this.around;
    const name = String(action.Configuration.ProjectName);
    const project = cloud.named('AWS::CodeBuild::Project', this.at.account).get(name)!.properties;
    cloud.authorize(role, {
      action: 'codebuild:StartBuild',
      resource: `arn:aws:codebuild:${this.at.region}:${this.at.account}:project/${name}`,
    });
    const most = this.around.builds(this.at.account, this.at.region);
    if (most === 0)
      throw new Refusal(
        'AccountLimitExceededException',
        `Cannot have more than ${most} builds in queue for the account`,
      );
    const service = serviceFor(
      'codebuild.amazonaws.com',
      this.at.account,
      `arn:aws:codebuild:${this.at.region}:${this.at.account}:project/${name}`,
    );
    cloud.authorize(service, { action: 'sts:AssumeRole', resource: project.ServiceRole });
    const keys = cloud.sessions.issue(project.ServiceRole, 'AWSCodeBuild');
    const by = cloud.sessions.holder(keys.accessKeyId, keys.sessionToken);
    this.log(by, project);
    const folder = join(this.folder, run.id);
    mkdirSync(folder);
    const sources = await this.inputs(run, action, folder, by);
    const primary = String(action.Configuration.PrimarySource ?? action.InputArtifacts[0].Name);
    const variables = this.variables(run);
    const built = await runBuild(cloud, { project, folder, sources, primary, variables, keys, url: front() });
    note(built.log);
    if (!built.ok) tell(built.log.split('\n').slice(-25).join('\n'));
    if (built.ok) await this.outputs(run, action, project, sources[primary]!, by);
    return { ok: built.ok, summary: built.log.trim().split('\n').at(-1), variables: built.variables };
  }

  private log(by: Principal, { LogsConfig }: Record<string, any>): void {
    const group = `arn:aws:logs:${this.at.region}:${this.at.account}:log-group:${LogsConfig.CloudWatchLogs.GroupName}:log-stream:x`;
    for (const action of ['logs:CreateLogStream', 'logs:PutLogEvents'])
      this.around.cloud.authorize(by, { action, resource: group, owner: this.at.account });
  }

  private async inputs(run: ActionRun, action: any, folder: string, by: Principal): Promise<Record<string, string>> {
    const found: Record<string, string> = {};
    for (const { Name } of action.InputArtifacts as { Name: string }[]) {
      found[Name] = join(folder, 'in', Name);
      const key = artifactKey(this.definition.Name, this.model.execution(run.execution).variableId, Name);
      await this.artifacts.get(key, found[Name], by);
    }
    return found;
  }

  private async outputs(run: ActionRun, action: any, project: any, source: string, by: Principal): Promise<void> {
    const spec = JSON.parse(String(project.Source.BuildSpec)) as BuildSpec;
    for (const { Name } of (action.OutputArtifacts ?? []) as { Name: string }[]) {
      const key = artifactKey(this.definition.Name, this.model.execution(run.execution).variableId, Name);
      await this.artifacts.put(key, join(source, spec.artifacts!['base-directory']), by);
    }
  }

  private variables(run: ActionRun): Record<string, string> {
    const text = this.model.configured(run, 'EnvironmentVariables') || '[]';
    return Object.fromEntries(
      (JSON.parse(text) as { name: string; value: string }[]).map(({ name, value }) => [name, value]),
    );
  }

  private async invoke(run: ActionRun, role: Principal): Promise<WorkResult> {
    const name = this.model.configured(run, 'FunctionName');
    this.around.cloud.authorize(role, {
      action: 'lambda:InvokeFunction',
      resource: `arn:aws:lambda:${this.at.region}:${this.at.account}:function:${name}`,
    });
    const configuration = { UserParameters: this.model.configured(run, 'UserParameters') };
    const id = `${this.definition.Name}:job-${run.id}`; // ids of jobs are unique beyond one pipeline
    const event = { 'CodePipeline.job': { id, data: { actionConfiguration: { configuration } } } };
    const client = new LambdaClient(this.emulated());
    const { Payload } = await client.send(
      new InvokeCommand({ FunctionName: name, Payload: Buffer.from(JSON.stringify(event)) }),
    );
    return { ok: false, summary: `Timed out: ${Buffer.from(Payload ?? []).toString('utf8')}` };
  }

  private async machine(run: ActionRun, role: Principal): Promise<WorkResult> {
    const { cloud, machines } = this.around;
    const stateMachineArn = this.model.configured(run, 'StateMachineArn');
    cloud.authorize(role, { action: 'states:DescribeStateMachine', resource: stateMachineArn });
    const execution = await machines.start(stateMachineArn, this.model.configured(run, 'Input'), role);
    for (;;) {
      const end = await machines.end(execution);
      if (end) return end;
      await setTimeout(100);
    }
  }

  private emulated() {
    const credentials = { accessKeyId: this.at.account, secretAccessKey: 'x' };
    return { endpoint: this.around.emulatorUrl, region: this.at.region, credentials };
  }

  public close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function modelOf(definition: Record<string, any>, state: ModelState): PipelineModel {
  return new PipelineModel(definition as unknown as PipelineDefinition, state, () => Date.now());
}

/** Files that differ between two commits; all of them where there was none before. */
function changedIn(folder: string, before: string, after: string): string[] {
  const asked = before === '' ? ['ls-tree', '-r', '--name-only', after] : ['diff', '--name-only', before, after];
  return execFileSync('git', ['-C', folder, ...asked], { encoding: 'utf8' })
    .split('\n')
    .filter(Boolean);
}

/** The commit that a repository stands at; none where nobody has pushed anything yet. */
function headOf(folder: string | undefined): string | undefined {
  if (folder === undefined) return undefined;
  const { status, stdout } = spawnSync('git', ['-C', folder, 'rev-parse', '--verify', '-q', 'HEAD'], {
    encoding: 'utf8',
  });
  return status === 0 ? stdout.trim() : undefined;
}
