import { onWorking } from '../../../lib/progress';
import { proveChecked } from '../../../lib/prover/prove';
import { THEOREMS } from '../../../lib/prover/theorems/all';
import { parseSnapshot } from '../../../lib/world/snapshot/read';
import { organization } from '../../../scripts/bench-prove-organization';

it('says how far the search, the theorems and the check of their claims are, and proves the same', () => {
  const world = () => parseSnapshot(JSON.stringify(organization(4)), 'generated');
  const told: string[] = [];
  const stop = onWorking(({ far }) => void told.push(far!));
  const { result } = proveChecked(world());
  stop();
  const counted = (what: string) => told.filter((one) => one.startsWith(what));
  expect(counted('theorem ')).toEqual(THEOREMS.map((_, index) => `theorem ${index + 1} of ${THEOREMS.length}`));
  expect(counted('checking claims')).toHaveLength(THEOREMS.length);
  expect(told.filter((one) => /^\d+ looked at, \d+ to go$/.test(one))).not.toEqual([]);
  expect(proveChecked(world()).result).toEqual(result);
});
