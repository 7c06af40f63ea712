import { PROD, allow, answerTo, deny, doc, snapshot, user } from './_org';

/** So many that they could not be taken out one after the other. */
const BUCKETS = Array.from({ length: 150 }, (_, at) => `arn:aws:s3:::store-${at}`);

/** Somebody of prod may write to buckets that dev lists, whose own policies admit nobody, and to some others. */
function writingTo(others: readonly string[]) {
  const resources = BUCKETS.map((arn) => ({ arn, type: 'AWS::S3::Bucket' }));
  const objects = [...BUCKETS, ...others].map((arn) => `${arn}/*`);
  const ops = user(PROD, 'ops', [allow('s3:PutObject', objects)]);
  return answerTo(snapshot({ dev: { resources }, prod: { users: [ops] } }));
}

test('what other accounts list is theirs, however much it is', () => {
  expect(writingTo([])).toMatchObject({ verdict: 'proved', unknowns: [] });
});

test.each(['arn:aws:s3:::store-150', 'arn:aws:s3:::store-1-copy', 'arn:aws:s3:::else'])(
  'what nobody lists beside it may be of the own account: %s',
  (other) => {
    const { verdict, counterexamples } = writingTo([other]);
    expect(verdict).toBe('refuted');
    expect(counterexamples[0]?.request.resource).toMatch(`${other}/`);
  },
);

test('nor does a bucket of another account whose name is not known take away what may be of the own one', () => {
  const resources = ['arn:aws:s3:::dev-store', 'arn:aws:s3:::prod-*'].map((arn) => ({ arn, type: 'AWS::S3::Bucket' }));
  const objects = ['arn:aws:s3:::dev-store/*', 'arn:aws:s3:::prod-store/*'];
  const ops = user(PROD, 'ops', [allow('s3:PutObject', objects)]);
  const { verdict, counterexamples } = answerTo(snapshot({ dev: { resources }, prod: { users: [ops] } }));
  expect(verdict).toBe('refuted');
  expect(counterexamples[0]?.request.resource).toMatch('prod-store/');
});

test('an action that no catalogue knows is a write where a policy of the bucket denies something, too', () => {
  const arn = 'arn:aws:s3:::store';
  const insecure = deny('s3:*', [arn, `${arn}/*`], {
    Principal: '*',
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  });
  const ops = user(PROD, 'ops', [allow('s3:DoSomethingNew', [arn, `${arn}/*`])]);
  const found = (policy?: unknown) =>
    answerTo(snapshot({ prod: { users: [ops], resources: [{ arn, type: 'AWS::S3::Bucket', policy }] } })).verdict;
  expect([found(), found(doc(insecure))]).toEqual(['refuted', 'refuted']);
});
