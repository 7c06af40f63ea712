import { parsePlatform } from '../../../lib/config';
import { platformFile } from '../../../scripts/platform-file';
import { toldOf } from './told';

interface File {
  teams: Record<string, Record<string, string[]>>;
  applications: { name: string; team?: string }[];
}

const good = platformFile({ applications: 3, teams: 2, oneOfNoTeam: true });

const problems = (change: (file: File) => void): string[] => toldOf(good, change);

test('a platform with teams holds, and a file without them has none', () => {
  const { config } = parsePlatform(good, 'platform.yaml');
  expect(config.applications.map(({ team }) => team)).toEqual([undefined, 'team-001', 'team-000']);
  expect(parsePlatform(platformFile({ applications: 1 }), 'platform.yaml').config.teams).toEqual({});
});

test.each<[string, (file: File) => void, RegExp]>([
  [
    'an approver that the team has nobody for, whoever the platform has',
    ({ teams }) => (teams['team-001'] = { ...teams['team-001'], BusinessOwner: [] }),
    /\(applications\[1\]\.approvers\[1\]\): nobody holds BusinessOwner.*teams\.team-001\.BusinessOwner/,
  ],
  [
    'a name that begins with that of another team',
    ({ applications }) => (applications[2]!.name = 'application-001-api'),
    /\(applications\[2\]\.name\): "application-001-api" begins with the name of "application-001", which is of another team/,
  ],
])('%s is told', (_what, change, says) => {
  expect(problems(change)).toEqual([expect.stringMatching(says)]);
});

test('a name that begins with that of the same team is none of anybody else', () => {
  const same = (file: File) => {
    file.applications[1]!.team = 'team-000';
    file.applications[2]!.name = 'application-001-api';
  };
  expect(problems(same)).toEqual([]);
});
