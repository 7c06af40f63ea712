import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { App, Stage } from 'aws-cdk-lib';
import { EnvironmentStage } from '../../constructs/environment';
import type { Environment } from '../../constructs/environment';
import { GuardedPlatform } from '../../constructs/platform';
import type { GuardedPlatformProps } from '../../constructs/platform';
import { InputError } from '../../lib/errors';
import type { PlatformFile, Spot } from '../../lib/config';

/** What the module that `workload` names exports: it adds the stacks of one environment and region to a stage. */
export interface WorkloadModule {
  addWorkload(stage: Stage, environment: Environment): void;
}

/** Adds the stages of every application whose workload is synthesized beside the platform. */
export async function addWorkloads(app: App, file: PlatformFile, props: GuardedPlatformProps): Promise<void> {
  for (const [index, application] of file.config.applications.entries()) {
    if (application.workload === undefined) continue;
    const at = file.at(['applications', index, 'workload']);
    const workload = await loadWorkload(at, application.workload);
    const threw = told(at, application.workload);
    for (const environment of props.applications[index].environments) addStages(app, environment, workload, threw);
  }
}

function addStages(
  app: App,
  environment: Environment,
  workload: WorkloadModule,
  threw: (error: unknown) => Error,
): void {
  for (const region of environment.regions) {
    const id = GuardedPlatform.stageName(environment, region);
    const stage = new EnvironmentStage(app, id, { environment, region });
    try {
      workload.addWorkload(stage, environment);
    } catch (error) {
      throw threw(error);
    }
  }
}

/** Mistakes in code need their stack; what a construct refuses says all by itself. */
const BUGS = [TypeError, ReferenceError, RangeError, SyntaxError];

/** What a workload threw, with the line that names it. */
function told({ file, place }: Spot, path: string): (error: unknown) => Error {
  return (error) => {
    if (error instanceof InputError) return error;
    const bug = !(error instanceof Error) || BUGS.some((one) => error instanceof one);
    const text = bug ? String((error as Error | undefined)?.stack ?? error) : (error as Error).message;
    return InputError.at(file, place, `the workload ${path} threw: ${text}`);
  };
}

/** Paths are relative to the file that says them. */
async function loadWorkload(at: Spot, path: string): Promise<WorkloadModule> {
  const { file, place } = at;
  const from = resolve(dirname(file), path);
  const url = pathToFileURL(resolveModule(file, place, from)).href;
  const module = (await import(url).catch((error: unknown) => {
    throw told(at, path)(error);
  })) as Partial<WorkloadModule> & { default?: Partial<WorkloadModule> };
  const addWorkload = module.addWorkload ?? module.default?.addWorkload;
  if (typeof addWorkload !== 'function')
    throw InputError.at(file, place, `${from} exports no function addWorkload(stage, environment)`);
  return { addWorkload };
}

function resolveModule(file: string, place: string, from: string): string {
  try {
    return createRequire(resolve(file)).resolve(from);
  } catch {
    throw InputError.at(file, place, `there is no module at ${from}; write the path of one, or leave workload out`);
  }
}
