import type { Item } from '../stacks';
import { exactText, possibleEntries, property, textsOf, type Text } from '../value';
import { WHO, type Finding } from './finding';
import type { Surroundings } from './surroundings';

/** Names of AWS under which a resource answers: whose it is shows in the template that makes it, and nowhere else. */
const OF_A_RESOURCE =
  /\.(elb\.[a-z0-9-]+|[a-z0-9-]+\.elb|cloudfront|execute-api\.[a-z0-9-]+|lambda-url\.[a-z0-9-]+|s3-website[.-][a-z0-9-]+|elasticbeanstalk|awsglobalaccelerator|awsapprunner|vpce)\.(amazonaws\.com(\.cn)?|com|net|on\.aws)\.?$/i;

const WAY = [
  'answer under that name',
  'whoever trusts the name of prod calls there',
  'what they send is yours, and what they get',
];

/** Records by which prod’s own names lead to what others answer: delegations, aliases and canonical names. */
export function namesBy(item: Item, around: Surroundings): Finding[] {
  if (item.type === 'AWS::Route53::RecordSet') return namesOf(item.properties, around);
  if (item.type !== 'AWS::Route53::RecordSetGroup') return [];
  return possibleEntries(item.properties.RecordSets).flatMap((one) => namesOf(one, around, 'RecordSets.'));
}

type Record = Parameters<typeof property>[0];

function namesOf(record: Record, around: Surroundings, within = ''): Finding[] {
  const type = exactText(property(record, 'Type'));
  const named = (...path: string[]): Text[] => possibleEntries(property(record, ...path)).flatMap(textsOf);
  const listed = type === 'NS' || type === 'CNAME' ? named('ResourceRecords') : [];
  const found = [
    ...named('AliasTarget', 'DNSName').flatMap((one) => elsewhere(one, false, around, `${within}AliasTarget.DNSName`)),
    ...listed.flatMap((one) => elsewhere(one, type === 'NS', around, `${within}ResourceRecords`)),
  ];
  return [...new Map(found.map((one) => [one.why, one])).values()];
}

function elsewhere(text: Text, delegates: boolean, around: Surroundings, property: string): Finding[] {
  const item = around.item(text.of);
  const name = text.pattern;
  const told = (who: string): Finding[] => [
    { why: `a name of prod leads to ${name}, and ${who} answers there`, theorems: WHO, who, way: WAY, property },
  ];
  if (item) return around.guarded(item.account) ? [] : told(around.whoIn(item.account));
  const account = around.accountOfName(name);
  if (account !== undefined) return around.guarded(account) ? [] : told(around.whoIn(account));
  // A name that is put together from a resource of the template is that resource's own.
  if (!delegates && !(text.exact && OF_A_RESOURCE.test(name))) return [];
  return told(`whoever holds ${text.opaque ? `what is filled in there (${text.why})` : name}`);
}
