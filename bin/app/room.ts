/** Megabytes of heap that a synthesis takes, its proof included: measured on platforms of 10 to 50 applications, rounded up. */
const TAKEN = { once: 500, byApplication: 50 } as const;

/** Names of round sizes are easier to type and to read. */
const STEP = 1024;

/**
 * What to say before a synthesis that Node.js may end for want of memory; nothing where there is room.
 *
 * @param limit Megabytes of heap at which Node.js ends the process.
 */
export function roomWarning(applications: number, limit: number): string | undefined {
  const needed = TAKEN.once + TAKEN.byApplication * applications;
  if (needed <= limit) return undefined;
  const asked = Math.ceil(needed / STEP) * STEP;
  return `${applications} applications may take ${needed} MB of memory, and Node.js ends a process at ${Math.floor(limit)} MB here: set NODE_OPTIONS=--max-old-space-size=${asked}, or synthesize one application (guarded synth --application NAME).`;
}
