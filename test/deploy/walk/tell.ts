/** Writes the log of the walk: it reads like the README. */
export function tellWalk(line: string): void {
  process.stderr.write(`${line}\n`);
}
