import { authorsOf, incidentOf } from '../../../lib/change/authors';
import { fourEyes, type FourEyesFacts } from '../../../lib/change/four-eyes';
import { identifyArn, identifyAuthor, readSession } from '../../../lib/change/people';
import { session } from '../../_helpers/fake-aws/world';

const identities = { '@example.com': '=', 'alice@home.test': 'alice@example.com', 'bot@ci.test': 'machine' };
const CAROL = session('ReleaseManager', 'carol@example.com');

function facts(more: Partial<FourEyesFacts> = {}): FourEyesFacts {
  return {
    authors: ['Alice <alice@example.com>'],
    historyUnknown: false,
    approvals: [{ action: 'ReleaseManager', by: CAROL }],
    required: ['ReleaseManager'],
    identities,
    ...more,
  };
}

describe('four eyes', () => {
  it('passes where somebody else approved', () => {
    expect(fourEyes(facts())).toMatchObject({ verdict: 'pass', reason: expect.stringContaining('carol@example.com') });
  });

  it.each<[string, Partial<FourEyesFacts>, RegExp]>([
    ['an author', { authors: ['Carol <carol@example.com>'] }, /carol@example.com approved a change/],
    [
      'an author under another address',
      {
        approvals: [{ action: 'ReleaseManager', by: session('ReleaseManager', 'alice@example.com') }],
        authors: ['Al <alice@home.test>'],
      },
      /alice@example.com approved/,
    ],
    ['an author in capitals', { authors: ['Carol <CAROL@Example.com>'] }, /approved a change/],
    [
      'one of many authors',
      { authors: ['Alice <alice@example.com>', 'Carol <carol@example.com>'] },
      /approved a change/,
    ],
    ['the starter', { starter: session('Developer', 'carol@example.com') }, /wrote, helped to write or started/],
    ['a machine', { approvals: [{ action: 'ReleaseManager', by: 'bot@ci.test' }] }, /approved a change/],
  ])('refuses the approval of %s', (_, more, reason) => {
    const answer = fourEyes(facts(more));
    expect(answer).toMatchObject({ verdict: 'refuse', reason: expect.stringMatching(reason) });
    expect(answer.remedy).not.toBe('');
  });

  it.each<[string, Partial<FourEyesFacts>]>([
    ['an author', { authors: ['Mallory <mallory@elsewhere.test>'] }],
    ['an author without address', { authors: ['Mallory'] }],
    ['an approver', { approvals: [{ action: 'ReleaseManager', by: session('ReleaseManager', 'someone') }] }],
    [
      'an approver in a role of his own',
      { approvals: [{ action: 'ReleaseManager', by: 'arn:aws:sts::222222222222:assumed-role/x/carol@example.com' }] },
    ],
    ['a starter', { starter: 'arn:aws:iam::222222222222:user/root-like' }],
    ['a name like a part of every object', { authors: ['x <constructor>'] }],
  ])('refuses %s whom nobody can map', (_, more) => {
    expect(fourEyes(facts(more))).toMatchObject({
      verdict: 'refuse',
      reason: expect.stringMatching(/Nobody knows who/),
    });
  });

  it.each<[string, Partial<FourEyesFacts>]>([
    ['a history that is not known', { historyUnknown: true }],
    ['a change without authors', { authors: [] }],
    ['a missing approval', { required: ['ReleaseManager', 'BusinessOwner'] }],
    ['an application that asks nobody', { required: [] }],
  ])('refuses %s', (_, more) => {
    expect(fourEyes(facts(more)).verdict).toBe('refuse');
  });

  it('reads sessions of Identity Center and nothing that only looks like one', () => {
    expect(readSession(CAROL)).toMatchObject({ permissionSet: 'ReleaseManager', user: 'carol@example.com' });
    expect(readSession('arn:aws:sts::222222222222:assumed-role/ReleaseManager/carol@example.com')).toBeUndefined();
    expect(identifyArn('arn:aws:sts::222222222222:assumed-role/x/carol@example.com', identities).kind).toBe('unmapped');
    expect(identifyAuthor('A <a@b.c> <carol@example.com>', identities)).toMatchObject({ user: 'carol@example.com' });
  });

  it('names every author, committer and co-author once', () => {
    const commit = (author: string, coAuthors: string[], message = 'x') => ({
      id: 'abcdef0',
      author,
      committer: 'c',
      coAuthors,
      date: '',
      message,
    });
    expect(authorsOf([commit('a', ['b']), commit('b', ['d'])])).toEqual(['a', 'c', 'b', 'd']);
    expect(incidentOf([commit('a', [], 'Fix\n\nIncident: INC-7'), commit('a', [], 'More\n\nIncident: INC-7\n')])).toBe(
      'INC-7',
    );
    expect(incidentOf([commit('a', [], 'Fix\n\nIncident: INC-7'), commit('a', [], 'A feature')])).toBeUndefined();
    expect(incidentOf([])).toBeUndefined();
  });
});
