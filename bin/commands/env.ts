import type { Command } from 'commander';
import { InputError } from '../../lib/errors';
import type { LeaseView } from '../../lib/sandbox/lease';
import type { LeaseRecord } from '../../lib/sandbox/record';
import { EXIT } from '../failure';
import type { Environments } from './env-call';

interface Options {
  readonly application?: string;
  readonly branch?: string;
  readonly name?: string;
  readonly ttl?: string;
  readonly budget?: string;
  readonly reason?: string;
  readonly wait?: boolean;
  readonly ended?: boolean;
  readonly follow?: boolean;
  readonly html?: string;
  readonly json?: boolean;
}

/** Milliseconds between two looks at what is on its way. */
const EVERY_MS = 3000;

/** Asks self-service; a no is an answer, 1, and a document where one is wanted. */
async function asking(options: Options, work: (environments: Environments) => Promise<void>): Promise<void> {
  // Which Node.js the SDK will want is for whoever maintains this package, not for whoever reads this output.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  const [{ Environments, Refused }, { applicationHere }] = await Promise.all([
    import('./env-call.js'),
    import('./working-copy.js'),
  ]);
  const { printJson, tell } = await import('./print.js');
  try {
    await work(new Environments(applicationHere(options.application)));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    tell(error.message);
    const { refused, why, leases } = error.refusal;
    if (options.json) printJson({ refused, why, leases });
    process.exitCode = EXIT.stop;
  }
}

async function create(options: Options): Promise<void> {
  const { branchHere } = await import('./working-copy.js');
  const { tell } = await import('./print.js');
  const minutes = await minutesOf(options.ttl);
  const budget = dollarsOf(options.budget);
  await asking(options, async (environments) => {
    const { name, reason } = options;
    const branch = branchHere(options.branch, tell);
    const asked = { do: 'create', branch, name, minutes, budget, why: reason };
    const lease = await environments.ask<LeaseView>(asked);
    if (!options.wait) {
      tell(`${lease.name} is on its way: guarded env show ${lease.name}, or create with --wait.`);
      return shown(lease, options);
    }
    await waited(environments, lease, options);
  });
}

async function waited(environments: Environments, lease: LeaseView, options: Options): Promise<void> {
  const { untilReady } = await import('./env-wait.js');
  const { tell } = await import('./print.js');
  const ready = await untilReady(environments, lease, { everyMs: EVERY_MS, tell });
  await shown(ready, options);
  if (ready.problem === null) return;
  tell(`${ready.name} could not be deployed: ${ready.problem}. Read why: guarded env logs ${ready.name}`);
  process.exitCode = EXIT.stop;
}

async function shown(lease: LeaseView, { json }: Options): Promise<void> {
  const { print, printJson } = await import('./print.js');
  if (json) return printJson(lease);
  const { tellLease } = await import('./env-show.js');
  print(tellLease(lease, new Date()));
}

async function list(options: Options): Promise<void> {
  await asking(options, async (environments) => {
    const ended = options.ended ?? false;
    const answer = await environments.ask<Listed>({ do: 'list', ended });
    const { print, printJson } = await import('./print.js');
    if (options.html !== undefined) await writePage(options.html, answer.leases ?? []);
    if (options.json) return printJson(answer);
    const { tellEnded, tellList } = await import('./env-show.js');
    print(ended ? tellEnded(answer.ended ?? []) : tellList(answer.leases ?? [], new Date()));
  });
}

interface Listed {
  readonly leases?: LeaseView[];
  readonly ended?: LeaseRecord[];
}

async function writePage(file: string, leases: readonly LeaseView[]): Promise<void> {
  const [{ writeFileSync }, { leasePage }, { tell }] = await Promise.all([
    import('node:fs'),
    import('../../lib/sandbox/page.js'),
    import('./print.js'),
  ]);
  try {
    writeFileSync(file, leasePage(leases, new Date()));
  } catch (error) {
    throw InputError.at('arguments', '--html', `${(error as Error).message}; name a file that can be written`);
  }
  tell(`${file} shows them.`);
}

async function about(deed: 'show' | 'delete' | 'extend', name: string, options: Options): Promise<void> {
  const minutes = await minutesOf(options.ttl);
  await asking(options, async (environments) => {
    const more = deed === 'show' ? {} : { why: options.reason, ...(deed === 'extend' ? { minutes } : {}) };
    await shown(await environments.ask<LeaseView>({ do: deed, name, ...more }), options);
  });
}

async function logs(name: string, options: Options): Promise<void> {
  await asking(options, async (environments) => {
    const { printLogs } = await import('./env-wait.js');
    const { plain } = await import('../../lib/change/escape.js');
    const { print, printJson } = await import('./print.js');
    const told = options.json ? () => undefined : (text: string) => print(plain(text));
    const pages = await printLogs(environments, name, options.follow ?? false, { everyMs: EVERY_MS, tell: told });
    if (options.json) printJson({ lines: pages.flatMap(({ lines }) => lines) });
  });
}

async function minutesOf(ttl: string | undefined): Promise<number | undefined> {
  if (ttl === undefined) return undefined;
  const { DURATION_FORM, parseDuration } = await import('../../lib/sandbox/duration.js');
  const minutes = parseDuration(ttl);
  if (minutes !== undefined) return minutes;
  throw InputError.at('arguments', '--ttl', `"${ttl}" is no lifetime: write ${DURATION_FORM}`);
}

function dollarsOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const dollars = Number(text.replace(/^\$/, ''));
  if (text.trim() !== '' && Number.isFinite(dollars) && dollars > 0) return dollars;
  throw InputError.at('arguments', '--budget', `"${text}" is no budget: write US dollars above 0, for example 50`);
}

/** `guarded env`: environments of one's own, without asking anybody. */
export function register(program: Command): void {
  const env = program.command('env').description('Make an environment of your own in dev; it goes away by itself.');
  const common = (command: Command): Command =>
    command
      .option('--application <name>', 'the application; else that of the working copy')
      .option('--json', 'one JSON document');
  common(env.command('create'))
    .description('Make an environment of a branch.')
    .option('--branch <branch>', 'the branch; else the one that is checked out')
    .option('--name <name>', 'its name; else one made of the branch')
    .option('--ttl <time>', 'how long it lives: 90m, 12h or 3d')
    .option('--budget <dollars>', 'US dollars that it may cost; it warns')
    .option('--reason <text>', 'what it is for; it stands in the record')
    .option('--wait', 'wait until it stands, and show its URLs')
    .action(create);
  common(env.command('list'))
    .description('List environments: owner, time left, cost.')
    .option('--ended', 'those that are gone, from their records')
    .option('--html <file>', 'write a page that shows them')
    .action(list);
  common(env.command('show <name>'))
    .description('Show an environment: URLs, time left, cost, what happened.')
    .action((name: string, options: Options) => about('show', name, options));
  common(env.command('extend <name>'))
    .description('Let an environment live longer.')
    .option('--ttl <time>', 'how much longer: 90m, 12h or 3d')
    .option('--reason <text>', 'why; it stands in the record')
    .action((name: string, options: Options) => about('extend', name, options));
  common(env.command('delete <name>'))
    .description('Delete an environment now.')
    .option('--reason <text>', 'why; it stands in the record')
    .action((name: string, options: Options) => about('delete', name, options));
  common(env.command('logs <name>'))
    .description('Print the log of its newest build or deployment.')
    .option('--follow', 'go on until it ends')
    .action(logs);
}
