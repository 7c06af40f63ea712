import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { type ChangePolicyInput } from '../../lib/change';
import { AT_EMULATOR, TOOLING } from './deploy';

const lambda = new LambdaClient(AT_EMULATOR);

/** Changes variables of a deployed function; one that is undefined goes. */
export async function setVariables(name: string, changed: Record<string, string | undefined>): Promise<void> {
  const FunctionName = `orders-${name}`;
  const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  const Variables = Object.fromEntries(
    Object.entries({ ...Environment?.Variables, ...changed }).filter(([, value]) => value !== undefined),
  ) as Record<string, string>;
  await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }));
}

/** Calls a function as a schedule does: nobody waits for the answer. */
export async function callLater(name: string, event: unknown): Promise<void> {
  const Payload = Buffer.from(JSON.stringify(event));
  await lambda.send(new InvokeCommand({ FunctionName: `orders-${name}`, InvocationType: 'Event', Payload }));
}

/**
 * Gives a function the dead-letter queue that its template names, which the emulator's CloudFormation leaves out, and
 * answers with the URL of the queue.
 */
export async function giveDeadLetterQueue(name: string): Promise<string> {
  const { QueueUrls = [] } = await new SQSClient(AT_EMULATOR).send(new ListQueuesCommand({}));
  const url = QueueUrls.find((one) => one.includes('Unhandled'))!;
  const TargetArn = `arn:aws:sqs:${TOOLING.region}:${TOOLING.account}:${url.split('/').at(-1)}`;
  const FunctionName = `orders-${name}`;
  await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, DeadLetterConfig: { TargetArn } }));
  return url;
}

/** The policy that travels with the functions of an assembly. */
export function deployedPolicy(outdir: string): ChangePolicyInput {
  const asset = readdirSync(outdir).find((name) => readdirIfFolder(join(outdir, name)).includes('policy.json'))!;
  return JSON.parse(readFileSync(join(outdir, asset, 'policy.json'), 'utf8')) as ChangePolicyInput;
}

function readdirIfFolder(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

/** The same with a window that is shut until a moment, in a time zone where that is around noon. */
export function shutUntil(policy: ChangePolicyInput, opens: Date): ChangePolicyInput {
  const west = opens.getUTCHours() - 12;
  const timeZone = west === 0 ? 'Etc/GMT' : `Etc/GMT${west > 0 ? '+' : '-'}${Math.abs(west)}`;
  const from = `12:${String(opens.getUTCMinutes()).padStart(2, '0')}`;
  const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
  return { ...policy, window: { timeZone, open: [{ days: [...days], from, to: '13:30' }] } };
}
