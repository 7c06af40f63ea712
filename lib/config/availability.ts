import { z } from 'zod';
import { text } from './fields';

const PERCENT = 'write the availability in percent, at least 90 and below 100: 99.98';
const OBJECTIVES =
  'write the name of an Application Signals objective, orders-{environment}-{region}-availability (what stands in braces is that of each prod place), or its ARN';

/** Braces stand for the environment and the region; what becomes of them is checked where both are known. */
const objective = text(
  /^(arn:aws.+|[0-9A-Za-z{][-._0-9A-Za-z {}]+)$/,
  OBJECTIVES,
  'Name of an Application Signals objective, `{environment}` and `{region}` being those of each prod place; or an ARN.',
);

/** The promise of an application, and what measures it. */
export const availability = z
  .strictObject({
    objective: z
      .number({ error: PERCENT })
      .min(90, { error: PERCENT })
      .lt(100, { error: PERCENT })
      .meta({ description: 'Availability objective in percent over 30 days: 99.98 leaves 8.64 minutes.' }),
    serviceLevelObjectives: z
      .array(objective, { error: 'write a list of names: [orders-{environment}-{region}-availability]' })
      .default([])
      .meta({
        description:
          'What measures it in every prod account and region: the gate asks these for their error budget. Default: those that AvailabilityObjective makes in a workload synthesized beside the platform.',
      }),
  })
  .meta({
    description: 'The promise, and what measures it. A spent error budget stops features, never fixes.',
    examples: [{ objective: 99.98 }],
  });
