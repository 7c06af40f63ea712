import { catalogue } from '../../iam';
import type { Satisfied } from '../../iam/query';
import { may } from '../../world/authorize/ask';
import type { Question } from '../../world/authorize/ask';
import type { Closure } from '../closure/closure';
import type { Organization } from '../../world/authorize/organization';
import { matchesPattern } from '../../world/patterns';

const REGION = 'eu-west-2';
const EXAMPLES: Readonly<Record<string, string>> = {
  partition: 'aws',
  region: REGION,
  bucketname: 'example-bucket',
  objectname: 'example-object',
  instanceid: 'i-0123456789abcdef0',
  keyid: '1234abcd-12ab-34cd-56ef-1234567890ab',
};

function filled(template: string, owner: string, region: string): string {
  const parts: Readonly<Record<string, string>> = { ...EXAMPLES, account: owner, region };
  return template.replace(/\$\{([^}]*)\}/g, (_all, name: string) => parts[name.toLowerCase()] ?? 'example');
}

/** The shortest word of a language has parts of one letter and regions of none. */
function mended(resource: string, region: string): string {
  const [arn, partition, service, place, account, ...rest] = resource.split(':');
  if (rest.length === 0) return resource;
  const name = rest.join(':').replace(/(^|[:/])[a-zA-Z](?=$|[:/])/g, '$1example');
  const named = service === 's3' ? name.replace(/^example(?=$|\/)/, 'example-bucket') : name;
  return [arn, partition, service, /^(.|us-east-1)$/.test(place) ? region : place, account, named].join(':');
}

function candidates({ request }: Satisfied, owner: string): string[] {
  const asked = Object.entries(request.context).find(([key]) => key.toLowerCase() === 'aws:requestedregion');
  const region = asked?.[1][0] ?? REGION;
  const templates = catalogue().find(request.action)?.resources ?? [];
  const all = [mended(request.resource, region), ...templates.slice(0, 3).map((one) => filled(one, owner, region))];
  return [...new Set(all)].filter((one) => one !== request.resource);
}

/** Whether a resource is listed, or lies in one that is: another policy may have a say there. */
function lies({ resources }: Organization, arn: string): boolean {
  return resources.has(arn) || [...resources.keys()].some((one) => matchesPattern(`${one}/*`, arn));
}

/** So many requests are given names from life; the rest stay as the search found them. */
const MOST = 60;
const given = new WeakMap<Closure, number>();

/** A search finds the shortest names; a reader wants likely ones. Only what is allowed just the same is told instead. */
export function lifelike(closure: Closure, question: Question, found: Satisfied): Satisfied {
  const told = given.get(closure) ?? 0;
  if (told >= MOST || found.request.resource === '*') return found;
  given.set(closure, told + 1);
  const { organization } = closure;
  for (const resource of candidates(found, question.owner)) {
    if (!question.resource.some((pattern) => matchesPattern(pattern, resource))) continue;
    if (organization.owner(resource, question.owner) !== question.owner) continue;
    if (question.policy === undefined && lies(organization, resource)) continue;
    const answer = may(organization, { ...question, actions: [found.request.action], resource: [resource] });
    if (answer.verdict === 'sat') return answer;
  }
  return found;
}
