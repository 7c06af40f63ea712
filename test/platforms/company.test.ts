/** Twelve applications of three teams: all is proved, and who is of a team is shown to have nothing of another one. */
import { spawnSync } from 'node:child_process';
import { readPlatform } from '../../lib/config';
import { describeAssembly, explain, proveChecked, readAssembly, tellExplanation, THEOREM_IDS } from '../../lib/prover';
import type { Explanation } from '../../lib/prover/explain/explanation';
import { command } from '../_helpers/command';
import { COMPANY, synthesizeCompany } from '../_helpers/company';
import { renderOnce } from '../_helpers/render-once';

process.env.CDK_VALIDATION = 'false';
jest.spyOn(console, 'error').mockImplementation(() => undefined);

const TOOLING = '111111111111';
const { config } = readPlatform(COMPANY);
const assembly = synthesizeCompany();
const world = describeAssembly(assembly);

const applicationsOf = (team: string) => config.applications.filter((one) => one.team === team);

function accountOf(application: string, kind: string): string {
  const { environments } = config.applications.find(({ name }) => name === application)!;
  return environments.find((one) => one.kind === kind)!.account;
}

/** The role of a permission set, as Identity Center names it. */
const roleOf = (set: string, account: string): string =>
  `arn:aws:iam::${account}:role/aws-reserved/sso.amazonaws.com/eu-west-2/AWSReservedSSO_${set}_0123456789abcdef`;

const here = (service: string, rest: string, account = TOOLING): string =>
  `arn:aws:${service}:eu-west-2:${account}:${rest}`;

type Asked = readonly [action: string, resource: string];

/** What somebody would want of an application's pipeline and change control, in tooling. */
const ofPipeline = (application: string): Asked[] => [
  ['codepipeline:PutApprovalResult', here('codepipeline', `${application}/Approve/ReleaseManager`)],
  ['codepipeline:StartPipelineExecution', here('codepipeline', application)],
  ['codepipeline:UpdatePipeline', here('codepipeline', application)],
  ['codepipeline:GetPipeline', here('codepipeline', application)],
  ['codepipeline:GetPipelineExecution', here('codepipeline', application)],
  ['codebuild:StartBuild', here('codebuild', `project/${application}-build`)],
  ['logs:GetLogEvents', here('logs', `log-group:/aws/codebuild/${application}-build:log-stream:x`)],
];

/** What somebody would want of the accounts that it lives in. */
const ofAccounts = (application: string): Asked[] =>
  ['dev', 'test', 'prod'].flatMap((kind): Asked[] => {
    const account = accountOf(application, kind);
    return [
      ['dynamodb:GetItem', here('dynamodb', `table/${application}-orders`, account)],
      ['dynamodb:DescribeTable', here('dynamodb', `table/${application}-orders`, account)],
      ['lambda:UpdateFunctionCode', here('lambda', `function:${application}-api`, account)],
      ['sts:AssumeRole', `arn:aws:iam::${account}:role/guarded/workload/${application}`],
    ];
  });

const DEVELOPERS = [
  ['Developer', 'dev'],
  ['DeveloperInTest', 'test'],
  ['DeveloperInProd', 'prod'],
] as const;

/** Every role in which a team's developers and approvers act. */
function peopleOf(team: string): string[] {
  const accounts = (kind: string) => new Set(applicationsOf(team).map(({ name }) => accountOf(name, kind)));
  return [
    roleOf(`${team}-ReleaseManager`, TOOLING),
    roleOf(`${team}-DeveloperInProd`, TOOLING),
    ...[...accounts('prod')].map((account) => roleOf(`${team}-ReleaseManager`, account)),
    ...DEVELOPERS.flatMap(([set, kind]) => [...accounts(kind)].map((account) => roleOf(`${team}-${set}`, account))),
  ];
}

/** Those of them that there are: a persona is not in every account. */
const known = (principal: string): boolean => {
  const [, account, set] = /::(\d+):.*AWSReservedSSO_(.*)_/.exec(principal)!;
  return world.accounts.some(
    ({ id, principals }) => id === account && principals.some(({ arn }) => arn.includes(`AWSReservedSSO_${set}_`)),
  );
};

const ask = (principal: string, [action, resource]: Asked): Explanation =>
  explain(world, { principal, action, resource, context: {} });

test('the platform holds: every theorem is proved, and the checker agrees', () => {
  const { theorems } = proveChecked(readAssembly(assembly, undefined, renderOnce())).result;
  expect(theorems.map(({ id, verdict }) => [id, verdict])).toEqual(THEOREM_IDS.map((id) => [id, 'proved']));
});

describe.each([
  ['payments', 'search'],
  ['search', 'payments'],
  ['shop', 'payments'],
])('whoever is of %s has nothing of %s', (team, other) => {
  const people = peopleOf(team).filter(known);

  it('in any role that they act in, on anything of its applications', () => {
    expect(people.length).toBeGreaterThanOrEqual(6);
    const wanted = applicationsOf(other)
      .slice(0, 2)
      .flatMap(({ name }) => [...ofPipeline(name), ...ofAccounts(name)]);
    const open = people.flatMap((principal) =>
      wanted
        .map((asked) => ask(principal, asked))
        .filter(({ decision, restsOn }) => decision !== 'denied' || restsOn)
        .map(tellExplanation),
    );
    expect(open).toEqual([]);
  });

  it('since nobody of it has a role in their accounts', () => {
    const accounts = new Set(
      applicationsOf(other).flatMap(({ environments }) => environments.map((one) => one.account)),
    );
    const inside = world.accounts
      .filter(({ id }) => accounts.has(id))
      .flatMap(({ principals }) => principals.filter(({ arn }) => arn.includes(`AWSReservedSSO_${team}-`)));
    expect(inside).toEqual([]);
  });
});

describe('and each has what is their own', () => {
  it.each([
    [roleOf('payments-ReleaseManager', TOOLING), ofPipeline('checkout')[0]!],
    [roleOf('payments-DeveloperInProd', TOOLING), ofPipeline('checkout')[3]!],
    [roleOf('payments-Developer', accountOf('checkout', 'dev')), ofAccounts('checkout')[2]!],
    [roleOf('search-ReleaseManager', TOOLING), ofPipeline('search')[0]!],
  ])('%s: %s', (principal, asked) => expect(ask(principal, asked).decision).toBe('allowed'));
});

describe('guarded explain, as a platform team types it', () => {
  function told(principal: string, [action, resource]: Asked) {
    const args = ['explain', '--app', assembly, '--principal', principal, '--action', action, '--resource', resource];
    const { status, stdout, stderr } = spawnSync(process.execPath, [command(), ...args], { encoding: 'utf8' });
    return { status, stdout, stderr };
  }

  it.each([
    [
      'its approver',
      roleOf('payments-ReleaseManager', TOOLING),
      ofPipeline('search')[0]!,
      /LookIntoOwnAlone\) forbids it/,
    ],
    [
      'the other approver',
      roleOf('search-ReleaseManager', TOOLING),
      ofPipeline('checkout')[0]!,
      /LookIntoOwnAlone\) forbids it/,
    ],
    [
      'the other developer',
      roleOf('search-Developer', accountOf('search', 'dev')),
      ofAccounts('checkout')[0]!,
      /it is in another account, 301010000001, and no policy there lets somebody of 302010000001 in/,
    ],
    [
      'a developer in an account of the other',
      roleOf('payments-Developer', accountOf('search', 'dev')),
      ofAccounts('search')[0]!,
      /nobody is assigned payments-Developer in 302010000001, so that there is no such role; it is assigned in 301010000001/,
    ],
  ])('%s', (_, principal, asked, because) => {
    const { status, stdout, stderr } = told(principal, asked);
    expect([status, stderr]).toEqual([0, '']);
    const [first, second] = stdout.split('\n');
    expect(first).toBe(`denied: ${principal} ${asked.join(' ')}`);
    expect(second).toMatch(/^ {2}because /);
    expect(second).toMatch(because);
  });
});
