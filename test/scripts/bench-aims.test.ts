import { aimLine } from '../../scripts/bench-aims';

const aim = { label: '100 accounts', unit: 's', measured: 6, aim: 4, before: 9 };

test('an aim that is missed says by how much, beside floor and beginning', () =>
  expect(aimLine({ ...aim, floor: 0.5 })).toMatch(
    /^100 accounts +6\.0 s {2}aim 4\.0 s: missed by 1\.5 times, floor 0\.5 s \(x12\.0\), began at 9\.0 s$/,
  ));

test('an aim that is met says so; without a floor none is told', () =>
  expect(aimLine({ ...aim, measured: 4 })).toMatch(/4\.0 s {2}aim 4\.0 s: met, began at 9\.0 s$/));
