/** The plan of the mutation run: which properties are changed, and how. */
import type { Placed } from '../../scripts/properties/plan';
import { isInert, planned } from '../../scripts/properties/plan';

const DEV = '333333333333';
const bucket: Placed = {
  ...{ folder: 'assembly-orders-prod', artifact: 'orders', account: '666666666666', id: 'Bucket' },
  type: 'AWS::S3::Bucket',
  properties: { VersioningConfiguration: { Status: 'Enabled' }, Tags: [{ Key: 'a', Value: 'b' }] },
};
const code: Placed = {
  ...{ ...bucket, id: 'Code', type: 'AWS::Lambda::Function' },
  properties: { Code: { S3Bucket: { Ref: 'Assets' }, S3Key: 'x.zip' }, MemorySize: 128 },
};

const told = (resources: Placed[]) => planned(resources, DEV).map(({ path, how }) => `${path} ${how}`);

test('each property is removed and changed, within lists and maps too', () => {
  expect(told([bucket])).toEqual([
    'VersioningConfiguration.Status removed',
    'VersioningConfiguration.Status changed',
    'Tags.Key removed',
    'Tags.Key changed',
    'Tags.Value removed',
    'Tags.Value changed',
  ]);
});

test('what carries something is pointed at dev as well', () => {
  const mutations = planned([code], DEV);
  const pointed = mutations.filter(({ how }) => how === 'pointed at dev');
  expect(pointed.map(({ path, kind, value }) => [path, kind, value])).toEqual([
    ['Code.S3Bucket', 'bucket', 'bucket-of-dev'],
  ]);
  expect(isInert(pointed[0]!)).toBe(false);
  expect(isInert(mutations.find(({ path }) => path === 'MemorySize')!)).toBe(true);
});

test('one of a type stands for the others, workloads and platform apart', () => {
  expect(told([bucket, { ...bucket, id: 'Other' }])).toHaveLength(6);
  expect(told([bucket, { ...bucket, folder: '' }])).toHaveLength(12);
});
