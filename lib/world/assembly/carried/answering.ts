import type { Text } from '../value';
import { movingPart } from './content';
import type { Surroundings } from './surroundings';

/** Names that AWS gives to what an account makes; whose it is shows in the template that makes it, and nowhere else. */
const OF_AWS =
  /^(.*?)\.?\b(amazonaws\.com(\.cn)?|on\.aws|api\.aws|cloudfront\.(net|cn)|elasticbeanstalk\.com|awsglobalaccelerator\.com|awsapprunner\.com|amplifyapp\.com|amazoncognito\.com|amazonlightsail\.com)$/i;

/** Parts of a name that say which region, or that an endpoint is of another kind. */
const REGION = /^(?:[a-z]{2,4}(?:-[a-z]+)+-\d|dualstack|fips)$/i;
/** Words before the name of a service under which the service itself answers, for all its customers. */
const ENDPOINT_WORDS = new Set(['runtime', 'api', 'data', 'streams', 'streaming', 'session', 'models', 'control']);
const BUCKET_HOST = /^([a-z0-9][a-z0-9.-]*?)\.s3(?:-website|-accelerate)?[.-][^/]*amazonaws\.com/i;

/**
 * Who answers under a name, by words; undefined where it is what a guarded account makes, a service of AWS as such, or a
 * host of the world outside, which is judged as whatever the product calls.
 */
export function whoAnswers(text: Text, around: Surroundings): string | undefined {
  const item = around.item(text.of);
  if (item) return around.guarded(item.account) ? undefined : around.whoIn(item.account);
  const moving = text.of === undefined ? movingPart(text) : undefined;
  if (moving !== undefined) return `whoever may choose what is filled in there (${moving})`;
  const host = hostOf(text.pattern);
  const account = around.accountOfName(host) ?? bucketOwner(host, around);
  if (account !== undefined) return around.guarded(account) ? undefined : around.whoIn(account);
  // A name that is put together from a resource of the template is that resource's own.
  return text.exact && isMade(host) ? `whoever holds ${host}` : undefined;
}

/** The host of an address, without its port; a name stays what it is. */
function hostOf(address: string): string {
  return address
    .replace(/^[a-z][a-z0-9+.-]*:\/\//i, '')
    .replace(/[/?#:].*$/s, '')
    .replace(/\.$/, '');
}

function bucketOwner(host: string, around: Surroundings): string | undefined {
  const bucket = BUCKET_HOST.exec(host)?.[1];
  return bucket === undefined ? undefined : around.accountOfBucket(bucket);
}

/** Whether an account makes what answers there: a service's own endpoint has no more in front than its name. */
function isMade(host: string): boolean {
  const [whole, before, domain] = OF_AWS.exec(host) ?? [];
  if (whole === undefined) return false;
  const labels = before.split('.').filter((label) => label !== '' && !REGION.test(label));
  const isService = /^(amazonaws\.com(\.cn)?|api\.aws)$/i.test(domain);
  return !isService || labels.filter((label) => !ENDPOINT_WORDS.has(label.toLowerCase())).length > 1;
}
