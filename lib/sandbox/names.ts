import { createHash } from 'node:crypto';
import { REGIONS } from '../contract/regions';

/** Most characters of a lease's name: with `lease-` it is the name of an environment, which takes 24. */
export const LONGEST_NAME = 18;

const NAME = /^[a-z](?:[a-z0-9]|-(?=[a-z0-9]))*$/;

/** How a name is written, for messages. */
export const NAME_FORM = `lower-case letters, digits and single hyphens, a letter first, at most ${LONGEST_NAME} characters, no region among them`;

/** Whether a text can be the name of a lease. Stacks of `x-eu-west-2` would begin as those of a lease `x` in that region do. */
export function isLeaseName(text: string): boolean {
  const holdsRegion = REGIONS.some((region) => `-${text}-`.includes(`-${region}-`));
  return text.length <= LONGEST_NAME && NAME.test(text) && !holdsRegion;
}

/**
 * A name for the lease of somebody and a branch: the branch where it is a feature's, the person before the main branch.
 * A name that must be cut ends in a hash of the whole, so that two long branches do not meet.
 */
export function nameFor(user: string, branch: string, mainBranch: string): string {
  const person = user.split('@')[0]!;
  return fit(branch === mainBranch ? `${person}-${branch}` : branch.replace(/^(feature|feat|fix|bugfix)\//, ''));
}

/** Name of a branch's preview. */
export function previewName(branch: string): string {
  return fit(`pr-${branch}`);
}

function fit(text: string): string {
  const slug = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '');
  const plain = slug.length > 0 && slug === text.toLowerCase().replaceAll('/', '-');
  if (isLeaseName(slug) && (plain || isLossless(text, slug))) return slug;
  const mark = createHash('sha256').update(text).digest('hex').slice(0, 5);
  const cut = (slug || 'env').slice(0, LONGEST_NAME - 6).replace(/-+$/, '');
  return isLeaseName(`${cut}-${mark}`) ? `${cut}-${mark}` : `env-${mark}`;
}

/** Case and separators are lost on purpose; anything else that is lost could make two names one. */
function isLossless(text: string, slug: string): boolean {
  return text.toLowerCase().replace(/[/_.@-]+/g, '-') === slug;
}

/** Id of a lease, for all time: name and moment of its creation. */
export function leaseId(name: string, created: Date): string {
  return `${name}-${created.getTime().toString(36)}`;
}
