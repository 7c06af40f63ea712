import { parsePlatform } from '../../../lib/config';
import { toolingOf, toolingsOf } from '../../../lib/config/tooling';
import { platformFile, toolingAccount } from '../../../scripts/platform-file';
import { setupOf, setupPlatform } from '../../../lib/setup';
import { parse, stringify } from 'yaml';
import { toldOf } from './told';

interface File {
  organization: { accounts: Record<string, string> };
  teams: Record<string, { tooling?: unknown }>;
  applications: {
    name: string;
    team?: string;
    tooling?: unknown;
    repository: { connection: string };
    environments: { account: string }[];
    build?: object;
  }[];
}

const HOME = toolingAccount(0);
const OTHER = toolingAccount(1);

// application-000 is of no team, application-001 of team-001, which has a tooling account of its own, application-002 of team-000.
const good = platformFile({ applications: 3, teams: 2, oneOfNoTeam: true, toolings: 2 });
const configOf = (change: (file: File) => void = () => undefined) => {
  const file = parse(good) as File;
  change(file);
  return parsePlatform(stringify(file), 'platform.yaml').config;
};
const problems = (change: (file: File) => void): string[] => toldOf(good, change);

const moved = (application: File['applications'][number], from: string, to: string): void => {
  application.tooling = to;
  application.repository.connection = application.repository.connection.replace(from, to);
};

describe('the tooling account of an application', () => {
  const toolings = (change?: (file: File) => void) => {
    const config = configOf(change);
    return config.applications.map((application) => toolingOf(config, application));
  };

  test('is that of its team, else the platform', () => {
    expect(toolings()).toEqual([HOME, OTHER, HOME]);
    expect(toolingsOf(configOf())).toEqual([HOME, OTHER]);
  });

  test('is its own where it names one, the platform\u2019s too', () => {
    expect(toolings(({ applications: [, second] }) => moved(second!, OTHER, HOME))).toEqual([HOME, HOME, HOME]);
    expect(toolings(({ applications: [, , third] }) => moved(third!, HOME, OTHER))).toEqual([HOME, OTHER, OTHER]);
  });
});

const own = 'write the twelve digits of an account id';

test.each<[string, (file: File) => void, RegExp]>([
  [
    'a name in the place of an id',
    ({ teams }) => (teams['team-001']!.tooling = 'payments'),
    new RegExp(`^line \\d+, column \\d+ \\(teams\\.team-001\\.tooling\\): got "payments"; ${own}`),
  ],
  [
    'eleven digits',
    ({ applications }) => (applications[0]!.tooling = '70000000000'),
    new RegExp(`\\(applications\\[0\\]\\.tooling\\): got "70000000000"; ${own}`),
  ],
  [
    'the audit account',
    ({ organization, applications }) => {
      organization.accounts['audit'] = '222222222222';
      moved(applications[0]!, HOME, '222222222222');
    },
    /\(applications\[0\]\.tooling\): account 222222222222 is already the audit account; a tooling account holds pipelines and nothing else: write another account \(the other: line \d+/,
  ],
  [
    'an account that an environment is in',
    ({ applications }) => (applications[0]!.environments[0]!.account = OTHER),
    /\(applications\[0\]\.environments\[0\]\.account\): account 700000000001 is already the tooling account of team team-001; .* write another account \(the other: line \d+/,
  ],
  [
    'an account that prod is in',
    ({ applications }) => (applications[0]!.environments[3]!.account = OTHER),
    /\(applications\[0\]\.environments\[3\]\.account\): .*a prod account may not be used for anything else/,
  ],
  [
    'a connection of another tooling account',
    ({ applications }) => (applications[0]!.tooling = OTHER),
    /\(applications\[0\]\.repository\.connection\): the connection is in 111111111111, eu-west-2; pipelines use one of the tooling account 700000000001 in eu-west-2/,
  ],
  [
    'a build image of another tooling account',
    ({ applications }) =>
      (applications[1]!.build = {
        image: `${HOME}.dkr.ecr.eu-west-2.amazonaws.com/builders/node@sha256:${'0'.repeat(64)}`,
      }),
    /\(applications\[1\]\.build\.image\): .*lies in account 111111111111, builds run in tooling, 700000000001/,
  ],
])('%s is told', (_what, change, says) => {
  expect(problems(change)).toEqual([expect.stringMatching(says)]);
});

test('a tooling account may stay by hand where stack sets prepare the others', () => {
  expect(problems(({ organization }) => Object.assign(organization, { stackSets: { byHand: [OTHER] } }))).toEqual([]);
});

describe('the way to a first guarded prod', () => {
  const platform = setupPlatform(configOf());
  const { steps } = setupOf(platform, {});
  const commandsOf = (id: string): string[] => steps.find((each) => each.id === id)!.command.split('\n');

  test('prepares every tooling account, and asks in each for what pipelines need', () => {
    const own = platform.accounts.filter(({ kind }) => kind === 'tooling');
    expect(own.map(({ id, name, unit }) => [id, name, unit])).toEqual([
      [HOME, 'tooling', 'ou-ab12-tooling0'],
      [OTHER, `tooling-${OTHER}`, 'ou-ab12-tooling0'],
    ]);
    for (const id of ['connections', 'build-quota'])
      expect(commandsOf(id).map((each) => each.split(' # in ')[1])).toEqual([HOME, OTHER]);
    expect(commandsOf('evidence')[0]).toMatch(
      / platform\/audit 'platform\/pipeline-\*' 'platform\/tooling-700000000001\/\*'$/,
    );
  });

  test('looks for each pipeline where it is', () => {
    const stacks = ['222222222222 eu-west-2 guarded-audit', `${HOME} eu-west-2 guarded-pipeline-application-001`];
    const lookedInto = [HOME, OTHER, '222222222222'];
    const found = setupOf(platform, { stacks, lookedInto }).steps.find(({ id }) => id === 'evidence')!;
    expect(found.why).toContain(`${OTHER} eu-west-2 guarded-pipeline-application-001`);
    expect(found.why).not.toContain(`${HOME} eu-west-2 guarded-pipeline-application-001`);
  });

  test.each([
    [{ [HOME]: 20, [OTHER]: 20 }, 'done'],
    [{ [HOME]: 20, [OTHER]: 0 }, 'next'],
    [{ [HOME]: 20 }, 'next'],
  ])('is open where one of them may run no build: %j', (concurrentBuilds, state) => {
    const found = setupOf(platform, { concurrentBuilds }).steps.find(({ id }) => id === 'build-quota')!;
    expect(found.state).toBe(state);
  });
});
