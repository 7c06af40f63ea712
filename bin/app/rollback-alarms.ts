import { Stack, Stage } from 'aws-cdk-lib';
import type { App } from 'aws-cdk-lib';
import { GuardedPlatform } from '../../constructs/platform';
import type { ApplicationProps, GuardedPlatformProps } from '../../constructs/platform';
import type { PlatformFile } from '../../lib/config';
import { InputError } from '../../lib/errors';
import { readRollbackAlarms } from '../../lib/rollback';
import type { RollbackAlarmsMetadata } from '../../lib/rollback';

interface Found extends RollbackAlarmsMetadata {
  readonly path: string;
}

function alarmsOf(stage: Stage): Found[] {
  const stacks = stage.node.findAll().filter((node): node is Stack => Stack.isStack(node));
  return stacks.flatMap((stack) => {
    const found = readRollbackAlarms({ Metadata: stack.templateOptions.metadata });
    return found ? [{ ...found, path: stack.node.path }] : [];
  });
}

function prodStages(app: App, { environments }: ApplicationProps): Stage[] {
  const prod = environments.filter(({ isProd }) => isProd);
  const names = prod.flatMap((each) => each.regions.map((region) => GuardedPlatform.stageName(each, region)));
  return names.flatMap((name) => {
    const stage = app.node.tryFindChild(name);
    return stage !== undefined && Stage.isStage(stage) ? [stage] : [];
  });
}

/** An alarm that needs longer than the wave is watched would fire when the next wave has begun. */
function checkBake(file: PlatformFile, index: number, found: readonly Found[]): void {
  const { bakeMinutes } = file.config.applications[index];
  const longer = found.find((each) => each.bakeMinutes > bakeMinutes);
  if (!longer) return;
  const at = file.at(['applications', index, 'bakeMinutes']);
  throw InputError.at(
    at.file,
    at.place,
    `waves bake ${bakeMinutes} minutes, and ${longer.path} has rollback alarms for a bake of ${longer.bakeMinutes}; write at least ${longer.bakeMinutes}, or shorten the bake of RollbackAlarms`,
  );
}

/**
 * Adds to each application the names of the rollback alarms that its synthesized workload has in prod, so that the gate
 * asks them before anything starts.
 *
 * @throws InputError where a workload's alarms need a longer bake than platform.yaml gives the waves.
 */
export function withRollbackAlarms(app: App, file: PlatformFile, props: GuardedPlatformProps): GuardedPlatformProps {
  const applications = props.applications.map((application, index) => {
    const stages = prodStages(app, application).map((stage) => ({ id: stage.node.id, found: alarmsOf(stage) }));
    checkBake(
      file,
      index,
      stages.flatMap(({ found }) => found),
    );
    const names = stages.map(({ id, found }) => [id, found.flatMap(({ alarms }) => alarms.map(({ name }) => name))]);
    return { ...application, rollbackAlarms: Object.fromEntries(names) as Record<string, string[]> };
  });
  return { ...props, applications };
}
