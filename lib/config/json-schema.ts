import { z } from 'zod';
import { included } from './include';
import { platform } from './schema';

type Schema = Record<string, unknown>;

function schemaOf(type: z.ZodType): Schema {
  return z.toJSONSchema(type, { io: 'input', target: 'draft-7', unrepresentable: 'any' }) as Schema;
}

/**
 * The JSON Schema of platform.yaml, for editors: completion, documentation and the checks of single values. Its applications
 * may all stand in files that it includes.
 */
export function platformJsonSchema(): Schema {
  const schema = schemaOf(platform);
  const required = (schema.required as string[]).filter((key) => key !== 'applications');
  return { ...schema, required, anyOf: [{ required: ['applications'] }, { required: ['include'] }] };
}

/** The JSON Schema of a file that platform.yaml includes. */
export function includedJsonSchema(): Schema {
  return schemaOf(included);
}
