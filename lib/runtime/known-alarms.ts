import { z } from 'zod';
import type { PolicyWave } from '../change/policy';
import { KEYS } from './keys';
import type { Runtime } from './runtime';
import { getItem, RESTORING, write } from './table';

/**
 * What bakes of a wave were told, by execution. A release may rename its alarms and then be taken back, so what the
 * last bake was told says nothing of what runs now: the lists of the release in prod and of the one that bakes are kept.
 */
const toldSchema = z.object({ told: z.record(z.string(), z.array(z.string())) });

/** Rollback alarms of a wave: those of the policy, else those that the bake of the execution that runs there was told of. */
export async function alarmsOf(runtime: Runtime, wave: PolicyWave, running: string | undefined): Promise<string[]> {
  const known = wave.targets.flatMap((target) => target.alarms);
  if (known.length || !running) return known;
  return (await readTold(runtime, wave.stage))[running] ?? [];
}

/**
 * The same before anything was released: what failed runs there still, with the alarms that its bake was told of. Those
 * of targets that the wave no longer has are left out: nobody could read them, and no bake would ever forget them.
 */
export async function alarmsBeforeRelease(runtime: Runtime, wave: PolicyWave): Promise<string[]> {
  const known = wave.targets.flatMap((target) => target.alarms);
  if (known.length) return known;
  const places = wave.targets.map(({ account, region }) => `${region}:${account}`);
  const told = Object.values(await readTold(runtime, wave.stage)).flat();
  return told.filter((alarm) => places.includes(alarm.split(':').slice(3, 5).join(':')));
}

/** Keeps what a bake was told, for the gate of the next release. */
export async function keepAlarms(
  runtime: Runtime,
  stage: string,
  alarms: readonly string[],
  { execution, released }: { readonly execution: string; readonly released: string | undefined },
): Promise<void> {
  const before = await readTold(runtime, stage);
  if (JSON.stringify(before[execution]) === JSON.stringify(alarms)) return;
  const inProd = released ? before[released] : undefined;
  const told = { ...(released && inProd ? { [released]: inProd } : {}), [execution]: [...alarms] };
  await write(runtime, `keep the alarms of ${stage}`, [
    { put: { ...KEYS.alarms(runtime.settings.application, stage), told } },
  ]);
}

async function readTold(runtime: Runtime, stage: string): Promise<Readonly<Record<string, string[]>>> {
  const item = await getItem(runtime, KEYS.alarms(runtime.settings.application, stage));
  if (!item) return {};
  const read = toldSchema.safeParse(item);
  if (read.success) return read.data.told;
  throw new Error(`The index cannot say which alarms guard ${stage}: restore the table. ${RESTORING}`);
}

/** `ARN,ARN` or `none`, one entry a target, as deploy actions export them. */
export function parseAlarms(entries: readonly string[]): string[] {
  return entries
    .flatMap((entry) => entry.split(','))
    .map((arn) => arn.trim())
    .filter((arn) => arn && arn !== 'none');
}
