import { z } from 'zod';
import { SEVERITIES } from '../change/image-scan';
import { text, word } from './fields';

const REASON = 'write why it may be released, in 1,000 characters at most';

const accepted = z
  .strictObject({
    finding: text(
      /^[\w.:-]{1,300}$/,
      'write the name of a finding as the scan has it: CVE-2026-12345',
      'Name of a finding: CVE-2026-12345; UNSUPPORTED_IMAGE for images whose content no scan can read.',
    ),
    reason: text(/^(?=[^]*\S)[^]{1,1000}$/, REASON, 'Why it may be released, for the change record and the auditor.'),
  })
  .meta({ examples: [{ finding: 'CVE-2026-12345', reason: 'nothing of ours calls it' }] });

/** What the scans of images that are built from source must not find. */
export const imageScan = z
  .strictObject({
    block: word(SEVERITIES, 'Findings of this severity or worse end the release. Default: CRITICAL.').default(
      'CRITICAL',
    ),
    accept: z
      .array(accepted, { error: 'write a list of findings: [{ finding: CVE-2026-12345, reason: … }]' })
      .max(200, { error: 'write at most 200 findings' })
      .default([])
      .meta({ description: 'Findings that end no release, each with its reason.' }),
  })
  .optional()
  .meta({
    description:
      'What the scans of its images must not find; with images: true. Default: nothing of severity CRITICAL, whatever it is.',
    examples: [{ block: 'HIGH' }],
  });
