import { catalogue } from '../../../lib/iam';
import { READ_ACTIONS } from '../../../lib/guardrail';
import { READER_ACTIONS } from '../../../lib/guardrail/reader';

const known = catalogue();
const { actions } = known;

function admitted(pattern: string): readonly string[] {
  const expression = new RegExp(`^${pattern.replaceAll('*', '.*')}$`, 'i');
  return actions.filter((action) => expression.test(action));
}

function noPlainReads(patterns: readonly string[]): readonly string[] {
  const classes = patterns.flatMap(admitted).map((action) => [action, known.find(action)?.class] as const);
  return classes
    .filter(([, kind]) => kind !== 'Read' && kind !== 'List')
    .map(([action, kind]) => `${action} (${kind})`);
}

describe('what people may do in guarded accounts', () => {
  test('is plain reads and nothing else, by the pinned catalogue', () => {
    expect(noPlainReads(READ_ACTIONS)).toEqual([]);
  });

  test('has no pattern that admits nothing', () => {
    expect(READ_ACTIONS.filter((pattern) => admitted(pattern).length === 0)).toEqual([]);
  });

  test('lets people see what runs: thousands of actions of dozens of services', () => {
    const all = READ_ACTIONS.flatMap(admitted);
    expect(new Set(all).size).toBeGreaterThan(1800);
    expect(new Set(all.map((action) => action.split(':')[0])).size).toBeGreaterThan(60);
  });

  test.each([
    'logs:StartQuery',
    'logs:FilterLogEvents',
    'cloudwatch:GetMetricData',
    'xray:BatchGetTraces',
    'codepipeline:GetPipelineState',
    'codepipeline:ListActionExecutions',
    'cloudformation:DescribeStackEvents',
    'ce:GetCostAndUsage',
    'ecs:DescribeServices',
    'lambda:GetFunctionConfiguration',
    'dynamodb:DescribeTable',
    's3:ListBucket',
    'ssm:GetAutomationExecution',
    'application-signals:ListServices',
    'iam:GetRole',
  ])('admits %s', (action) => {
    expect(READ_ACTIONS.some((pattern) => admitted(pattern).includes(action))).toBe(true);
  });

  // Management's own role collects a snapshot behind the fence: one call that is denied there hides the whole account.
  test('lets a collection read each account, Identity Center and the organization aside', () => {
    const ofManagement = /^(sso|organizations):/;
    const all = new Set(READ_ACTIONS.flatMap(admitted).map((action) => action.toLowerCase()));
    const asked = READER_ACTIONS.filter((action) => !ofManagement.test(action));
    expect(asked.filter((action) => !all.has(action.toLowerCase()))).toEqual([]);
  });

  // Each of these stands in a wildcard that would be the natural one to write: the check sees what is wrong with it.
  test.each([
    ['ec2:Get*', 'ec2:GetPasswordData'],
    ['ecr:Get*', 'ecr:GetAuthorizationToken'],
    ['sts:Get*', 'sts:GetFederationToken'],
    ['redshift:Get*', 'redshift:GetClusterCredentials'],
    ['tag:*', 'tag:TagResources'],
    ['iam:*', 'iam:CreateRole'],
  ])('would notice %s', (pattern, culprit) => {
    expect(noPlainReads([pattern]).join()).toContain(culprit);
  });

  // Reads that hand out credentials or secrets though the catalogue calls them plain: kept out all the same.
  test.each([
    'acm:GetAcmeExternalAccountBindingCredentials',
    'cloudwatch:GetSpaceCredentials',
    'codeconnections:GetConnectionToken',
    'codepipeline:GetJobDetails',
    'codepipeline:GetThirdPartyJobDetails',
    'cognito-idp:DescribeUserPoolClient',
    'cognito-idp:ListUserPoolClientSecrets',
    'ec2:GetPasswordData',
    'kms:Decrypt',
    's3:GetDataAccess',
    'secretsmanager:GetSecretValue',
    'sqs:ReceiveMessage',
    'wafv2:GetDecryptedAPIKey',
  ])('keeps out %s', (action) => {
    expect(known.find(action)).toBeDefined();
    expect(READ_ACTIONS.filter((pattern) => admitted(pattern).includes(action))).toEqual([]);
  });
});
