import type { Resource, TemplateResource, World } from '../../world/model';
import { matchesPattern } from '../../world/patterns';
import type { Drift } from './drift';

type Json = Readonly<Record<string, unknown>>;

/** A type that is compared by what it is made of. */
interface Compared {
  readonly type: string;
  /** The word that people have for it. */
  readonly kind: string;
  /** In several: what the snapshot then holds none of. */
  readonly plural: string;
  /** Properties that decide what it does. */
  readonly properties: readonly string[];
  /** What AWS takes where a property is absent. */
  readonly defaults: Json;
}

const COMPARED: readonly Compared[] = [
  {
    type: 'AWS::CodePipeline::Pipeline',
    kind: 'pipeline',
    plural: 'stages of pipelines',
    properties: ['Stages', 'ExecutionMode', 'PipelineType', 'Triggers', 'Variables'],
    defaults: { ExecutionMode: 'SUPERSEDED', PipelineType: 'V1', RunOrder: 1 },
  },
  {
    type: 'AWS::CloudWatch::Alarm',
    kind: 'alarm',
    plural: 'alarms',
    properties: [
      ...['ActionsEnabled', 'AlarmActions', 'ComparisonOperator', 'DatapointsToAlarm', 'Dimensions'],
      ...['EvaluateLowSampleCountPercentile', 'EvaluationPeriods', 'ExtendedStatistic', 'InsufficientDataActions'],
      ...['MetricName', 'Metrics', 'Namespace', 'OKActions', 'Period', 'Statistic', 'Threshold', 'ThresholdMetricId'],
      ...['TreatMissingData', 'Unit'],
    ],
    defaults: { ActionsEnabled: true, TreatMissingData: 'missing', ReturnData: true },
  },
];

/** Lists whose order means nothing. */
const SETS = /^(AlarmActions|OKActions|InsufficientDataActions|Dimensions)$/;

/** What only tells a person. */
const WORDS = /^(Label|AlarmDescription|Description|Tags)$/;

/** Drift of what decides what a pipeline or an alarm does; a snapshot made before it held that is not compared. */
export function contentDrift(synthesized: World, deployed: World): Drift[] {
  return COMPARED.flatMap((compared) => {
    const found = contents(deployed, compared.type);
    return found.length === 0 ? [] : wanted(synthesized, compared).flatMap((one) => driftOf(one, found, compared));
  });
}

/** What could not be compared, since the snapshot holds none of its kind. */
export function contentsNotCompared(synthesized: World, deployed: World): string[] {
  return COMPARED.filter(
    (compared) => wanted(synthesized, compared).length > 0 && contents(deployed, compared.type).length === 0,
  ).map(({ plural }) => `${plural}: the snapshot lists none`);
}

interface Wanted {
  readonly account: string;
  readonly region: string;
  readonly resource: TemplateResource;
}

function wanted({ stacks = [] }: World, { type }: Compared): Wanted[] {
  return stacks.flatMap(({ account, region, resources }) =>
    resources
      .filter((one) => one.type === type && one.uncertain !== true)
      .map((resource) => ({ account, region, resource })),
  );
}

function contents({ accounts }: World, type: string): Resource[] {
  return accounts.flatMap(({ resources }) => resources).filter((one) => one.type === type && one.content);
}

function driftOf({ account, region, resource }: Wanted, found: readonly Resource[], compared: Compared): Drift[] {
  const { kind } = compared;
  const arn = resource.arn ?? '*';
  const where = `${resource.where} (${arn})`;
  const candidates = found.filter(
    (one) => one.account === account && isHere(one.arn, region) && matchesPattern(arn, one.arn),
  );
  if (candidates.length === 0) return [{ where, expected: arn, found: 'not deployed', kind }];
  const expected = plain(resource.properties, compared, region);
  const all = candidates.map(({ content = {} }) => differences(expected, plain(content, compared, region), ''));
  all.sort((a, b) => a.length - b.length);
  return all[0]!
    .slice(0, MOST_TOLD)
    .map((one) => ({ where, expected: shown(one.expected), found: shown(one.found), kind }));
}

/** More of one resource tell nobody more. */
const MOST_TOLD = 5;

function isHere(arn: string, region: string): boolean {
  return arn.split(':')[3] === region;
}

/** What decides, with what AWS takes for granted written out and what means nothing left out. */
function plain(properties: Json, { properties: names, defaults }: Compared, region: string): unknown {
  const chosen = Object.fromEntries(
    names.flatMap((name) =>
      name in properties ? [[name, properties[name]]] : name in defaults ? [[name, defaults[name]]] : [],
    ),
  );
  return meant(chosen, defaults, region);
}

function meant(value: unknown, defaults: Json, region: string): unknown {
  if (Array.isArray(value)) return value.map((one) => meant(one, defaults, region));
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([name, each]) => {
    const nothing = each === undefined || each === null || (Array.isArray(each) && each.length === 0);
    const usual = name in defaults && String(defaults[name]) === String(each);
    return !nothing && !usual && !WORDS.test(name) && !(name === 'Region' && each === region);
  });
  return Object.fromEntries(
    kept.map(([name, each]) => {
      const inner = meant(each, defaults, region);
      return [name, SETS.test(name) && Array.isArray(inner) ? inOrder(inner) : inner];
    }),
  );
}

function inOrder(list: readonly unknown[]): unknown[] {
  return [...list].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

interface Difference {
  readonly expected: readonly [string, unknown];
  readonly found: readonly [string, unknown];
}

/** Where two values part; what CloudFormation will make up is a pattern, and what nobody knows may be anything. */
function differences(expected: unknown, found: unknown, at: string): Difference[] {
  if (isOpen(expected) || same(expected, found)) return [];
  if (Array.isArray(expected) && Array.isArray(found) && expected.length === found.length)
    return expected.flatMap((one, index) => differences(one, found[index], `${at}[${index}]`));
  if (!isMap(expected) || !isMap(found)) return [{ expected: [at, expected], found: [at, found] }];
  const names = [...new Set([...Object.keys(expected), ...Object.keys(found)])];
  return names.flatMap((name) => differences(expected[name], found[name], at === '' ? name : `${at}.${name}`));
}

function same(expected: unknown, found: unknown): boolean {
  if (expected === found) return true;
  const texts = [expected, found].every((one) => ['string', 'number', 'boolean'].includes(typeof one));
  return texts && (String(expected) === String(found) || matchesPattern(String(expected), String(found)));
}

function isMap(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isOpen(value: unknown): boolean {
  return isMap(value) && ('Opaque' in value || 'OneOf' in value) && Object.keys(value).length === 1;
}

/** Longer values are cut: the place tells where to look. */
const SHOWN = 300;

function shown([at, value]: readonly [string, unknown]): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return `${at === '' ? 'it' : at} is ${text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text}`;
}
