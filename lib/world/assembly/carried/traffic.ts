import type { Item } from '../stacks';
import { exactText, possibleEntries, property, textsOf } from '../value';
import { whoAnswers } from './answering';
import { WHO, type Finding } from './finding';
import type { Leaf } from './leaves';
import type { Surroundings } from './surroundings';

const WAY = [
  'answer there',
  'callers of prod are sent on by prod itself',
  'what they send is yours, and what they get as prod’s own',
];

/** Where what callers ask of prod is sent: names and addresses at which others than prod may answer. */
export function trafficIn(leaf: Leaf, around: Surroundings): Finding[] {
  return textsOf(leaf.value).flatMap((text) => {
    const who = whoAnswers(text, around);
    if (who === undefined) return [];
    return [{ why: `${leaf.path} sends callers of prod to ${text.pattern}, and ${who} answers there`, ...told(who) }];
  });
}

/** Addresses to which the operations of a definition in OpenAPI are sent. */
const ADDRESS = /\.x-amazon-apigateway-integration\.uri$/;

/** The same within a definition that stands in the template. */
export function definedTraffic(leaves: readonly Leaf[], around: Surroundings): Finding[] {
  return leaves
    .filter(({ path }) => ADDRESS.test(path))
    .flatMap((leaf) => trafficIn(leaf, around).map((one): Finding => ({ ...one, property: leaf.path })));
}

/** Targets that a load balancer names by addresses outside of its own network. */
export function beyondNetwork({ type, properties }: Item): Finding[] {
  if (type !== 'AWS::ElasticLoadBalancingV2::TargetGroup') return [];
  const path = 'Targets.Id';
  return possibleEntries(properties.Targets)
    .filter((target) => exactText(property(target, 'AvailabilityZone')) === 'all')
    .flatMap((target) => textsOf(property(target, 'Id')))
    .filter((text) => text.of === undefined && !text.pattern.startsWith('arn:'))
    .map(({ pattern }) => ({
      why: `${path} sends callers of prod to ${pattern}, an address outside of its network that nothing describes`,
      ...told(`whoever holds ${pattern} in a network that this one reaches`),
      property: path,
    }));
}

function told(who: string): Pick<Finding, 'theorems' | 'who' | 'way'> {
  return { theorems: WHO, who, way: WAY };
}
