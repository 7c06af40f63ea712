import { GetParameterCommand } from '@aws-sdk/client-ssm';
import type { ChangePolicy } from '../change/policy';
import { ENV } from '../change/wiring';
import { bindTo } from './bind';
import { type Clients, createClients } from './clients';
import { attempt, demand } from './failure';
import { localPolicy, parsePolicy, readSettings, type Settings } from './settings';

/** What every handler works with. */
export interface Runtime {
  readonly settings: Settings;
  readonly clients: Clients;
  readonly now: () => Date;
}

/** A handler as it is written and tested. */
export type Work<E, A> = (runtime: Runtime, event: E) => Promise<A>;

/** A handler of change control as Lambda calls it. */
export function bind<E, A>(work: Work<E, A>): (event: E) => Promise<A> {
  return bindTo(load, work);
}

async function load(): Promise<Runtime> {
  const clients = createClients();
  const policy = localPolicy(process.env, __dirname) ?? (await parameterPolicy(clients));
  return { settings: readSettings(process.env, policy), clients, now: () => new Date() };
}

async function parameterPolicy(clients: Clients): Promise<ChangePolicy> {
  const name = process.env[ENV.policyParameter]!;
  const what = `read the policy from the parameter ${name}`;
  const answer = await attempt(what, () => clients.calendars.send(new GetParameterCommand({ Name: name })));
  return parsePolicy(demand(what, answer.Parameter?.Value, 'value'), `the parameter ${name}`);
}
