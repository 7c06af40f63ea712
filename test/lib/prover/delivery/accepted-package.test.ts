/** A Verify with a package that is accepted beside the deployed one: in the one form alone that pins it by its digest. */
import { verifySpec } from '../../../../constructs/pipeline/engine/build-specs';
import { explore } from '../../../../lib/prover/closure/explore';
import { approvalDominatesProd } from '../../../../lib/prover/theorems/approval-dominates-prod';
import { describeAssembly } from '../../../../lib/world/assembly';
import { goodLine, lineFolder } from './_line';

const OWN = 'ab'.repeat(32);
const NEXT = 'cd'.repeat(32);

/** The commands that install the deployed package and the accepted one. */
const INSTALL = (verifySpec(OWN, NEXT) as { phases: { install: { commands: string[] } } }).phases.install.commands;

/** A line whose Verify accepts a package, each command changed. */
function check(change: (command: string, at: number) => string = (command) => command) {
  const spec = verifySpec(OWN, NEXT) as { phases: { install: object } };
  const install = { ...spec.phases.install, commands: INSTALL.map(change) };
  const line = { ...goodLine(), verify: JSON.stringify({ ...spec, phases: { ...spec.phases, install } }) };
  const world = describeAssembly(lineFolder(line));
  const { counterexamples, unknowns } = approvalDominatesProd.check(world, explore(world));
  return { world, unknowns, whys: counterexamples.flatMap(({ steps }) => steps.flatMap(({ because }) => because)) };
}

test('holds, and the certificate names the package by its digest', () => {
  const { whys, unknowns, world } = check();
  expect([whys, unknowns]).toEqual([[], []]);
  expect(world.exceptions).toEqual([
    expect.objectContaining({
      id: `accepted-package-${NEXT.slice(0, 12)}`,
      statement: expect.stringContaining(`the SHA-256 ${NEXT} proves the releases that it made itself`),
      ...{ principals: [], actions: [], resources: [] },
    }),
  ]);
  const alone = describeAssembly(lineFolder(goodLine()));
  expect(alone.exceptions).toEqual([]);
});

test.each<[string, (command: string, at: number) => string]>([
  [
    'is of another digest than its content',
    (one) => one.replace(`test "$(sha256sum < tool.tar)" = "${NEXT}  -"`, 'true'),
  ],
  ['comes from elsewhere', (one) => one.replace('aws s3 cp --only-show-errors "$UPGRADE_URI"', 'cp assembly/next.tgz')],
  ['takes the place of the deployed one', (one) => one.replaceAll('/opt/guarded/upgrade', '/opt/guarded')],
  ['is named by a variable', (one) => one.replace(`"${NEXT}  -"`, '"$UPGRADE_SHA256  -"')],
  ['is followed by another', (one, at) => (at === INSTALL.length - 1 ? [one, ...INSTALL.slice(5)].join('\n') : one)],
])('is refuted where the accepted package %s', (_, change) => {
  expect(check(change).whys.join('\n')).toMatch(
    /commands of Verify\/Verify are not the verify commands of this version of the platform: what is installed differs/,
  );
});
