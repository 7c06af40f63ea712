import { z } from 'zod';

const minutes = z.number().positive();

/** What self-service of one application in one dev account decides by. */
export const sandboxPolicySchema = z.strictObject({
  application: z.string().min(1),
  /** The dev account, 12 digits. */
  account: z.string().regex(/^\d{12}$/),
  region: z.string().min(1),
  /** Branch that releases come from. */
  mainBranch: z.string().min(1),
  /** Most leases at once: of one person, and of the whole team. Previews count for the team alone. */
  quota: z.strictObject({ person: z.int().min(1).max(100), team: z.int().min(1).max(200) }),
  /** Minutes. */
  lifetime: z
    .strictObject({ default: minutes, longest: minutes })
    .refine((lifetime) => lifetime.default <= lifetime.longest, { error: 'the default is longer than the longest' }),
  /** Minutes before the end at which the owner is warned. */
  warnMinutes: minutes.default(240),
  /** US dollars over the lease's whole life. */
  budget: z
    .strictObject({ default: z.number().positive(), most: z.number().positive() })
    .refine((budget) => budget.default <= budget.most, { error: 'the default is more than the most' }),
  /** Branches that get an environment by themselves; absent where none does. */
  previews: z.strictObject({ branches: z.string().min(1) }).optional(),
  /** Permission sets: who may use it, and who may also extend and delete what belongs to others. */
  permissionSets: z.strictObject({
    use: z.array(z.string().min(1)).min(1),
    manage: z.array(z.string().min(1)).default([]),
  }),
  /** How stubborn the deletion is; network interfaces linger for up to 45 minutes. */
  deletion: z
    .strictObject({
      /** Passes before the lease is reported. */
      attempts: z.int().min(1).max(100).default(12),
      /** Minutes between the first two passes; doubled each time. */
      pauseMinutes: minutes.default(2),
      longestPauseMinutes: minutes.default(60),
    })
    .default({ attempts: 12, pauseMinutes: 2, longestPauseMinutes: 60 }),
  /** Seconds between two looks at a build that runs. */
  pollSeconds: z.number().min(1).default(15),
  /** Minutes after which a deployment that says nothing more counts as failed. */
  deployMinutes: minutes.default(120),
});

/** What self-service of one application decides by, defaults filled in. */
export type SandboxPolicy = z.output<typeof sandboxPolicySchema>;

/** The same as whoever writes it may write it. */
export type SandboxPolicyInput = z.input<typeof sandboxPolicySchema>;
