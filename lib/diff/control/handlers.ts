import { PIPELINE_PATH } from '../../names';
import type { TemplateResource } from '../../world/model';
import type { Fact } from './fact';
import { canonical, object, wordsOf, without } from './leaves';
import { policyFacts } from './policy';
import { detailsOf, lastPart, resourcesIn, type Site } from './site';

/** Properties that say nothing about what a handler decides. */
const ASIDE = ['Description', 'LoggingConfig', 'MemorySize', 'KmsKeyArn', 'TracingConfig'];
/** What other facts or other parts of a difference tell. */
const ELSEWHERE = ['Role', 'FunctionName', 'Code', 'Tags'];

/** The functions that decide for a pipeline: their policies, their code, how they are set up. */
export function handlerFacts(site: Site): Fact[] {
  const handlers = resourcesIn([site.stack], 'AWS::Lambda::Function')
    .map(({ resource }) => resource)
    .filter((one) => isHandler(site, one));
  return handlers.flatMap((handler) => factsOf(site, handler, handlers.length));
}

/** Under the pipeline's path only the platform's own functions run; a policy beside the code is theirs too. */
function isHandler({ world, stack }: Site, { ref, arn, policy, policies, properties }: TemplateResource): boolean {
  const { PIPELINE } = object(object(properties.Environment).Variables);
  const running = world.accounts
    .find((account) => account.id === stack.account)
    ?.resources.find((one) => one.arn === arn || lastPart(one.arn) === ref);
  return (
    policy !== undefined ||
    policies !== undefined ||
    PIPELINE !== undefined ||
    (running?.roles.some((role) => role.includes(`:role${PIPELINE_PATH}`)) ?? false)
  );
}

function factsOf(site: Site, { ref, properties, policy, policies, where }: TemplateResource, among: number): Fact[] {
  const name = wordsOf(ref);
  const place = { name, among };
  const key = `handler ${name}`;
  const fact: Fact = {
    of: site.of,
    key,
    within: 'pipeline',
    subject: 'handler',
    place,
    text: 'is there',
    gone: 'weaker',
    where,
  };
  const rest = without(properties, 'DeadLetterConfig', ...ASIDE, ...ELSEWHERE);
  return [
    fact,
    { ...fact, key: `${key} code`, within: key, subject: 'code of a handler', text: codeText(site, properties.Code) },
    ...detailsOf(rest, { of: site.of, within: key, subject: 'handler', place, where }),
    ...deadLetterFacts(fact, properties.DeadLetterConfig),
    ...(policy === undefined ? [] : policyFacts({ ...fact, key: `${key} policy`, within: key }, object(policy))),
    ...Object.entries(object(policies)).flatMap(([application, own]) =>
      policyFacts({ ...fact, key: `${key} policy of ${application}`, within: key }, object(own)),
    ),
  ];
}

/** Where a handler's failures are kept: without it nobody learns of them. */
function deadLetterFacts(handler: Fact, config: unknown): Fact[] {
  const { TargetArn: queue } = object(config);
  if (queue === undefined) return [];
  const key = `${handler.key} failures`;
  return [{ ...handler, key, within: handler.key, subject: 'queue of a handler for failures', text: wordsOf(queue) }];
}

/** So many characters of a digest tell two contents apart. */
const DIGEST = 16;

/** The content where the assemblies hold it, else the key that is made of the content. */
function codeText({ assets }: Site, code: unknown): string {
  const { S3Key, ImageUri } = object(code);
  if (typeof S3Key === 'string') return (assets(S3Key) ?? S3Key).slice(0, DIGEST);
  return wordsOf(ImageUri ?? canonical(code));
}
