import { includes, language } from '../../../lib/iam/language';
import { meantGlobs } from '../../../lib/iam/pattern';

const UNOWNED = 'arn:aws:*:*::*';

test.each([
  [UNOWNED, 'arn:aws:s3:::store/a:b', true],
  [UNOWNED, 'arn:aws:dynamodb:eu-west-2:111111111111:table/a::b', false],
  ['arn:aws:*:*:222222222222:*', 'arn:aws:ssm:eu-west-2:222222222222:document/a:1', true],
  ['arn:aws:*:*:222222222222:*', 'arn:aws:ssm:eu-west-2:111111111111:a:222222222222:b', false],
  ['?', '*', true],
  ['*', 'arn:aws:s3:::store', true],
  ['arn:aws:s3*', 'arn:aws:s3:::store', true],
])('of what a question means by %s is %s: %s', (pattern, arn, meant) => {
  expect(includes(language(meantGlobs(pattern)), arn)).toBe(meant);
});
