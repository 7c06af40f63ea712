import { z } from 'zod';
import { text } from './fields';

const email = text(
  /^[^\s@<>"',;]+@[^\s@<>"',;]+\.[^\s@<>"',;]+$/,
  'write an e-mail address: on-call@example.com',
  'E-mail address; AWS asks it once to confirm that it wants to be told.',
);

/** Who is told. */
export const notify = z
  .strictObject({
    emails: z.array(email, { error: 'write a list of e-mail addresses: [on-call@example.com]' }).default([]),
  })
  .optional()
  .meta({
    description:
      'Who is told of every change by e-mail. Under platform: of what the monitors of guarded accounts find, as well.',
    examples: [{ emails: ['on-call@example.com'] }],
  });
