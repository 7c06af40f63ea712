import type { PolicyWave } from '../change/policy';
import { KEYS } from './keys';
import type { Runtime } from './runtime';
import { getItem, write } from './table';

/** Rollback alarms of a wave: those of the policy, else those that its last bake was told of. */
export async function alarmsOf(runtime: Runtime, wave: PolicyWave): Promise<string[]> {
  const known = wave.targets.flatMap((target) => target.alarms);
  if (known.length) return known;
  const item = await getItem(runtime, KEYS.alarms(runtime.settings.application, wave.stage));
  return (item?.alarms as string[] | undefined) ?? [];
}

/** Keeps what a bake was told, for the gate of the next release. */
export async function keepAlarms(runtime: Runtime, stage: string, alarms: readonly string[]): Promise<void> {
  const key = KEYS.alarms(runtime.settings.application, stage);
  await write(runtime, `keep the alarms of ${stage}`, [{ put: { ...key, alarms: [...alarms] } }]);
}

/** `ARN,ARN` or `none`, one entry a target, as deploy actions export them. */
export function parseAlarms(entries: readonly string[]): string[] {
  return entries
    .flatMap((entry) => entry.split(','))
    .map((arn) => arn.trim())
    .filter((arn) => arn && arn !== 'none');
}
