import {
  BatchGetBuildsCommand,
  type Build,
  StartBuildCommand,
  type StartBuildCommandInput,
} from '@aws-sdk/client-codebuild';
import type { Lease } from '../../sandbox/lease';
import type { LeaseEvent } from '../../sandbox/step';
import { BUILD_EXPORTS, LEASE_VARIABLES, leaseAssembly } from '../../sandbox/wiring';
import { attempt, demand } from '../failure';
import type { SandboxRuntime } from './runtime';
import { stacksOf } from './stacks';
import { advance } from './store';

type Phase = 'build' | 'deploy';

/** Begins what is due. After a crash before it was noted, the token gives the same build again. */
export async function startRun(runtime: SandboxRuntime<'builds' | 'table'>, lease: Lease, phase: Phase): Promise<void> {
  const command = new StartBuildCommand({
    ...(phase === 'build' ? buildInput(runtime, lease) : deployInput(runtime, lease)),
    idempotencyToken: `${lease.id}-${lease.deployment}-${phase}`,
  });
  const what = `start the ${phase} of ${lease.name}`;
  const { build } = await attempt(what, () => runtime.clients.builds.send(command));
  const id = demand(what, build?.id, 'build');
  await advance(runtime, lease, { kind: 'started', phase, deployment: lease.deployment, id });
}

function buildInput({ settings }: Pick<SandboxRuntime, 'settings'>, lease: Lease): StartBuildCommandInput {
  const { account, region, application } = settings.policy;
  return {
    projectName: settings.buildProject,
    sourceVersion: lease.branch,
    environmentVariablesOverride: variables({
      [LEASE_VARIABLES.name]: lease.name,
      [LEASE_VARIABLES.application]: application,
      [LEASE_VARIABLES.account]: account,
      [LEASE_VARIABLES.region]: region,
    }),
  };
}

function deployInput({ settings }: Pick<SandboxRuntime, 'settings'>, lease: Lease): StartBuildCommandInput {
  const { account, region, application } = settings.policy;
  return {
    projectName: settings.deployProject,
    sourceTypeOverride: 'S3',
    sourceLocationOverride: lease.assembly!.location,
    environmentVariablesOverride: variables({
      APPLICATION: application,
      PIPELINE: lease.name,
      EXECUTION: lease.id,
      DEPLOYMENT: `deployment-${lease.deployment}`,
      DIGEST: lease.assembly!.digest,
      ASSEMBLY: leaseAssembly(application, lease.name, region),
      STACKS: '[]',
      TARGET_ACCOUNT: account,
      TARGET_REGION: region,
      LEASE: lease.name,
    }),
  };
}

function variables(values: Readonly<Record<string, string>>) {
  return Object.entries(values).map(([name, value]) => ({ name, value, type: 'PLAINTEXT' as const }));
}

/** Looks at what runs; true where it ended and was noted. */
export async function lookAt(
  runtime: SandboxRuntime<'builds' | 'stacks' | 'table'>,
  lease: Lease,
  { phase, id }: { readonly phase: Phase; readonly id: string },
): Promise<boolean> {
  const what = `look at the ${phase} of ${lease.name}`;
  const { builds } = await attempt(what, () => runtime.clients.builds.send(new BatchGetBuildsCommand({ ids: [id] })));
  const build = demand(what, builds, 'list of builds')[0];
  if (build?.buildStatus === 'IN_PROGRESS') return false;
  const event = await outcome(runtime, lease, phase, build);
  await advance(runtime, lease, (now) => (now.run?.id === id ? event : undefined));
  return true;
}

async function outcome(
  runtime: SandboxRuntime<'stacks'>,
  lease: Lease,
  phase: Phase,
  build?: Build,
): Promise<LeaseEvent> {
  if (build?.buildStatus !== 'SUCCEEDED') return { kind: 'failed', why: whyFailed(lease, phase, build) };
  return phase === 'build' ? built(lease, build) : { kind: 'deployed', outputs: await outputsOf(runtime, lease) };
}

function built(lease: Lease, build: Build): LeaseEvent {
  const { value: digest } = build.exportedEnvironmentVariables?.find(({ name }) => name === BUILD_EXPORTS.digest) ?? {};
  const location = build.artifacts?.location?.replace(/^arn:[\w-]+:s3:::/, '');
  if (!digest || !location) return { kind: 'failed', why: 'the build made no cloud assembly: see guarded env logs' };
  return { kind: 'built', revision: build.resolvedSourceVersion ?? lease.branch, assembly: { digest, location } };
}

/** The phase that failed says most; one that could not fetch the source has found no branch of that name. */
function whyFailed({ branch, name }: Lease, phase: Phase, build?: Build): string {
  if (!build) return `the ${phase} is gone`;
  const failed = build.phases?.find(
    ({ phaseStatus }) => phaseStatus && !['SUCCEEDED', 'IN_PROGRESS'].includes(phaseStatus),
  );
  const message =
    failed?.contexts
      ?.map((context) => context.message)
      .filter(Boolean)
      .join('; ') ?? '';
  if (phase === 'build' && failed?.phaseType === 'DOWNLOAD_SOURCE')
    return `there is no branch ${branch} to build; push it first (${message.slice(0, 300)})`;
  const where = failed?.phaseType ? ` in ${failed.phaseType}` : '';
  return `the ${phase} ended ${build.buildStatus ?? 'nobody knows how'}${where}: ${message.slice(0, 300)}; see guarded env logs ${name}`;
}

/** Outputs of all its stacks; where two have one of the same name, the stack stands before it. */
async function outputsOf(runtime: SandboxRuntime<'stacks'>, lease: Lease): Promise<Record<string, string>> {
  const all = (await stacksOf(runtime, lease)).flatMap((stack) =>
    Object.entries(stack.outputs).map(([key, value]) => ({ key, value, stack: stack.name })),
  );
  const twice = new Set(all.map(({ key }) => key).filter((key, at, keys) => keys.indexOf(key) !== at));
  const exported = all.filter(({ key }) => !key.startsWith('ExportsOutput'));
  return Object.fromEntries(exported.map(({ key, value, stack }) => [twice.has(key) ? `${stack}.${key}` : key, value]));
}
