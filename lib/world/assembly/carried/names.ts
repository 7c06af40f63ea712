import type { Item } from '../stacks';
import { exactText, possibleEntries, property, textsOf, type Text } from '../value';
import { whoAnswers } from './answering';
import { WHO, type Finding } from './finding';
import type { Surroundings } from './surroundings';

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

type RecordSet = Parameters<typeof property>[0];

function namesOf(record: RecordSet, around: Surroundings, within = ''): Finding[] {
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
  const name = text.pattern;
  const known = around.item(text.of) ?? around.accountOfName(name);
  // Whoever runs the servers that a delegation names answers for all below it, whatever they are called.
  const who = whoAnswers(text, around) ?? (delegates && known === undefined ? holder(text) : undefined);
  if (who === undefined) return [];
  return [{ why: `a name of prod leads to ${name}, and ${who} answers there`, theorems: WHO, who, way: WAY, property }];
}

function holder(text: Text): string {
  return `whoever holds ${text.opaque ? `what is filled in there (${text.why})` : text.pattern}`;
}
