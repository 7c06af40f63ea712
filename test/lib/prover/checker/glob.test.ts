import * as fc from 'fast-check';
import { covers, overlaps } from '../../../../lib/prover/checker/glob';

/** Every word over two letters of up to so many. */
function words(length: number): string[] {
  if (length === 0) return [''];
  const shorter = words(length - 1);
  return [...shorter, ...shorter.filter((one) => one.length === length - 1).flatMap((one) => [`${one}a`, `${one}b`])];
}

const WORDS = words(8);
const pattern = fc.array(fc.constantFrom('a', 'b', '*', '?'), { maxLength: 4 }).map((one) => one.join(''));

test('patterns overlap where a word is of both, and nowhere else', () => {
  fc.assert(
    fc.property(pattern, pattern, (one, other) => {
      expect(overlaps(one, other)).toBe(WORDS.some((word) => covers(one, word) && covers(other, word)));
    }),
    { numRuns: 300 },
  );
});
