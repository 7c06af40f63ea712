import { z } from 'zod';
import { OLDEST_SNAPSHOT_HOURS, SNAPSHOT_HOURS } from '../continuous/wiring';
import { region } from './fields';

const hour = { error: 'write an hour of the day in UTC: 0 to 23' };
const { least, most } = SNAPSHOT_HOURS;
const age = { error: `write a whole number of hours from ${least} to ${most}` };
const on = { error: 'write true, or false where nothing shall be proved anew' };

/** How the platform proves itself anew on what is deployed. */
export const continuousProof = z
  .strictObject({
    enabled: z.boolean(on).default(true).meta({
      description:
        'Whether the audit account proves anew what is deployed. Without it somebody collects each snapshot by hand.',
    }),
    hour: z.int(hour).min(0, hour).max(23, hour).default(3).meta({
      description: 'Hour of the day (UTC) at which it does so; on changes it does so too.',
    }),
    regions: z
      .array(region, { error: 'write a list of regions: [eu-west-2, us-east-1]' })
      .min(1, { error: 'write at least one region, or leave the key out' })
      .optional()
      .meta({
        description:
          'Regions that are looked into; what lies in others stays unseen. Default: those that are on everywhere.',
      }),
    oldestSnapshotHours: z.int(age).min(least, age).max(most, age).default(OLDEST_SNAPSHOT_HOURS).meta({
      description: 'Hours after which a collected snapshot says nothing of today any more, so that releases wait.',
    }),
  })
  .optional()
  .meta({
    description: 'The continuous proof of the audit account: once a day, and when something changes.',
    examples: [{ hour: 3, oldestSnapshotHours: 48 }],
  });
