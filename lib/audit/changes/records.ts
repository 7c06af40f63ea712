import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { InputError } from '../../errors';
import { applyAll } from '../../change/apply';
import { pageSchema, type Page } from '../../change/events';
import { blankRecord, type ChangeRecord, recordSchema } from '../../change/record';
import { leaseRecordSchema, type LeaseRecord } from '../../sandbox/record';
import { Problems } from './problems';

/** The records of a folder, and what is wrong with them. */
export interface Records {
  readonly records: readonly ChangeRecord[];
  /** What stayed of self-service environments, by application and name. */
  readonly leases: readonly LeaseRecord[];
  readonly problems: Problems;
}

/**
 * Reads a folder of records: the write-once store as it lies in the bucket (`<application>/<number>/0001.json …` and
 * `record.json`), single records, what `guarded change list --json` prints, and records of leases (`leases/<application>/…`). Pages win over what was made of them.
 *
 * @throws InputError where there is no such folder.
 */
export function readRecords(directory: string): Records {
  return recordsIn(recordFiles(directory));
}

/** The JSON files of a folder. @throws InputError where there is no such folder. */
export function recordFiles(directory: string): RecordFile[] {
  return jsonFiles(directory).map((file) => ({ where: relative(directory, file), text: readFileSync(file, 'utf8') }));
}

/** A file of records, by the place that people know it by. */
export interface RecordFile {
  readonly where: string;
  readonly text: string;
}

/** The records in these files. */
export function recordsIn(files: readonly RecordFile[]): Records {
  const problems = new Problems();
  const records = new Map<string, ChangeRecord>();
  const pages = new Map<string, Page[]>();
  const leases = new Map<string, LeaseRecord>();
  for (const { where, text } of files) {
    for (const read of parsed(text, where, problems)) {
      const lease = leaseRecordSchema.safeParse(read);
      if (lease.success) takeLease(lease.data, where, leases, problems);
      else take(read, where, records, pages, problems);
    }
  }
  for (const [change, own] of pages) putTogether(change, own, records, problems);
  const sorted = [...records.values()].sort(byNumber);
  findGaps(sorted, problems);
  return { records: sorted, leases: [...leases.values()].sort(byCreation), problems };
}

function byCreation(a: LeaseRecord, b: LeaseRecord): number {
  return a.created + a.id < b.created + b.id ? -1 : 1;
}

function byNumber(a: ChangeRecord, b: ChangeRecord): number {
  if (a.application !== b.application) return a.application < b.application ? -1 : 1;
  return a.number - b.number;
}

function jsonFiles(directory: string): string[] {
  try {
    return readdirSync(directory, { recursive: true, encoding: 'utf8' })
      .map((name) => join(directory, name))
      .filter((file) => file.endsWith('.json') && statSync(file).isFile())
      .sort();
  } catch (error) {
    throw InputError.at(
      directory,
      undefined,
      `cannot be read as a folder of change records: ${(error as Error).message}`,
    );
  }
}

function parsed(text: string, where: string, problems: Problems): unknown[] {
  try {
    const read = JSON.parse(text) as unknown;
    return listed(read) ?? [read];
  } catch (error) {
    problems.lost(`is no JSON (${(error as Error).message})`, where);
    return [];
  }
}

/** What `guarded change list --json` and `guarded change show --json` print. */
function listed(read: unknown): unknown[] | undefined {
  const { changes, change } = (read ?? {}) as { changes?: unknown; change?: unknown };
  if (Array.isArray(changes)) return changes;
  return typeof change === 'object' && change !== null ? [change] : undefined;
}

function take(
  read: unknown,
  where: string,
  records: Map<string, ChangeRecord>,
  pages: Map<string, Page[]>,
  problems: Problems,
): void {
  const page = pageSchema.safeParse(read);
  if (page.success) {
    pages.set(page.data.change, [...(pages.get(page.data.change) ?? []), page.data]);
    return;
  }
  const record = recordSchema.safeParse(read);
  if (!record.success) problems.lost('is neither a change record nor a page of one', where);
  else if (records.has(record.data.change) && !same(records.get(record.data.change)!, record.data))
    problems.lost(`tells ${record.data.change} otherwise than another file`, where);
  else records.set(record.data.change, record.data);
}

function takeLease(lease: LeaseRecord, where: string, leases: Map<string, LeaseRecord>, problems: Problems): void {
  const known = leases.get(lease.id);
  if (known && !same(known, lease)) problems.lost(`tells lease ${lease.id} otherwise than another file`, where);
  else leases.set(lease.id, lease);
}

function same<T extends ChangeRecord | LeaseRecord>(a: T, b: T): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** The pages are what cannot be changed afterwards: a record that says something else is told. */
function putTogether(
  change: string,
  own: readonly Page[],
  records: Map<string, ChangeRecord>,
  problems: Problems,
): void {
  const [, application, digits] = /^(.+)-([1-9]\d*)$/.exec(change) ?? [];
  const sorted = [...own].sort((a, b) => a.page - b.page);
  if (!application || !digits) return void problems.lost('is the name of no change', change);
  const missing = sorted.findIndex((page, index) => page.page !== index + 1);
  if (missing >= 0) problems.lost(`page ${missing + 1} is missing or there twice`, change);
  const known = records.get(change);
  const { execution } = sorted[0];
  const pipeline = known?.pipeline ?? application;
  const blank = blankRecord({ change, number: Number(digits), application, pipeline, execution });
  const { record, illegal } = applyAll(
    blank,
    sorted.flatMap((page) => page.events),
  );
  for (const what of illegal) problems.lost(what, change);
  const made = recordSchema.parse({ ...record, pages: sorted.length });
  if (known && !same({ ...known, pages: made.pages }, made))
    problems.lost('the sealed record says something else than its pages', change);
  records.set(change, made);
}

/** Numbers count up by one for each application, from 1: a gap is a record that was taken away. */
function findGaps(records: readonly ChangeRecord[], problems: Problems): void {
  const next = new Map<string, number>();
  for (const { application, number } of records) {
    const expected = next.get(application) ?? 1;
    const missing = number - expected;
    if (missing > 0)
      problems.lost(
        `records are missing: ${missing === 1 ? `number ${expected}` : `numbers ${expected} to ${number - 1}`}`,
        application,
        missing,
      );
    next.set(application, number + 1);
  }
}
