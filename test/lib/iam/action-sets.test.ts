import { actionSet } from '../../../lib/iam';

const UNIVERSE = ['s3:PutObject', 'sqs:SendMessage', 's3:GetObject', 'ec2:RunInstances'];

test.each<[string, number[]]>([
  ['s3:PutObject', [0]],
  ['S3:put*', [0]],
  ['s?:*', [0, 2]],
  ['?3:PutObject', [0]],
  ['s*:*Object', [0, 2]],
  ['*', [0, 1, 2, 3]],
  ['lambda:*', []],
])('%s names the same actions of a list as one by one', (pattern, expected) => {
  for (const negated of [false, true]) {
    const set = actionSet({ patterns: [pattern], negated });
    const named = UNIVERSE.flatMap((_, at) => (expected.includes(at) !== negated ? at : []));
    expect(set.named(UNIVERSE)).toEqual(named);
    expect(UNIVERSE.flatMap((action, at) => (set.has(action) ? at : []))).toEqual(named);
    expect(set.namesAny(UNIVERSE)).toBe(named.length > 0);
  }
});
