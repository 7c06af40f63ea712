import { certify, checkedActions } from '../../../../lib/prover/certificate/certify';
import { checkCeilingOf } from '../../../../lib/prover/checker/check';
import type { Ceiling, Certificate } from '../../../../lib/prover/checker/input';
import { explore } from '../../../../lib/prover/closure/explore';
import { prove } from '../../../../lib/prover/prove';
import { parseSnapshot } from '../../../../lib/world/snapshot/read';
import type { World } from '../../../../lib/world/model';
import type { Json } from '../_org';
import { FULL, allow, deny, doc, scp, snapshot } from '../_org';

const ROLES = ['arn:aws:iam::*:role/guarded/pipeline/*', 'arn:aws:iam::*:role/guarded/workload/*'];
const READS = ['s3:Get*', 's3:List*', 'ec2:Describe*', 'sts:AssumeRole'];
const fence = (more: Json = {}): Json => ({
  Effect: 'Deny',
  NotAction: READS,
  Resource: '*',
  Condition: { ArnNotLike: { 'aws:PrincipalArn': ROLES } },
  ...more,
});
const worldOf = (...statements: Json[]): World =>
  parseSnapshot(
    JSON.stringify(snapshot({}, {}, [FULL, scp(doc(...statements), ['ou-prod', 'ou-tooling'])])),
    'snapshot.json',
  );
const certified = (world: World): Certificate => certify(explore(world), prove(world));
const check = (certificate: Certificate, world: World) => checkCeilingOf(certificate, world, checkedActions());

/** The certificate of the good ceiling, over another world. */
function forged(world: World): Certificate {
  return { ...certified(world), ceiling: certified(worldOf(fence())).ceiling };
}

describe('the certificate of ceiling-holds-for-any-role', () => {
  const world = worldOf(fence());
  const good = certified(world);

  it('is verified in full, without search', () => {
    const { problems, verified, decidedBySearch } = check(good, world);
    expect({ problems, decidedBySearch }).toEqual({ problems: [], decidedBySearch: 0 });
    expect(verified).toBe(2 * checkedActions().writes.length);
  });

  it('is verified for lists of what is allowed', () => {
    const policies = [scp(doc(allow('*')), ['r-root', 'ou-dev']), scp(doc(allow(READS)), ['ou-prod', 'ou-tooling'])];
    const other = parseSnapshot(JSON.stringify(snapshot({}, {}, policies)), 'snapshot.json');
    expect(check(certified(other), other)).toMatchObject({ problems: [], decidedBySearch: 0 });
  });

  it('leaves to the search what one statement alone does not show', () => {
    const inside = (operator: string) =>
      fence({ Condition: { ArnNotLike: { 'aws:PrincipalArn': ROLES }, [operator]: { 'aws:SourceIp': '10.0.0.0/8' } } });
    const other = worldOf(inside('IpAddress'), inside('NotIpAddress'));
    const { problems, verified, decidedBySearch } = check(certified(other), other);
    expect({ problems, verified }).toEqual({ problems: [], verified: 0 });
    expect(decidedBySearch).toBeGreaterThan(0);
  });

  it.each([
    [
      'spares another path',
      { Condition: { ArnNotLike: { 'aws:PrincipalArn': [...ROLES, 'arn:aws:iam::*:role/admin/*'] } } },
    ],
    [
      'spares a path without its end',
      { Condition: { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/guarded*' } } },
    ],
    [
      'spares whoever the caller is by a variable',
      { Condition: { ArnNotLike: { 'aws:PrincipalArn': '${aws:PrincipalArn}' } } },
    ],
    [
      'binds under a further condition',
      { Condition: { ArnNotLike: { 'aws:PrincipalArn': ROLES }, Bool: { 'aws:SecureTransport': 'true' } } },
    ],
    ['binds those who are named', { Condition: { ArnLike: { 'aws:PrincipalArn': ROLES } } }],
    ['spares a write', { NotAction: [...READS, 's3:PutObject'] }],
    ['binds on some resources', { Resource: 'arn:aws:s3:::*' }],
    [
      'has a part that nobody can read',
      { Condition: { ArnNotLike: { 'aws:PrincipalArn': ROLES }, Odd: { 'aws:x': 'y' } } },
    ],
  ])('is refused where the statement %s', (_how, more) => {
    const other = worldOf(fence(more));
    expect(check(forged(other), other).problems.join()).toMatch(/does not keep/);
  });

  it('is refused where the ceiling hangs elsewhere', () => {
    const policies = [FULL, scp(doc(fence()), ['ou-prod'])];
    const other = parseSnapshot(JSON.stringify(snapshot({}, {}, policies)), 'snapshot.json');
    expect(check(forged(other), other).problems.join()).toMatch(/does not keep/);
  });

  describe('of what exceptions sanction', () => {
    const QUEUE = 'arn:aws:sqs:eu-west-2:333333333333:orders';
    const RITA = 'arn:*:iam::333333333333:role/rita';
    const exception = {
      id: 'send',
      statement: 'x',
      principals: [RITA],
      actions: ['sqs:SendMessage'],
      resources: [QUEUE],
    };
    const sparing = (...names: string[]) => ({
      Condition: { ArnNotLike: { 'aws:PrincipalArn': [...ROLES, ...names] } },
    });
    const outside = { Effect: 'Deny', Action: 'sqs:SendMessage', NotResource: QUEUE, ...sparing() };
    const sanctionedWorld = (
      within: Json = deny('sqs:SendMessage', QUEUE, sparing(RITA)),
      exceptions: Json[] = [exception],
    ) =>
      parseSnapshot(
        JSON.stringify(
          snapshot({}, { exceptions }, [
            FULL,
            scp(doc(fence({ NotAction: [...READS, 'sqs:SendMessage'] }), outside, within), ['ou-prod', 'ou-tooling']),
          ]),
        ),
        'snapshot.json',
      );
    const sanctioned = sanctionedWorld();
    const own = certified(sanctioned);

    it('is verified by the denies around it', () => {
      expect(check(own, sanctioned)).toMatchObject({ problems: [], decidedBySearch: 0 });
      expect(own.ceiling.claims.map((one) => one.clause.kind)).toContain('sanctioned');
    });

    it.each([
      ['spares somebody else', sanctionedWorld(deny('sqs:SendMessage', QUEUE, sparing(RITA, 'arn:aws:iam::*:role/x')))],
      ['binds another resource', sanctionedWorld(deny('sqs:SendMessage', `${QUEUE}2`, sparing(RITA)))],
      ['binds another action', sanctionedWorld(deny('sqs:DeleteMessage', QUEUE, sparing(RITA)))],
      ['spares whom nothing sanctions', sanctionedWorld(undefined, [])],
    ])('is refused where the inner deny %s', (_, other) => {
      const kept = { ...certified(other), ceiling: own.ceiling };
      expect(check(kept, other).problems.join()).toMatch(/sanctioned.* does not keep sqs:SendMessage/);
    });
  });

  const changed = (ceiling: Partial<Ceiling>): Certificate => ({ ...good, ceiling: { ...good.ceiling, ...ceiling } });

  it.each([
    [
      'an account',
      changed({ claims: good.ceiling.claims.map((one) => ({ ...one, accounts: one.accounts.slice(1) })) }),
    ],
    ['an action', changed({ atoms: good.ceiling.atoms.map((atom) => atom.slice(1)) })],
    ['everything', changed({ atoms: [], claims: [] })],
  ])('is refused where it says nothing about %s', (_what, certificate) => {
    expect(check(certificate, world).problems.join()).toMatch(/nothing is said about/);
  });

  it('is refused where it says something about an account that needs no ceiling', () => {
    const claims = good.ceiling.claims.map((one) => ({ ...one, accounts: [...one.accounts, '999999999999'] }));
    expect(check(changed({ claims }), world).problems.join()).toMatch(/which needs none/);
  });

  it('is refused about another world', () => {
    expect(check(good, worldOf(fence(), allow('s3:GetObject'))).problems.join()).toMatch(/another world/);
  });
});
