import { admits } from '../../../../lib/prover/checker/place';
import type { CheckedCaller } from '../../../../lib/prover/checker/statements';

const [driver, guest] = ['Driver', 'Guest'].map((name) => `arn:aws:iam::111111111111:role/orders*-${name}*-*`);

const caller = (arn: string, described: readonly string[]): CheckedCaller => ({
  arn,
  account: '111111111111',
  organization: 'o-1',
  principal: { arn } as unknown as NonNullable<CheckedCaller['principal']>,
  isAnothers: (name) => name !== arn && described.includes(name),
});

const trusting = (value: string) => ({ entries: [{ type: 'AWS', value }], negated: false });

test('a generated name means the role that is described under it, and no other that could be spelled alike', () => {
  expect(admits(trusting(driver), caller(driver, [driver, guest]))).toBe('itself');
  expect(admits(trusting(driver), caller(guest, [driver, guest]))).toBe('no');
});

test('a name that nothing describes may mean whoever could be spelled alike', () => {
  expect(admits(trusting(driver), caller(guest, [guest]))).toBe('itself');
});
