import { RegionInfo } from 'aws-cdk-lib/region-info';
import { isRegion } from '../../../lib/contract/partitions';
import { REGIONS, isKnownRegion } from '../../../lib/contract/regions';

test('every region that CDK knows is one, and each has the form of one', () => {
  expect(RegionInfo.regions.map(({ name }) => name).filter((name) => !isKnownRegion(name))).toEqual([]);
  expect(REGIONS.filter((region) => !isRegion(region))).toEqual([]);
  expect(new Set(REGIONS).size).toBe(REGIONS.length);
});

test('what only has the form is none', () => {
  expect(['eu-west-9', 'us-east-3'].map(isRegion)).toEqual([true, true]);
  expect(['eu-west-9', 'us-east-3'].map(isKnownRegion)).toEqual([false, false]);
});
