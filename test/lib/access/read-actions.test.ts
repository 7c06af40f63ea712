import { AUDIT_READS, OBSERVABILITY_READS, documentOf, readEvidence } from '../../../lib/access';
import { READ_ACTIONS } from '../../../lib/guardrail';
import { catalogue } from '../../../lib/iam/catalogue';

const all = [...OBSERVABILITY_READS, ...AUDIT_READS, ...readEvidence(['b']).Action];

/** What is no plain read: a write, a read that mutates, a read that returns a credential, a name nobody knows. */
const noReads = (actions: readonly string[]): string[] => actions.filter((action) => catalogue().isWrite(action));

describe('what people read in guarded accounts', () => {
  it('is plain reads of the catalogue, action by action', () => {
    expect(noReads(all)).toEqual([]);
  });

  it.each(['s3:PutObject', 'ec2:GetPasswordData', 'logs:NoSuchAction', 'codepipeline:PutApprovalResult'])(
    'would not hold %s unnoticed',
    (action) => expect(noReads([...all, action])).toEqual([action]),
  );

  it('names actions exactly and each once', () => {
    expect(all.filter((action) => /[*?]/.test(action))).toEqual([]);
    expect(new Set(all).size).toBe(all.length);
  });

  it('does not reach the rows, objects, messages and secrets of an application', () => {
    const content =
      /^(dynamodb:(Get|Query|Scan)|sqs:Receive|secretsmanager:GetSecret|ssm:GetParameter|kinesis:GetRecords)/;
    expect([...OBSERVABILITY_READS, ...AUDIT_READS].filter((action) => content.test(action))).toEqual([]);
    expect([...OBSERVABILITY_READS, ...AUDIT_READS]).not.toContain('s3:GetObject');
  });

  it('stays below the ceiling of guarded accounts, or people would be shown what they are then denied', () => {
    const ceiling = READ_ACTIONS.map((pattern) => new RegExp(`^${pattern.replaceAll('*', '.*')}$`, 'i'));
    expect(all.filter((action) => !ceiling.some((pattern) => pattern.test(action)))).toEqual([]);
  });
});

describe('a document', () => {
  it('leaves out statements about nothing, which IAM refuses', () => {
    expect(documentOf([readEvidence([])])).toBeUndefined();
    expect(documentOf([readEvidence([]), readEvidence(['b'])])?.Statement).toHaveLength(1);
  });
});
