import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Milliseconds that a suite waits for another one that makes something, on a machine that much else keeps busy. */
const PATIENCE = 300_000;

/**
 * Something that several suites need and none changes, made once a run in the run's own folder: whichever suite comes first
 * makes it, the others wait for it. Answers with the folder that it was made in.
 */
export function onceARun(name: string, make: (folder: string) => void): string {
  const place = join(tmpdir(), name);
  const done = join(place, 'done');
  const failed = join(place, 'failed');
  if (claimed(place)) return made(make, place, done, failed);
  const until = Date.now() + PATIENCE;
  while (!existsSync(done) && !existsSync(failed) && Date.now() < until)
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
  if (!existsSync(done)) throw new Error(`the suite that makes ${name} did not come to its end`);
  return done;
}

function claimed(place: string): boolean {
  try {
    mkdirSync(place);
    return true;
  } catch {
    return false;
  }
}

/** It appears as a whole, or the suites that wait are told. */
function made(make: (folder: string) => void, place: string, done: string, failed: string): string {
  const making = join(place, 'making');
  mkdirSync(making);
  try {
    make(making);
  } catch (error) {
    writeFileSync(failed, '');
    throw error;
  }
  renameSync(making, done);
  return done;
}
