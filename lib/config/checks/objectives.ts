import { OBJECTIVE_NAME, readObjectiveArn } from '../../rollback';
import type { Cursor, Finding } from '../cursor';
import { PLACEHOLDERS, objectiveAt } from '../objectives';
import type { ProdPlace } from '../objectives';
import { suggest } from '../suggest';

function prodPlaces(application: Cursor): ProdPlace[] {
  const environments = application.at('environments').items();
  return environments
    .filter((entry) => entry.at('kind').text === 'prod')
    .flatMap((entry) =>
      entry.at('regions').texts.map((region) => ({
        environment: entry.at('name').text ?? '',
        account: entry.at('account').text ?? '',
        region,
      })),
    );
}

/** Braces that mean nothing would stand in the name for ever. */
function checkBraces(entry: Cursor, text: string): Finding[] {
  const inBraces = [...text.matchAll(/\{([^{}]*)\}/g)].map(([, word = '']) => word);
  const unknown = inBraces.filter((word) => !(PLACEHOLDERS as readonly string[]).includes(word));
  const rest = text.replace(/\{[^{}]*\}/g, '');
  return [
    ...unknown.map((word) => entry.finding(`{${word}} stands for nothing; ${suggest(word, PLACEHOLDERS)}`)),
    ...(/[{}]/.test(rest) ? [entry.finding(`got ${JSON.stringify(text)}; write braces in pairs: {environment}`)] : []),
  ];
}

function checkName(entry: Cursor, text: string, places: readonly ProdPlace[]): Finding[] {
  const braces = checkBraces(entry, text);
  if (braces.length) return braces;
  const names = places.map((place) => objectiveAt(text, place) ?? '');
  const wrong = names.find((name) => !OBJECTIVE_NAME.test(name));
  if (wrong === undefined) return [];
  return [
    entry.finding(
      `${JSON.stringify(wrong)} is no name of an Application Signals objective; write 2 to 128 letters, digits, spaces and -._, a letter or digit first and last`,
    ),
  ];
}

/** The gate reads an objective through the role of its account and region. */
function checkArn(entry: Cursor, arn: string, places: readonly ProdPlace[]): Finding[] {
  const read = readObjectiveArn(arn);
  if (!read) return [entry.finding(`got ${JSON.stringify(arn)}; write an ARN that ends in slo/ and a name`)];
  if (places.some(({ account, region }) => account === read.account && region === read.region)) return [];
  const there = places.map(({ environment, account, region }) => `${account} in ${region} (${environment})`).join(', ');
  return [entry.finding(`${read.account} in ${read.region} is no prod place of this application; there is ${there}`)];
}

function checkEntries(application: Cursor): Finding[] {
  const places = prodPlaces(application);
  const entries = application.at('availability', 'serviceLevelObjectives').items();
  return entries.flatMap((entry) => {
    const { text } = entry;
    if (text === undefined || places.length === 0) return [];
    return text.startsWith('arn:') ? checkArn(entry, text, places) : checkName(entry, text, places);
  });
}

/** The same objective twice, also where one entry is a name and another an ARN. */
function checkTwice(application: Cursor): Finding[] {
  const places = prodPlaces(application);
  const seen = new Set<string>();
  return application
    .at('availability', 'serviceLevelObjectives')
    .items()
    .flatMap((entry) => {
      const own = places.flatMap((place) => {
        const name = objectiveAt(entry.text ?? '', place);
        return name ? [`${place.account} ${place.region} ${name}`] : [];
      });
      const again = own.some((each) => seen.has(each));
      for (const each of own) seen.add(each);
      return again ? [entry.finding(`${JSON.stringify(entry.text)} is there twice; name each objective once`)] : [];
    });
}

/** Every objective named is one that can be there, in a place where the gate can read it, once. */
export function checkObjectives(file: Cursor): Finding[] {
  return file
    .at('applications')
    .items()
    .flatMap((application) => [...checkEntries(application), ...checkTwice(application)]);
}
