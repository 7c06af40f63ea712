import { ALL } from '../workloads/all';
import { BESIDE, toldOf } from '../workloads/proved';

const told = toldOf(ALL);

test.each([...Object.keys(ALL), BESIDE])('%s is proved', (name) => {
  expect(told.get(name) ?? []).toEqual([]);
});
