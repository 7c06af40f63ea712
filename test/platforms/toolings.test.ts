/** A platform with two tooling accounts: each serves its applications, and nobody of one has anything in the other. */
import { platformProps } from '../../bin/app/platform-props';
import { parsePlatform } from '../../lib/config';
import { proveOnly } from '../../lib/prover/prove';
import type { TheoremId } from '../../lib/prover/result';
import { THEOREMS } from '../../lib/prover/theorems/all';
import { platformFile } from '../../scripts/platform-file';
import { synthesizePlatform, toldOf, worldOf } from '../lib/world/machinery/_planted';
import { renderOnce } from '../_helpers/render-once';

process.env.CDK_VALIDATION = 'false';
jest.spyOn(console, 'error').mockImplementation(() => undefined);

const text = platformFile({ applications: 3, teams: 2, oneOfNoTeam: true, prodRegions: ['eu-west-2'], toolings: 2 });
const props = platformProps(parsePlatform(text, 'platform.yaml'));
const assembly = synthesizePlatform('platform-toolings', () => props);

test('is what this package makes', () => {
  expect(toldOf(assembly, renderOnce())).toEqual([]);
});

const world = worldOf(assembly, () => undefined);
test.each(THEOREMS.map(({ id }) => id))('%s holds', (theorem: TheoremId) => {
  const result = proveOnly(world, theorem);
  expect([result.verdict, result.counterexamples.slice(0, 2), result.unknowns.slice(0, 3)]).toEqual(['proved', [], []]);
});
