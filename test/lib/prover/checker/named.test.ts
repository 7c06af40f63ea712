import type { CheckedWorld } from '../../../../lib/prover/checker/input';
import { admits, lookInto } from '../../../../lib/prover/checker/place';
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

describe('a role of a world', () => {
  const account = '111111111111';
  const session = { arn: `${driver}#narrow`, account, sessionOf: driver };
  const among = (...principals: readonly { readonly arn: string }[]) => {
    const accounts = [{ id: account, principals: principals.map((one) => ({ account, ...one })) }];
    const place = lookInto({ organizationId: 'o-1', accounts } as unknown as CheckedWorld);
    return (arn: string) => place.caller(place.principals.get(arn)!);
  };

  test('is not meant by the generated name of another that the world describes, and is by its own', () => {
    const of = among({ arn: driver }, { arn: guest });
    expect(admits(trusting(driver), of(guest))).toBe('no');
    expect(admits(trusting(driver), of(driver))).toBe('itself');
  });

  test('may be meant by a name that the world does not describe', () => {
    expect(admits(trusting(driver), among({ arn: guest })(guest))).toBe('itself');
  });

  test('is meant in a narrower session by its own name', () => {
    expect(admits(trusting(driver), among({ arn: driver }, session)(session.arn))).toBe('itself');
  });
});
