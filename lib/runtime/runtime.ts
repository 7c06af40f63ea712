import { LambdaClient } from '@aws-sdk/client-lambda';
import { SQSClient } from '@aws-sdk/client-sqs';
import { GetParameterCommand } from '@aws-sdk/client-ssm';
import type { ChangePolicy } from '../change/policy';
import { ENV } from '../change/wiring';
import { bindTo } from './bind';
import { type Clients, createClients } from './clients';
import { attempt, demand } from './failure';
import { Fleet } from './fleet';
import { PATIENCE } from './patience';
import { type Otherwise, serve } from './serve';
import { localPolicies, localPolicy, parsePolicy, readSettings, type Settings } from './settings';

/** What every handler works with. */
export interface Runtime {
  readonly settings: Settings;
  readonly clients: Clients;
  readonly now: () => Date;
}

/** A handler as it is written and tested. */
export type Work<E, A> = (runtime: Runtime, event: E) => Promise<A>;

/**
 * A handler of change control as Lambda calls it, of one application or of many.
 *
 * @param otherwise What it answers where no application can be served.
 */
export function bind<E, A>(work: Work<E, A>, otherwise?: Otherwise<A>): (event: E) => Promise<A | undefined> {
  return bindTo(load, (loaded, event) =>
    loaded instanceof Fleet ? serve(loaded, work as Work<unknown, A>, event, otherwise) : work(loaded, event),
  );
}

async function load(): Promise<Runtime | Fleet> {
  const clients = createClients();
  const now = () => new Date();
  const policies = localPolicies(process.env, __dirname);
  if (policies) {
    const [functions, queues] = [new LambdaClient(PATIENCE), new SQSClient(PATIENCE)];
    return new Fleet({ policies, env: process.env, clients, functions, queues, now });
  }
  const policy = localPolicy(process.env, __dirname) ?? (await parameterPolicy(clients));
  return { settings: readSettings(process.env, policy), clients, now };
}

async function parameterPolicy(clients: Clients): Promise<ChangePolicy> {
  const name = process.env[ENV.policyParameter]!;
  const what = `read the policy from the parameter ${name}`;
  const answer = await attempt(what, () => clients.calendars.send(new GetParameterCommand({ Name: name })));
  return parsePolicy(demand(what, answer.Parameter?.Value, 'value'), `the parameter ${name}`);
}
