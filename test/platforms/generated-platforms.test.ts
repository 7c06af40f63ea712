/**
 * Platforms of any shape: teams, tooling accounts, accounts of one application or shared, units, regions, waves. All is
 * proved, and one random right across teams or applications is refuted. GENERATED_PLATFORMS says how many.
 */
import fc from 'fast-check';
import { expectGuarded, type Shape } from './shapes';

const RUNS = Number(process.env.GENERATED_PLATFORMS ?? 3);
jest.spyOn(console, 'error').mockImplementation(() => undefined);

const shapes: fc.Arbitrary<Shape> = fc
  .record({
    applications: fc.integer({ min: 2, max: 5 }),
    teams: fc.integer({ min: 2, max: 3 }),
    toolings: fc.integer({ min: 1, max: 2 }),
    sharing: fc.option(fc.integer({ min: 2, max: 3 }), { nil: undefined }),
    oneOfNoTeam: fc.boolean(),
    prodRegions: fc.constantFrom(['eu-west-2'], ['eu-west-2', 'eu-west-1'], ['eu-central-1', 'eu-west-2']),
    units: fc.integer({ min: 1, max: 3 }),
    wavesTogether: fc.boolean(),
    draw: fc.nat(1000),
  })
  .map((shape) => ({ ...shape, teams: Math.min(shape.teams, shape.applications) }));

/** Whatever is drawn, one platform has teams in two tooling accounts. */
const APART: Shape = {
  ...{ applications: 3, teams: 2, toolings: 2, oneOfNoTeam: true, prodRegions: ['eu-west-2'] },
  ...{ units: 2, wavesTogether: false, draw: 1 },
};

test(
  'platforms of any shape are proved, and one right across teams or applications is refuted',
  () => {
    fc.assert(fc.property(shapes, expectGuarded), { numRuns: RUNS, examples: [[APART]], endOnFailure: true });
  },
  RUNS * 300_000,
);
