/**
 * Makes machinery again from what an assembly states about it: a request as JSON on standard input, an assembly in the
 * folder that it names. The prover runs it apart from itself, so that reading never runs what it reads.
 */
import { readFileSync } from 'node:fs';
import { renderHere } from '../constructs/platform/render-here';
import type { RenderRequest } from '../lib/world/machinery/renderer';

try {
  renderHere(JSON.parse(readFileSync(0, 'utf8')) as RenderRequest);
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
