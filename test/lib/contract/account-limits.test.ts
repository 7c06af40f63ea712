import { ACCOUNT_LIMITS, limitFindings } from '../../../lib/contract/account-limits';

const limitOf = (type: string) => ACCOUNT_LIMITS.find((limit) => limit.type === type)!;
const findings = (type: string, count: number) =>
  limitFindings([{ limit: limitOf(type), place: 'account 111111111111', count }]);

test.each(ACCOUNT_LIMITS.map(({ type, usual }) => [type, usual] as const))('%s: %d are no finding', (type, usual) => {
  expect(findings(type, usual)).toEqual({ problems: [], warnings: [] });
});

test('what can be asked for is told with the number, the limit and the quota', () => {
  expect(findings('AWS::IAM::Role', 1001)).toEqual({
    problems: [],
    warnings: [
      expect.stringMatching(/account 111111111111 would have 1001 roles, an account begins with 1000: .*L-FE177D64/),
    ],
  });
});

test.each([
  ['AWS::IAM::Role', 5001, 5000],
  ['AWS::Logs::ResourcePolicy', 11, 10],
])('what AWS never grants stops the synthesis: %s', (type, count, most) => {
  const { problems, warnings } = findings(type, count);
  expect(warnings).toEqual([]);
  expect(problems.join()).toMatch(new RegExp(`would have ${count} .*AWS allows ${most}: `));
});

test.each([1001, 5001])('where pipelines are, the way out is another tooling account: %d roles', (count) => {
  const place = 'account 111111111111';
  const { problems, warnings } = limitFindings([{ limit: limitOf('AWS::IAM::Role'), place, count, inTooling: true }]);
  expect([...problems, ...warnings]).toEqual([
    expect.stringMatching(/give a team or an application a tooling account of its own \(tooling\)/),
  ]);
  expect(findings('AWS::IAM::Role', count).warnings.join()).not.toMatch(/tooling/);
});
