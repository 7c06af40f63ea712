import { setTimeout } from 'node:timers/promises';

const BASE_MS = 20;
const MOST_MS = 2000;

/** Waits before the next try: up to twice as long each time, at most two seconds, so that rivals part. */
export async function pauseFor(turn: number): Promise<void> {
  await setTimeout(Math.random() * Math.min(MOST_MS, BASE_MS * 2 ** turn));
}
