/**
 * Teams, and applications that share accounts, on one small platform; `npm run test:platforms` looks at platforms of any shape, and
 * at more rights across.
 */
import { expectGuarded } from '../platforms/shapes';

jest.spyOn(console, 'error').mockImplementation(() => undefined);

// application-000 and application-002 are of team-000 and share its accounts, application-001 is alone in team-001's.
const SHAPE = { applications: 3, teams: 2, sharing: 2, oneOfNoTeam: false, prodRegions: ['eu-west-2'], units: 2 };

test('a platform of teams that share accounts is proved, and one right across teams or applications is refuted', () => {
  expect.assertions(3);
  expectGuarded({ ...SHAPE, wavesTogether: false, draw: 0 });
});
