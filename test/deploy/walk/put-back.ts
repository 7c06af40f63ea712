/* eslint-disable @typescript-eslint/no-explicit-any -- policies and properties come as any JSON */
import {
  GetFunctionConfigurationCommand,
  LambdaClient,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import type { Wanted } from '../cloud/cloudformation/kinds/kind';
import type { Walk } from './walk';

/** Takes what was put back away again. */
export type Undo = () => Promise<void>;

/** The functions of tooling work by a policy that was changed, until that is undone. */
export async function withPolicy(walk: Walk, change: (policy: any) => void): Promise<Undo> {
  const undone: Undo[] = [];
  const { tooling } = walk.config.organization.accounts;
  for (const one of walk.played.cloud.named('AWS::Lambda::Function', tooling).values()) {
    const undo = await changed(one, change);
    if (undo) undone.push(undo);
  }
  if (undone.length === 0) throw new Error('No function of tooling was changed.');
  return async () => {
    for (const undo of undone) await undo();
  };
}

async function changed({ name, at }: Wanted, change: (policy: any) => void): Promise<Undo | undefined> {
  const credentials = { accessKeyId: at.account, secretAccessKey: 'x' };
  const client = new LambdaClient({ endpoint: process.env.EMULATOR_URL!, region: at.region, credentials });
  const { Environment } = await client.send(new GetFunctionConfigurationCommand({ FunctionName: name }));
  const before = Environment?.Variables ?? {};
  const policy = JSON.parse(before.CHANGE_POLICY ?? 'null');
  if (policy === null) return undefined;
  change(policy);
  const set = (Variables: Record<string, string>) =>
    client.send(new UpdateFunctionConfigurationCommand({ FunctionName: name, Environment: { Variables } }));
  if (JSON.stringify(policy) === before.CHANGE_POLICY) return undefined;
  await set({ ...before, CHANGE_POLICY: JSON.stringify(policy) });
  return async () => void (await set(before));
}

/** What stands says something else, until that is undone. */
export function withProperties(wanted: Wanted, change: (properties: any) => void): Undo {
  const { properties } = wanted as { properties: Record<string, any> };
  const before = structuredClone(properties);
  change(properties);
  if (JSON.stringify(before) === JSON.stringify(properties))
    throw new Error(`Nothing was put back into ${wanted.name}.`);
  return () => {
    for (const key of Object.keys(properties)) delete properties[key];
    Object.assign(properties, before);
    return Promise.resolve();
  };
}
