import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import type { FreezeDeed } from '../../lib/change/freeze';
import type { ChangeRecord } from '../../lib/change/record';
import { oneLine, plain } from '../../lib/change/escape';
import { PAGE_WIDTH } from '../../lib/change/wrap';
import { InputError, SurroundingsError } from '../../lib/errors';
import { EXIT } from '../failure';
import { print, printJson } from './print';

interface Options {
  readonly application?: string;
  readonly json?: boolean;
  readonly limit?: string;
  readonly reason?: string;
  readonly html?: string;
}

async function list(options: Options): Promise<void> {
  const { listChanges, readLine } = await import('./change-read.js');
  const application = options.application;
  if (!application) throw InputError.at('arguments', '--application', 'name the application: --application orders');
  const records = await listChanges(application, limitOf(options.limit));
  const state = await readLine(application);
  if (options.json) return printJson({ version: 1, changes: records, line: state });
  const { renderLine, renderList } = await import('./change-list.js');
  if (!records.length) print(`No change of ${oneLine(application)} is recorded yet.`);
  else print(await renderList(records, widthOf()));
  for (const line of renderLine(state, widthOf())) print(line);
}

async function show(name: string, options: Options): Promise<void> {
  const { getChange } = await import('./change-read.js');
  const { application, number } = await nameOf(name, options);
  const record = await getChange(application, number);
  if (options.html !== undefined) await writePage(options.html, record);
  if (options.json) return printJson({ version: 1, change: record });
  const { renderRecord } = await import('../../lib/change/render.js');
  print(renderRecord(record, widthOf()));
}

/** The page for whoever has to decide, whole in itself. */
async function writePage(file: string, record: ChangeRecord): Promise<void> {
  const { changePage } = await import('../../lib/page/change-page.js');
  writeFileSync(file, changePage(record));
  process.stderr.write(`Wrote ${file}.\n`);
}

/** A terminal's width up to a readable one; a page's where the output goes elsewhere. */
function widthOf(): number {
  return Math.min(process.stdout.columns ?? PAGE_WIDTH, 100);
}

/** `orders-42`, or `42` with `--application orders`. */
async function nameOf(name: string, { application }: Options): Promise<{ application: string; number: number }> {
  const { parseChangeName } = await import('../../lib/change/number.js');
  const parsed = parseChangeName(name) ?? (application ? parseChangeName(`${application}-${name}`) : undefined);
  if (parsed) return parsed;
  throw InputError.at('arguments', 'NUMBER', `"${name}" is no change: write orders-42, or 42 --application orders`);
}

function limitOf(text = '20'): number {
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 1 && limit <= 1000) return limit;
  throw InputError.at('arguments', '--limit', `"${text}" is no number of changes: write 1 to 1000`);
}

/** Refused is an answer, 1; a service that failed, 3. */
async function line(deed: FreezeDeed, application: string, reason: string, number?: number): Promise<void> {
  const { askLine } = await import('./change-line.js');
  const answer = await askLine({ do: deed, application, reason, ...(number ? { number } : {}) });
  const message = plain(answer.message);
  if (answer.status === 200) return print(message);
  if (answer.status === 400) throw InputError.at('arguments', undefined, message);
  if (answer.status >= 500) throw new SurroundingsError(message);
  process.stderr.write(`${message}\n`);
  process.exitCode = EXIT.stop;
}

async function decide(deed: FreezeDeed, name: string, options: Options): Promise<void> {
  const { application, number } = await nameOf(name, options);
  await line(deed, application, options.reason ?? '', number);
}

/** `guarded change`: reads change records, stops the line and starts it again. */
export function register(program: Command): void {
  const change = program.command('change').description('Read change records; stop the line and start it again.');
  change
    .command('list')
    .description('List the newest changes of an application, and whether its line is stopped. Times are UTC.')
    .requiredOption('--application <name>', 'the application')
    .option('--limit <number>', 'how many, 1 to 1000', '20')
    .option('--json', 'one JSON document')
    .action(list);
  change
    .command('show <number>')
    .description('Show the record of a change: orders-42.')
    .option('--application <name>', 'the application, where the number alone is given')
    .option('--html <file>', 'write it as a page too')
    .option('--json', 'one JSON document')
    .action(show);
  for (const [deed, what] of [
    ['freeze', 'Stop the line: nothing new starts, what runs finishes. On-call and release managers may.'],
    ['unfreeze', 'Start the line again. Release managers may.'],
  ] as const)
    change
      .command(`${deed} <application>`)
      .description(what)
      .requiredOption('--reason <text>', 'why; everybody reads it')
      .action((application: string, { reason }: Options) => line(deed, application, reason!));
  for (const [deed, what] of [
    ['continue', 'Let a wave go on whose alarms could not say that it is well. Release managers may.'],
    ['rollback', 'Send the wave that bakes back. On-call and release managers may.'],
  ] as const)
    change
      .command(`${deed} <number>`)
      .description(what)
      .requiredOption('--reason <text>', 'why; it stands in the record')
      .option('--application <name>', 'the application, where the number alone is given')
      .action((name: string, options: Options) => decide(deed, name, options));
}
