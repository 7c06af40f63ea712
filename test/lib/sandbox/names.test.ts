import fc from 'fast-check';
import { REGIONS } from '../../../lib/contract/regions';
import { isLeaseName, LONGEST_NAME, nameFor, previewName } from '../../../lib/sandbox/names';
import { stackPrefix } from '../../../lib/sandbox/wiring';

const name = fc
  .stringMatching(new RegExp(`^[a-z][a-z0-9-]{0,${LONGEST_NAME - 1}}$`))
  .filter((text) => isLeaseName(text));
const nearRegion = fc.constantFrom(...REGIONS).chain((region) => fc.constantFrom(region, `x-${region}`, `${region}-x`));

it('no lease’s stacks begin as those of another one do, whatever both are called', () => {
  fc.assert(
    fc.property(name, fc.oneof(name, nearRegion), fc.constantFrom(...REGIONS), (one, tail, region) => {
      const other = `${one}-${tail}`;
      fc.pre(isLeaseName(other));
      expect(`${stackPrefix('orders', other, region)}api`.startsWith(stackPrefix('orders', one, region))).toBe(false);
    }),
    { numRuns: 500, seed: 7 },
  );
});

it.each(['eu-west-2', 'x-eu-west-2', 'us-east-1', 'x-us-gov-east-1', 'eu-west-2-x'])(
  '%s is no name: a region is in it',
  (text) => {
    expect(isLeaseName(text)).toBe(false);
  },
);

it.each(['search', 'x-2', 'eu-west-22', 'fix-1', 'my-demo-1'])('%s is one', (text) => {
  expect(isLeaseName(text)).toBe(true);
});

it('a name is made of any branch and person', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.string(), (branch, user) => {
      expect(isLeaseName(nameFor(user, branch, 'main'))).toBe(true);
      expect(isLeaseName(previewName(branch))).toBe(true);
    }),
    { numRuns: 500, seed: 7 },
  );
  expect(isLeaseName(nameFor('alice', 'feature/x-eu-west-2', 'main'))).toBe(true);
});
