/** What the control policies attach to: the units of platform.yaml, several of a kind, or its accounts alone. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { platformProps } from '../../bin/app/platform-props';
import { guardrailFiles } from '../../constructs/platform/guardrail-files';
import { organizationMetadata } from '../../constructs/platform/organization-metadata';
import { parsePlatform } from '../../lib/config';
import { setupOf, setupPlatform } from '../../lib/setup';

const shipped = readFileSync(join(__dirname, '../../platform.yaml'), 'utf8');
const PROD = ['555555555555', '666666666666'];

/** The platform with changes of its text. */
function platform(...changes: readonly (readonly [string, string])[]) {
  const text = changes.reduce((before, [from, to]) => before.replace(from, to), shipped);
  return parsePlatform(text, 'platform.yaml');
}

type Targets = Record<string, { readonly targets: readonly string[] }>;

function targetsOf(file: ReturnType<typeof platform>): Record<string, readonly string[]> {
  const index = guardrailFiles(platformProps(file))['targets.json'] as Targets;
  return Object.fromEntries(Object.entries(index).map(([name, entry]) => [name, entry.targets ?? entry]));
}

const accounts = platform(['  units: #', '  attach: accounts\n  units: #']);
const several = platform(
  ['prod: ou-ab12-prod0000', 'prod: [ou-ab12-prod0000, ou-ab12-prod0001]'],
  ["account: '555555555555',", "account: '555555555555', unit: ou-ab12-prod0001,"],
  ["account: '666666666666',", "account: '666666666666', unit: ou-ab12-prod0000,"],
);

const ceiling = (targets: Record<string, readonly string[]>) =>
  Object.entries(targets).filter(([name]) => name.includes('prod-ceiling'));

test('the unit, where nothing is said', () => {
  expect(ceiling(targetsOf(platform()))).toEqual([[expect.any(String), ['ou-ab12-prod0000']]]);
});

test('each of several units, and an account is where its environment says', () => {
  expect(ceiling(targetsOf(several))).toEqual([[expect.any(String), ['ou-ab12-prod0000', 'ou-ab12-prod0001']]]);
  const { accounts: placed } = organizationMetadata(platformProps(several)) as {
    accounts: { id: string; ous: string[] }[];
  };
  const units = placed.filter(({ id }) => PROD.includes(id)).map(({ ous }) => ous.at(-1));
  expect(units).toEqual(['ou-ab12-prod0001', 'ou-ab12-prod0000']);
});

test('every account and no unit, where the fence comes to accounts', () => {
  const targets = targetsOf(accounts);
  expect(ceiling(targets)).toEqual([[expect.any(String), PROD]]);
  const all = new Set(Object.values(targets).flat());
  expect([...all].filter((id) => id.startsWith('ou-'))).toEqual([]);
  expect([...all].sort()).toEqual(['111111111111', '222222222222', '333333333333', '444444444444', ...PROD]);
});

test('then nothing moves on the way to prod', () => {
  const idsOf = (file: typeof accounts) => setupOf(setupPlatform(file.config), {}).steps.map(({ id }) => id);
  expect(idsOf(platform())).toContain('units');
  expect(idsOf(accounts)).toEqual(idsOf(platform()).filter((id) => id !== 'units'));
  const moves = setupOf(setupPlatform(several.config), {}).steps.find(({ id }) => id === 'units')!.command;
  expect(moves).toContain(
    '--account-id 555555555555 --source-parent-id r-ab12 --destination-parent-id ou-ab12-prod0001',
  );
});
