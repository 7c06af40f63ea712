import { parse, stringify } from 'yaml';
import { parsePlatform } from '../../../lib/config';
import { platformFile } from '../../../scripts/platform-file';
import { toldOf } from './told';

interface Environment {
  name: string;
  account: string;
  kind: string;
  regions: string[];
  shared?: unknown;
  unit?: string;
}

interface File {
  organization: { units: Record<string, unknown> };
  applications: { name: string; team?: string; environments: Environment[]; sandbox?: object }[];
}

// application-000 and application-001 share all four accounts: dev, test, one-box, prod.
const good = platformFile({ applications: 2, sharing: 2 });

const problems = (change: (file: File) => void): string[] => toldOf(good, change);

const prodOf = (file: File, index: number): Environment => file.applications[index]!.environments[3]!;

test('applications that all say so share accounts', () => {
  expect(problems(() => undefined)).toEqual([]);
});

test.each<[string, (file: File) => void, RegExp]>([
  [
    'one that does not say so',
    (file) => delete prodOf(file, 1).shared,
    /\(applications\[1\]\.environments\[3\]\.account\): account \d{12} is already the prod environment application-000\/prod; every environment has an account of its own: write another account, or shared: true at both \(the other: line \d+/,
  ],
  [
    'something else than true or false',
    (file) => (prodOf(file, 1).shared = 'yes'),
    /\(applications\[1\]\.environments\[3\]\.shared\): got "yes"; write true where other applications live in the account/,
  ],
  [
    'two environments of one application',
    (file) => (file.applications[1]!.environments[2]!.account = prodOf(file, 1).account),
    /an account holds one environment of an application: write another account/,
  ],
  [
    'another kind',
    (file) => (file.applications[1]!.environments[1]!.account = file.applications[0]!.environments[0]!.account),
    /\(applications\[1\]\.environments\[1\]\.account\): .* who shares an account is of one kind: write another account/,
  ],
  [
    'prod and something else',
    (file) => (file.applications[1]!.environments[1]!.account = prodOf(file, 0).account),
    /a prod account may not be used for anything else: write another account/,
  ],
  [
    'another unit',
    (file) => {
      file.organization.units['prod-eu'] = { id: 'ou-ab12-prodeu00', kind: 'prod' };
      prodOf(file, 1).unit = 'prod-eu';
    },
    /\(applications\[1\]\.environments\[3\]\.account\): .* an account is in one unit: write the same unit at both/,
  ],
  [
    'another home region',
    (file) => prodOf(file, 1).regions.reverse(),
    /\(applications\[1\]\.environments\[3\]\.account\): .* write the same region first at both, or another account/,
  ],
  [
    'stacks whose names begin alike',
    (file) => {
      file.applications[0]!.name = 'api';
      file.applications[0]!.environments[1]!.name = 'v1';
      file.applications[1]!.name = 'api-v1-eu-west-2-x';
    },
    /the names of the stacks of api and api-v1-eu-west-2-x begin alike, so that one would deploy the other's: write another name or account/,
  ],
  [
    'the same, the other way round',
    (file) => {
      file.applications[0]!.name = 'api-v1-eu-west-2-x';
      file.applications[1]!.name = 'api';
      file.applications[1]!.environments[1]!.name = 'v1';
    },
    /the names of the stacks of api-v1-eu-west-2-x and api begin alike/,
  ],
])('%s is told where it stands', (_what, change, says) => {
  expect(problems(change).join('\n')).toMatch(says);
});

test('an account is shared within one team: what people may do is by account', () => {
  const file = parse(platformFile({ applications: 3, teams: 2, sharing: 2 })) as File;
  file.applications[2]!.team = 'team-001';
  expect(() => parsePlatform(stringify(file), 'platform.yaml')).toThrow(
    /applications of one team alone may share one: write another account/,
  );
});

test('self-service lives in no shared account', () => {
  const sandbox = {
    environment: 'dev',
    connection: 'arn:aws:codeconnections:eu-west-2:300000000010:connection/87654321-4321-4321-4321-210987654321',
  };
  const told = problems((file) => (file.applications[0]!.sandbox = sandbox)).join('\n');
  expect(told).toMatch(/sandbox\.environment\): the account of dev is shared; write a dev environment whose account/);
});
