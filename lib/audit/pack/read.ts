import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { InputError } from '../../errors';
import { type Evidence, evidenceSchema } from '../evidence/schema';

/**
 * The evidence of a pack.
 *
 * @throws InputError where the folder holds no evidence of version 1.
 */
export function readPack(directory: string): Evidence {
  const file = join(directory, 'evidence.json');
  let read: unknown;
  try {
    read = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw InputError.at(file, undefined, `cannot be read as JSON: ${(error as Error).message}`);
  }
  const evidence = evidenceSchema.safeParse(read);
  if (evidence.success) return evidence.data;
  throw InputError.at(file, undefined, `is no evidence of version 1: ${z.prettifyError(evidence.error).slice(0, 500)}`);
}
