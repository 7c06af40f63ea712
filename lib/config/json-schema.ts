import { z } from 'zod';
import { platform } from './schema';

/** The JSON Schema of platform.yaml, for editors: completion, documentation and the checks of single values. */
export function platformJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(platform, { io: 'input', target: 'draft-7', unrepresentable: 'any' }) as Record<
    string,
    unknown
  >;
}
