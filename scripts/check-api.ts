/** Fails where an exported name has no documentation: what .jsii says is what users of the package read. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

interface Documented {
  readonly name: string;
  readonly docs?: { readonly summary?: string };
  readonly overrides?: string;
}

interface ApiType extends Documented {
  readonly fqn: string;
  readonly properties?: readonly Documented[];
  readonly methods?: readonly Documented[];
  readonly members?: readonly Documented[];
}

interface Assembly {
  readonly types?: Readonly<Record<string, ApiType>>;
}

const lacks = ({ docs, overrides }: Documented): boolean => !docs?.summary && !overrides;

/** Names without a summary: types, and their properties, methods and members. */
function undocumented(type: ApiType): string[] {
  const members = [...(type.properties ?? []), ...(type.methods ?? []), ...(type.members ?? [])];
  return [...(lacks(type) ? [type.fqn] : []), ...members.filter(lacks).map((member) => `${type.fqn}.${member.name}`)];
}

const file = join(dirname(__dirname), '.jsii');
const types = Object.values((JSON.parse(readFileSync(file, 'utf8')) as Assembly).types ?? {});
const missing = types.flatMap(undocumented);
for (const name of missing) console.error(`${name} has no documentation`);
console.error(`${types.length} exported types, ${missing.length} names without documentation`);
if (missing.length || !types.length) process.exitCode = 1;
