import { beginWalk, type Walk } from './walk/walk';
import { firstRelease } from './walk/way';

const PROD = '666666666666';
const MAINTENANCE = '  trustedServiceRoles:\n    maintenance: OrganizationAccountAccessRole\n';

let walk: Walk;

beforeAll(async () => {
  walk = await beginWalk('examples/notes/platform.yaml');
  walk.team.edit((text) => text.replace('organization:\n', `organization:\n${MAINTENANCE}`));
});
afterAll(() => walk.leave());

/** Stacks of a region in prod. */
function stacks(region: string): (string | undefined)[] {
  const names = ['guarded-bootstrap', 'guarded-baseline-monitor'];
  return names.map((name) => walk.played.stacks.find({ account: PROD, region }, name)?.status);
}

describe('a region that comes to prod', () => {
  it('comes when the fence is closed', () => firstRelease(walk));

  it('is prepared by the role that management lends itself, and no account leaves its unit', async () => {
    const { team, walker } = walk;
    team.edit((text) => text.replace(/(account: '666666666666',[^}]*regions: \[ ?eu-west-2)/, '$1, eu-west-1'));
    await walker.setup();
    await walker.take(5);
    expect(stacks('eu-west-1')).toEqual([undefined, undefined]);
    await walker.take(6);
    expect(stacks('eu-west-1')).toEqual(['CREATE_COMPLETE', 'CREATE_COMPLETE']);
  });
});
