import { prove, proveChecked } from '../../../lib/prover/prove';
import { parseSnapshot } from '../../../lib/world/snapshot/read';
import type { Json } from './_org';
import { FULL, PROD, account, allow, answerTo, deny, doc, scp, snapshot, user } from './_org';

const OLD = '444444444444';

/** An organization with one more account under prod's unit, in some state, with somebody who writes there. */
function withOld(state: string | undefined, ous = ['r-root', 'ou-prod'], described = true): Json {
  const input = snapshot({}, {}, [FULL, scp(doc(deny('*')), ['ou-prod', 'ou-tooling'])]);
  const organization = input.organization as { accounts: Json[] };
  organization.accounts.push({ id: OLD, name: 'old', environment: 'prod', ous, ...(state ? { state } : {}) });
  const content = account({ users: [user(OLD, 'olga', [allow('*')])] });
  return { ...input, accounts: { ...(input.accounts as Json), ...(described ? { [OLD]: content } : {}) } };
}

describe('a closed account runs nothing', () => {
  it.each(['SUSPENDED', 'PENDING_CLOSURE', 'CLOSED'])('%s', (state) => {
    for (const described of [true, false]) {
      const input = withOld(state, ['r-root'], described);
      const { verdict, theorems, assumptions } = prove(parseSnapshot(JSON.stringify(input), 'snapshot.json'));
      expect(theorems.flatMap((one) => one.unknowns)).toEqual([]);
      expect(verdict).toBe('proved');
      expect(assumptions.find((one) => one.id === 'closed-accounts')?.statement).toContain(`${OLD} (old)`);
    }
  });

  it.each([undefined, 'ACTIVE', 'PENDING_ACTIVATION'])('but one in the state %s does', (state) => {
    expect(answerTo(withOld(state, ['r-root'])).verdict).toBe('refuted');
    expect(answerTo(withOld(state, ['r-root']), 'ceiling-holds-for-any-role').verdict).toBe('refuted');
    expect(answerTo(withOld(state, undefined, false)).verdict).toBe('unknown');
  });

  it('has no part in the certificate of the ceiling', () => {
    const { certificate } = proveChecked(parseSnapshot(JSON.stringify(withOld('CLOSED', ['r-root'])), 'snapshot.json'));
    const accounts = certificate.ceiling.claims.flatMap((one) => one.accounts);
    expect(accounts).toContain(PROD);
    expect(accounts).not.toContain(OLD);
  });

  it('in no state that nobody knows', () => {
    expect(() => answerTo(withOld('GONE'))).toThrow(/organization\.accounts\[4\]\.state/);
  });
});
