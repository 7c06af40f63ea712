import type { Cursor, Finding } from '../cursor';
import { orderOf } from '../order';
import type { Step } from '../order';
import { suggest } from '../suggest';

/** The environments of an application by name, as far as they can be read. */
type Environments = ReadonlyMap<string, { readonly kind?: string; readonly regions: readonly string[] }>;

function environmentsOf(application: Cursor): Environments {
  const entries = application.at('environments').items();
  return new Map(
    entries.map((entry) => [
      entry.at('name').text ?? '',
      { kind: entry.at('kind').text, regions: entry.at('regions').texts },
    ]),
  );
}

function checkTarget(wave: Cursor, environments: Environments): Finding[] {
  const at = wave.at('environment');
  if (at.text === undefined) return [];
  const found = environments.get(at.text);
  if (!found)
    return [
      at.finding(`unknown environment ${JSON.stringify(at.text)}; ${suggest(at.text, [...environments.keys()])}`),
    ];
  if (found.kind && found.kind !== 'prod')
    return [
      at.finding(
        `${at.text} is a ${found.kind} environment; waves are for prod, the others deploy before the approval`,
      ),
    ];
  return wave
    .at('regions')
    .items()
    .flatMap((region) => {
      if (region.text === undefined || found.regions.includes(region.text)) return [];
      return region.finding(`${at.text} has no region ${region.text}; ${suggest(region.text, found.regions)}`);
    });
}

/** Every place of prod that a wave deploys to, with the wave. */
function placesOf(wave: Cursor, environments: Environments): { place: string; wave: Cursor }[] {
  const name = wave.at('environment').text ?? '';
  const all = environments.get(name)?.regions ?? [];
  const regions = wave.at('regions').value === undefined ? all : wave.at('regions').texts;
  return regions.map((region) => ({ place: `${name} in ${region}`, wave }));
}

/** Prod is deployed wholly and once: a place in no wave would never change, one in two would change twice. */
function checkCover(application: Cursor, environments: Environments, waves: readonly Cursor[]): Finding[] {
  const seen = new Set<string>();
  const twice = waves
    .flatMap((entry) => placesOf(entry, environments))
    .flatMap(({ place, wave }) => {
      const again = seen.has(place);
      seen.add(place);
      return again ? wave.finding(`${place} is already in a wave; name each region in one wave`) : [];
    });
  const prod = [...environments].filter(([, environment]) => environment.kind === 'prod');
  const missing = prod
    .flatMap(([name, { regions }]) => regions.map((region) => `${name} in ${region}`))
    .filter((place) => !seen.has(place));
  const left = missing.map((place) => application.at('waves').finding(`no wave deploys ${place}; add it to a wave`));
  return [...twice, ...left];
}

/** Without something before prod nothing is tested, without prod nothing is released. */
function checkStages(application: Cursor): Finding[] {
  const at = application.at('environments');
  const kinds = at.items().map((entry) => entry.at('kind').text);
  if (!kinds.length) return [];
  const before = kinds.some((kind) => kind === 'dev' || kind === 'test');
  return [
    ...(before ? [] : [at.finding('no environment comes before prod; add one of kind dev or test')]),
    ...(kinds.includes('prod') ? [] : [at.finding('no environment is prod; add one of kind prod')]),
  ];
}

function stepsOf(waves: readonly Cursor[]): Step[] {
  return waves.map((wave) => ({
    name: wave.at('name').text ?? '',
    after: wave.at('after').value === undefined ? undefined : wave.at('after').texts,
  }));
}

function checkOrder(application: Cursor): Finding[] {
  const waves = application.at('waves').items();
  const names = waves.flatMap((wave) => wave.at('name').text ?? []);
  const unknown = waves
    .flatMap((wave) => wave.at('after').items())
    .flatMap((after) => {
      if (after.text === undefined || names.includes(after.text)) return [];
      return after.finding(`unknown wave ${JSON.stringify(after.text)}; ${suggest(after.text, names)}`);
    });
  const { cycle } = orderOf(stepsOf(waves));
  if (!cycle) return unknown;
  const at = waves.find((wave) => wave.at('name').text === cycle[0]) ?? application;
  return [
    ...unknown,
    at.at('after').finding(`the waves wait for each other: ${cycle.join(' → ')}; take one \`after\` of these away`),
  ];
}

function checkApplication(application: Cursor): Finding[] {
  const environments = environmentsOf(application);
  const waves = application.at('waves').items();
  const wrong = waves.flatMap((wave) => checkTarget(wave, environments));
  return [
    ...checkStages(application),
    ...wrong,
    ...(wrong.length ? [] : checkCover(application, environments, waves)),
    ...checkOrder(application),
  ];
}

/** Waves deploy prod wholly, once, and in an order that exists. */
export function checkWaves(file: Cursor): Finding[] {
  return file.at('applications').items().flatMap(checkApplication);
}
