/* eslint-disable @typescript-eslint/no-explicit-any -- requests come as any JSON */
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CloudWatchLogsClient, CreateLogStreamCommand, PutLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { BatchGetProjectsCommand, CodeBuildClient, type Project } from '@aws-sdk/client-codebuild';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SANDBOX_NAMES } from '../../../lib/sandbox/wiring';
import { type BuildSpec, type Phase, put, runCommands } from './build';
import { clientAt, type SandboxPlace } from './place';
import { environmentAt } from './stacks';

const run = promisify(execFile);

/** A build as CodeBuild tells of it. */
interface Build {
  readonly id: string;
  buildStatus: 'IN_PROGRESS' | 'SUCCEEDED' | 'FAILED';
  phases: Phase[];
  resolvedSourceVersion?: string;
  artifacts?: { location: string };
  exportedEnvironmentVariables?: { name: string; value: string }[];
  readonly logs: { groupName: string; streamName: string };
}

/** An error by which CodeBuild refuses a request. */
function refusal(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}

/**
 * CodeBuild, which the emulator only lists: the projects are those that its CloudFormation made, and what they say is done
 * on this machine. Source comes from a git repository here, in place of the one behind the connection.
 */
export class EmulatedCodeBuild {
  private readonly builds = new Map<string, Build>();
  private readonly tokens = new Map<string, { id: string; request: string }>();
  private readonly going = new Set<Promise<void>>();
  private readonly projects: CodeBuildClient;
  private readonly s3: S3Client;
  private readonly logs: CloudWatchLogsClient;

  public constructor(
    private readonly emulator: string,
    private readonly place: SandboxPlace,
    private readonly repository: string,
  ) {
    const settings = clientAt(emulator, place.account, place.region);
    this.projects = new CodeBuildClient(settings);
    this.s3 = new S3Client({ ...settings, forcePathStyle: true });
    this.logs = new CloudWatchLogsClient(settings);
  }

  /** Its API. */
  public answer = async (name: string, input: Record<string, any>): Promise<unknown> => {
    if (name === 'StartBuildCommand') return { build: await this.start(input) };
    if (name === 'BatchGetBuildsCommand')
      return { builds: (input.ids as string[]).flatMap((id) => this.builds.get(id) ?? []) };
    if (name === 'GetCostAndUsageCommand') return { ResultsByTime: [] }; // the bill is a day late
    if (name === 'HearPushCommand') return void this.hear('branches').catch(() => undefined);
    throw refusal('InvalidAction', `${name} is none of this stand-in's`);
  };

  /** Until nothing is built any more. */
  public async rest(): Promise<void> {
    await Promise.all(this.going);
  }

  /** What the webhook of a project does when the code host tells of a push. */
  public async hear(what: 'branches'): Promise<void> {
    const projectName = SANDBOX_NAMES.project(this.place.sandbox.application, what);
    const { id } = await this.start({ projectName, sourceVersion: 'main' });
    await this.rest();
    const { buildStatus, phases } = this.builds.get(id)!;
    if (buildStatus !== 'SUCCEEDED') throw new Error(`${projectName} ended ${buildStatus}: ${JSON.stringify(phases)}`);
  }

  private async start(input: Record<string, any>): Promise<Build> {
    const { idempotencyToken: token, ...request } = input;
    const before = token === undefined ? undefined : this.tokens.get(String(token));
    if (before && before.request !== JSON.stringify(request))
      throw refusal('InvalidInputException', 'The idempotency token was used for another request');
    if (before) return this.builds.get(before.id)!;
    const project = await this.project(String(input.projectName));
    const id = `${project.name}:${randomUUID()}`;
    const what = project.name!.split('-').at(-1)!;
    const logs = {
      groupName: SANDBOX_NAMES.logGroup(this.place.sandbox.application, what),
      streamName: id.split(':')[1]!,
    };
    const build: Build = { id, buildStatus: 'IN_PROGRESS', phases: [], logs };
    this.builds.set(id, build);
    if (token !== undefined) this.tokens.set(String(token), { id, request: JSON.stringify(request) });
    const work = this.work(project, build, input).finally(() => this.going.delete(work));
    this.going.add(work);
    return { ...build };
  }

  private async project(name: string): Promise<Project> {
    const { projects = [] } = await this.projects.send(new BatchGetProjectsCommand({ names: [name] }));
    if (projects[0]) return projects[0];
    throw refusal('ResourceNotFoundException', `Project cannot be found: ${name}`);
  }

  private async work(project: Project, build: Build, input: Record<string, any>): Promise<void> {
    const folder = mkdtempSync(join(tmpdir(), 'guarded-build-'));
    const log = await this.openLog(build);
    try {
      await this.phases(project, build, input, folder, log);
      build.buildStatus = build.phases.every(({ phaseStatus }) => phaseStatus === 'SUCCEEDED') ? 'SUCCEEDED' : 'FAILED';
    } catch (error) {
      log(`${(error as Error).message}\n`);
      build.phases.push(failed('PROVISIONING', (error as Error).message));
      build.buildStatus = 'FAILED';
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  private async phases(
    project: Project,
    build: Build,
    input: Record<string, any>,
    folder: string,
    log: (lines: string) => void,
  ): Promise<void> {
    const source = join(folder, 'src');
    try {
      build.resolvedSourceVersion = await this.download(project, input, source);
      build.phases.push({ phaseType: 'DOWNLOAD_SOURCE', phaseStatus: 'SUCCEEDED' });
    } catch (error) {
      log(`${(error as Error).message}\n`);
      build.phases.push(failed('DOWNLOAD_SOURCE', (error as Error).message.split('\n')[0]!));
      return;
    }
    const spec = JSON.parse(project.source!.buildspec!) as BuildSpec;
    const ran = await runCommands(spec, { folder, source, log }, this.variables(project, build, input));
    build.phases.push(...ran.phases);
    build.exportedEnvironmentVariables = Object.entries(ran.exported).map(([name, value]) => ({ name, value }));
    if (ran.phases.every(({ phaseStatus }) => phaseStatus === 'SUCCEEDED'))
      await this.upload(project, build, spec, source);
  }

  /** A branch of the repository, or an archive: whichever the request says. Gives the commit. */
  private async download(project: Project, input: Record<string, any>, source: string): Promise<string | undefined> {
    if ((input.sourceTypeOverride ?? project.source?.type) === 'S3') {
      const location = String(input.sourceLocationOverride ?? project.source?.location);
      const [Bucket, ...key] = location.split('/');
      const { Body } = await this.s3.send(new GetObjectCommand({ Bucket, Key: key.join('/') }));
      mkdirSync(source);
      await run('unzip', ['-q', put(source, '../source.zip', await Body!.transformToByteArray()), '-d', source]);
      return undefined;
    }
    await run('git', [
      'clone',
      '-q',
      '--depth',
      '1',
      '--branch',
      String(input.sourceVersion),
      `file://${this.repository}`,
      source,
    ]);
    return (await run('git', ['-C', source, 'rev-parse', 'HEAD'])).stdout.trim();
  }

  private async upload(project: Project, build: Build, spec: BuildSpec, source: string): Promise<void> {
    const { type, location = '', path = '', name = '' } = project.artifacts ?? {};
    if (type !== 'S3') return;
    const folder = join(source, spec.artifacts!['base-directory']);
    if (!existsSync(folder)) {
      build.phases.push(failed('UPLOAD_ARTIFACTS', `no matching base directory path found for ${folder}`));
      return;
    }
    await run('zip', ['-qry', join(source, '..', 'artifacts.zip'), '.'], { cwd: folder });
    const Key = `${path}/${build.id.split(':')[1]}/${name}`;
    await this.s3.send(
      new PutObjectCommand({ Bucket: location, Key, Body: readFileSync(join(source, '..', 'artifacts.zip')) }),
    );
    build.artifacts = { location: `arn:aws:s3:::${location}/${Key}` };
    build.phases.push({ phaseType: 'UPLOAD_ARTIFACTS', phaseStatus: 'SUCCEEDED' });
  }

  private variables(project: Project, build: Build, input: Record<string, any>): Record<string, string> {
    const { account, region } = this.place;
    const set = [...(project.environment?.environmentVariables ?? []), ...(input.environmentVariablesOverride ?? [])];
    return {
      ...environmentAt(this.emulator, account, region),
      CODEBUILD_BUILD_ID: build.id,
      ...Object.fromEntries(set.map(({ name, value }) => [name, value])),
    };
  }

  /** Lines reach the log in their order, a moment later. */
  private async openLog({ logs: { groupName, streamName } }: Build): Promise<(lines: string) => void> {
    const stream = { logGroupName: groupName, logStreamName: streamName };
    let last = this.logs.send(new CreateLogStreamCommand(stream)).then(() => undefined);
    await last;
    return (lines) => {
      const logEvents = lines
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map((message) => ({ message, timestamp: Date.now() }));
      if (logEvents.length === 0) return;
      last = last.then(async () => void (await this.logs.send(new PutLogEventsCommand({ ...stream, logEvents }))));
      last.catch(() => undefined);
    };
  }
}

function failed(phaseType: string, message: string): Phase {
  return { phaseType, phaseStatus: 'FAILED', contexts: [{ message }] };
}
