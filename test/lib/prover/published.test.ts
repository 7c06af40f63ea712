import { DEV, PROD, allow, answerTo, doc, snapshot, user } from './_org';
import type { Json } from './_org';

const FUNCTION = `arn:aws:lambda:eu-west-2:${PROD}:function:hook`;
const url = (Principal: unknown, type: string): Json =>
  allow('lambda:InvokeFunctionUrl', FUNCTION, {
    Principal,
    Condition: { StringEquals: { 'lambda:FunctionUrlAuthType': type } },
  });
const behind = (Principal: unknown): Json =>
  allow('lambda:InvokeFunction', FUNCTION, {
    Principal,
    Condition: { Bool: { 'lambda:InvokedViaFunctionUrl': 'true' } },
  });

/** What is said of a function of prod with a policy, where somebody of dev may do anything there. */
const verdict = (...statements: Json[]): string =>
  answerTo(
    snapshot({
      dev: { users: [user(DEV, 'dora', [allow('*')])] },
      prod: { resources: [{ arn: FUNCTION, type: 'AWS::Lambda::Function', policy: doc(...statements) }] },
    }),
  ).verdict;

const toOrganization = { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-abc123defg' } } };

describe('a function of prod that people of dev may call', () => {
  it.each([
    ['by a URL that is open to everybody', [url('*', 'NONE')]],
    ['by such a URL, and the function behind it', [url('*', 'NONE'), behind('*')]],
  ])('%s is published', (_, statements) => {
    expect(verdict(...statements)).toBe('proved');
  });

  it.each<[string, Json[]]>([
    ['by a signed URL that is open to dev', [url({ AWS: DEV }, 'AWS_IAM'), behind({ AWS: DEV })]],
    ['by a signed URL that is open to whoever signs', [url('*', 'AWS_IAM'), behind('*')]],
    ['by a URL of either kind, one of them open to dev', [url('*', 'NONE'), url({ AWS: DEV }, 'AWS_IAM')]],
    ['by a URL whose door is not named', [allow('lambda:InvokeFunctionUrl', FUNCTION, { Principal: '*' })]],
    [
      'by a URL that is closed to somebody',
      [
        url('*', 'NONE'),
        { ...url('*', 'NONE'), Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
      ],
    ],
    ['directly, besides an open URL', [url('*', 'NONE'), allow('lambda:InvokeFunction', FUNCTION, { Principal: '*' })]],
    [
      'to update it, besides an open URL',
      [url('*', 'NONE'), allow('lambda:UpdateFunctionCode', FUNCTION, { Principal: { AWS: DEV } })],
    ],
    [
      'from the organization alone',
      [allow('lambda:InvokeFunctionUrl', FUNCTION, { Principal: '*', ...toOrganization })],
    ],
  ])('%s is written to', (_, statements) => {
    expect(verdict(...statements)).toBe('refuted');
  });
});
