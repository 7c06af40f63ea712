import { RegionInfo } from 'aws-cdk-lib/region-info';
import { Environment, EnvironmentKind } from '../../../constructs';
import { targetsProblems } from '../../../constructs/change/problems';
import { region as configured } from '../../../lib/config/fields';
import {
  PARTITIONS,
  dnsSuffixOf,
  homeRegionBeside,
  homeRegionOf,
  isRegion,
  partitionOf,
} from '../../../lib/contract/partitions';

const KNOWN = RegionInfo.regions.map(({ name, partition, domainSuffix }) => ({ name, partition, domainSuffix }));

/** Regions that an SDK or the CDK does not list yet. */
const NEXT = ['us-isof-west-1', 'eu-isoe-central-1', 'eusc-fr-west-1', 'us-gov-central-1', 'ap-southeast-12'];

const environment = (region: string): Environment =>
  new Environment({
    application: 'orders',
    name: 'prod',
    kind: EnvironmentKind.PROD,
    account: '333333333333',
    regions: [region],
  });

describe('partitions', () => {
  it('are those that the CDK knows, region by region', () => {
    expect(KNOWN.length).toBeGreaterThan(30);
    for (const { name, partition, domainSuffix } of KNOWN) {
      expect([name, partitionOf(name)]).toEqual([name, partition]);
      expect([name, dnsSuffixOf(partitionOf(name))]).toEqual([name, domainSuffix]);
    }
  });

  it.each([
    ['us-isof-west-1', 'aws-iso-f'],
    ['eu-isoe-central-1', 'aws-iso-e'],
    ['us-isob-west-1', 'aws-iso-b'],
    ['eusc-fr-west-1', 'aws-eusc'],
    ['us-east-1', 'aws'],
    ['eu-west-2', 'aws'],
  ])('%s lies in %s', (region, partition) => expect(partitionOf(region)).toBe(partition));

  it('have a home region of their own', () => {
    for (const { id, homeRegion } of PARTITIONS) {
      expect(partitionOf(homeRegion)).toBe(id);
      expect(homeRegionOf(id)).toBe(homeRegion);
      expect(homeRegionBeside(homeRegion)).toBe(homeRegion);
    }
  });
});

describe('the code of a region', () => {
  it.each(NEXT)('%s has the form of one, and is refused until AWS has it', (region) => {
    expect(isRegion(region)).toBe(true);
    expect(() => environment(region)).toThrow(/expected a region such as 'eu-west-2'/);
    expect(targetsProblems('wave', [{ account: '333333333333', region }])).toHaveLength(1);
  });

  it.each(KNOWN.map((one) => one.name))('%s is taken by the file, the environment and the targets alike', (region) => {
    expect(isRegion(region)).toBe(true);
    expect(configured.safeParse(region).success).toBe(true);
    expect(() => environment(region)).not.toThrow();
    expect(targetsProblems('wave', [{ account: '333333333333', region }])).toEqual([]);
  });

  it.each(['', 'london', 'eu-wset-2', 'eu-west', 'EU-WEST-2', 'eusc-east-1', 'eu-west-2 '])(
    '%j is refused by all of them',
    (region) => {
      expect(isRegion(region)).toBe(false);
      expect(configured.safeParse(region).success).toBe(false);
      expect(() => environment(region)).toThrow(/expected a region such as 'eu-west-2'/);
      expect(targetsProblems('wave', [{ account: '333333333333', region }])).toHaveLength(1);
    },
  );
});
