import { join, relative } from 'node:path';
import { type AssemblyStack, imageFolder, imageRepositoryName, stackImages } from '../../../lib/assembly';
import { push } from './registry';
import { assumeIn } from './target-role';

/** A session that one role takes over from another lasts an hour at most. */
const SESSION = 3600;

/**
 * Puts the images of these stacks, as they were approved, into the bootstrap's repository of each account and region: the
 * very bytes, under their digest.
 */
export function pushImages(root: string, folder: string, stacks: readonly AssemblyStack[]): void {
  const named = stackImages(root, relative(root, folder));
  const wanted = stacks.flatMap(({ id, account, region }) =>
    (named.get(id) ?? []).map((digest) => ({ account, region, digest })),
  );
  const regions = [...new Set(wanted.map(({ region }) => region))];
  for (const region of regions) {
    const here = wanted.filter((each) => each.region === region);
    const { account } = here[0]!;
    const publisher = assumeIn({ account, region }, 'image-publishing', SESSION);
    const repository = { name: imageRepositoryName(account, region), region, publisher };
    for (const digest of new Set(here.map((each) => each.digest)))
      push(repository, join(root, imageFolder(digest)), digest);
  }
}
