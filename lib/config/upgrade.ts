import { z } from 'zod';
import { text } from './fields';

const DIGEST =
  'write the SHA-256 that `npx guarded upgrade` printed where the newer version is installed, 64 hex digits';

/** The package that may prove the release which moves to it. */
export const upgrade = z
  .strictObject({
    archive: z.string({ error: 'write the path of the file that `npx guarded upgrade --out FILE` wrote' }).meta({
      description: 'File that `npx guarded upgrade --out FILE` wrote where the newer version is installed.',
    }),
    sha256: text(/^[0-9a-f]{64}$/, DIGEST, 'SHA-256 of what is packed in it: what approvers let in.'),
  })
  .optional()
  .meta({
    examples: [{ archive: './upgrade.tgz', sha256: '0123456789abcdef'.repeat(4) }],
    description:
      'A newer version of this package, or this one with other libraries beside it, that may prove the release which installs it. It counts once a release that names it went through the approvers.',
  });
