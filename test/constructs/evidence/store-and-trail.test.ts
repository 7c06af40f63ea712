import { App, Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { OrganizationTrail, WriteOnceStore, type WriteOnceStoreProps } from '../../../constructs/evidence';

const trail = {
  trailName: 'guarded-trail',
  region: 'eu-west-2',
  managementAccountId: '100000000000',
  organizationId: 'o-abc123defg',
};
const CLOSE = 'arn:aws:iam::111111111111:role/guarded/pipeline/orders-actions';

function store(
  props: Partial<WriteOnceStoreProps> = {},
  act: (made: WriteOnceStore) => void = () => undefined,
): Template {
  const stack = new Stack(new App(), 'Audit', { env: { account: '222222222222', region: 'eu-west-2' } });
  act(
    new WriteOnceStore(stack, 'Evidence', { retention: Duration.days(2557), bucketName: 'guarded-evidence', ...props }),
  );
  return Template.fromStack(stack);
}

interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Principal: Record<string, string>;
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: Record<string, Record<string, unknown>>;
}

function policyOf(template: Template, id = 'EvidenceBucketPolicy'): Statement[] {
  const [, policy] = Object.entries(template.findResources('AWS::S3::BucketPolicy')).find(([key]) =>
    key.startsWith(id),
  )!;
  return policy.Properties.PolicyDocument.Statement as Statement[];
}

const keyPolicyOf = (template: Template): Statement[] =>
  Object.values(template.findResources('AWS::KMS::Key'))[0].Properties.KeyPolicy.Statement as Statement[];

describe('a write-once store', () => {
  const template = store();

  it('keeps every version in compliance mode for as long as it was told', () => {
    template.hasResource('AWS::S3::Bucket', {
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        BucketName: 'guarded-evidence',
        ObjectLockEnabled: true,
        ObjectLockConfiguration: {
          ObjectLockEnabled: 'Enabled',
          Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 2557 } },
        },
        VersioningConfiguration: { Status: 'Enabled' },
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } }],
        },
        LoggingConfiguration: { LogFilePrefix: 'evidence/' },
      },
    });
  });

  it('lets nobody remove what it holds', () => {
    const { Effect, Principal, Action, Condition } = policyOf(template).find(({ Sid }) => Sid === 'KeepEvidence')!;
    expect({ Effect, Principal, Condition }).toEqual({ Effect: 'Deny', Principal: { AWS: '*' }, Condition: undefined });
    expect(Action).toEqual([
      's3:BypassGovernanceRetention',
      's3:DeleteBucket',
      's3:DeleteObject',
      's3:DeleteObjectVersion',
    ]);
  });

  it('is reached over TLS alone', () => {
    const denied = policyOf(template)
      .filter(({ Effect }) => Effect === 'Deny')
      .map(({ Condition }) => Condition);
    expect(denied).toContainEqual({ Bool: { 'aws:SecureTransport': 'false' } });
  });

  it('turns its key every year and keeps it', () => {
    template.hasResource('AWS::KMS::Key', {
      DeletionPolicy: 'RetainExceptOnCreate',
      Properties: { EnableKeyRotation: true },
    });
  });

  it('lets nobody write until somebody is accepted', () => {
    expect(policyOf(template).filter(({ Effect }) => Effect === 'Allow')).toEqual([]);
  });

  it('logs into a bucket of its own that has no default retention, or into one given', () => {
    template.resourceCountIs('AWS::S3::Bucket', 2);
    const stack = new Stack(new App(), 'Audit');
    new WriteOnceStore(stack, 'Evidence', { retention: Duration.days(1), accessLogs: new Bucket(stack, 'Logs') });
    const given = Template.fromStack(stack);
    given.resourceCountIs('AWS::S3::Bucket', 2);
    given.hasResourceProperties('AWS::S3::Bucket', {
      LoggingConfiguration: { DestinationBucketName: { Ref: Match.stringLikeRegexp('^Logs') } },
    });
  });

  it('keeps the logical ids of its buckets and key', () => {
    const ids = ['AWS::S3::Bucket', 'AWS::KMS::Key'].flatMap((type) => Object.keys(template.findResources(type)));
    expect(ids).toMatchInlineSnapshot(`
     [
       "EvidenceBucketC67FF768",
       "EvidenceAccessLogs6F1E67A5",
       "EvidenceKey11A13AF7",
     ]
    `);
  });

  it.each([Duration.days(0), Duration.hours(36)])('refuses a retention of %s', (retention) => {
    expect(() => store({ retention })).toThrow(
      /Audit\/Evidence: retention is [\d.]+ days; right is whole days from one/,
    );
  });
});

describe('a store that accepted the trail', () => {
  const template = store({}, (made) => made.acceptTrail(trail));
  const allowed = policyOf(template).filter(({ Effect }) => Effect === 'Allow');
  const sourceArn = (condition: Statement['Condition']): string =>
    JSON.stringify(condition?.StringEquals['aws:SourceArn']);

  it('takes log files of this one trail, into its two folders', () => {
    const write = allowed.find(({ Action }) => Action === 's3:PutObject')!;
    expect(write.Principal).toEqual({ Service: 'cloudtrail.amazonaws.com' });
    expect(JSON.stringify(write.Resource)).toMatch(/AWSLogs\/100000000000\/\*.*AWSLogs\/o-abc123defg\/\*/);
    expect(write.Condition?.StringEquals['s3:x-amz-acl']).toBe('bucket-owner-full-control');
  });

  it('names the trail in every grant to CloudTrail, on the bucket and on the key', () => {
    const grants = [...allowed, ...keyPolicyOf(template)].filter(
      ({ Principal }) => Principal.Service === 'cloudtrail.amazonaws.com',
    );
    expect(grants).toHaveLength(3);
    for (const { Condition } of grants)
      expect(sourceArn(Condition)).toContain(':cloudtrail:eu-west-2:100000000000:trail/guarded-trail');
  });
});

describe('a store that accepted a writer', () => {
  const template = store({}, (made) => made.acceptWriter(CLOSE, 'changes/'));

  it('lets it add under its prefix, and neither read nor remove', () => {
    const [grant, ...others] = policyOf(template).filter(({ Effect }) => Effect === 'Allow');
    expect(others).toEqual([]);
    expect(grant).toMatchObject({ Principal: { AWS: CLOSE }, Action: 's3:PutObject' });
    expect(JSON.stringify(grant.Resource)).toContain('/changes/*');
  });

  it('lets it encrypt and not decrypt', () => {
    const grants = keyPolicyOf(template).filter(({ Principal }) => Principal.AWS === CLOSE);
    expect(grants.map(({ Action }) => Action)).toEqual(['kms:GenerateDataKey*']);
  });

  it.each([
    ['arn:aws:iam::111111111111:role/*', 'changes/'],
    [CLOSE, 'changes'],
  ])('refuses %s under %s', (role, prefix) => {
    expect(() => store({}, (made) => made.acceptWriter(role, prefix))).toThrow(
      /right is an exact role ARN and a prefix/,
    );
  });
});

describe('the organization trail', () => {
  function make(objectWrites?: boolean, trailName = 'guarded-trail'): Template {
    const stack = new Stack(new App(), 'Organization', { env: { account: '100000000000', region: 'eu-west-2' } });
    new OrganizationTrail(stack, 'Trail', {
      trailName,
      bucketName: 'guarded-evidence',
      keyArn: 'arn:aws:kms:eu-west-2:222222222222:key/12345678-1234-1234-1234-123456789012',
      objectWrites,
    });
    return Template.fromStack(stack);
  }
  const template = make();

  it('covers every account and region, validated and encrypted, and outlives its stack', () => {
    template.hasResource('AWS::CloudTrail::Trail', {
      DeletionPolicy: 'RetainExceptOnCreate',
      Properties: {
        IsOrganizationTrail: true,
        IsMultiRegionTrail: true,
        IsLogging: true,
        IncludeGlobalServiceEvents: true,
        EnableLogFileValidation: true,
        S3BucketName: 'guarded-evidence',
        KMSKeyId: 'arn:aws:kms:eu-west-2:222222222222:key/12345678-1234-1234-1234-123456789012',
        CloudWatchLogsLogGroupArn: Match.anyValue(),
      },
    });
  });

  it('records all management events, and writes to objects but its own', () => {
    template.hasResourceProperties('AWS::CloudTrail::Trail', {
      AdvancedEventSelectors: [
        { FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] },
        {
          FieldSelectors: Match.arrayWith([
            { Field: 'readOnly', Equals: ['false'] },
            {
              Field: 'resources.ARN',
              NotStartsWith: [Match.objectLike({ 'Fn::Join': ['', Match.arrayWith([':s3:::guarded-evidence/'])] })],
            },
          ]),
        },
      ],
    });
  });

  it('records management events alone where data events are not wanted', () => {
    const [trailResource] = Object.values(make(false).findResources('AWS::CloudTrail::Trail'));
    expect(trailResource.Properties.AdvancedEventSelectors).toHaveLength(1);
  });

  it('is written into CloudWatch Logs by CloudTrail for this trail alone', () => {
    template.hasResourceProperties('AWS::IAM::Role', {
      Path: '/guarded/pipeline/',
      AssumeRolePolicyDocument: {
        Statement: [
          {
            Principal: { Service: 'cloudtrail.amazonaws.com' },
            Condition: { StringEquals: { 'aws:SourceArn': Match.anyValue() } },
          },
        ],
      },
    });
    template.hasResourceProperties('AWS::Logs::LogGroup', { KmsKeyId: Match.anyValue(), RetentionInDays: 365 });
  });

  it.each(['ab', '-guarded', 'guarded trail'])('is not called %s', (name) => {
    expect(() => make(true, name)).toThrow(/right is 3 to 128 letters/);
  });
});
