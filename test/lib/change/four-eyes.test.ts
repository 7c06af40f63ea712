import { authorsOf, incidentOf } from '../../../lib/change/authors';
import { fourEyes, type FourEyesFacts, hadNoPart } from '../../../lib/change/four-eyes';
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
    [
      'a machine',
      { approvals: [{ action: 'ReleaseManager', by: session('ReleaseManager', 'bot@ci.test') }] },
      /bot@ci\.test approved a change/,
    ],
    ['an author in one of several trailers', { authors: ['A <a@example.com>', 'C <carol@example.com>'] }, /approved/],
  ])('refuses the approval of %s', (_, more, reason) => {
    const answer = fourEyes(facts(more));
    expect(answer).toMatchObject({ verdict: 'refuse', reason: expect.stringMatching(reason) });
    expect(answer.remedy).not.toBe('');
  });

  it.each<[string, Partial<FourEyesFacts>]>([
    ['an author', { authors: ['Mallory <mallory@elsewhere.test>'] }],
    ['an author without address', { authors: ['Mallory'] }],
    ['an approver', { approvals: [{ action: 'ReleaseManager', by: session('ReleaseManager', 'someone') }] }],
    ['an author with a tag in the address', { authors: ['Carol <carol+git@example.com>'] }],
    ['an author with an invisible letter', { authors: ['Carol <carol\u200b@example.com>'] }],
    ['an author with a letter of another script', { authors: ['Carol <c\u0430rol@example.com>'] }],
    ['an author in wide letters', { authors: ['Carol <\uff43arol@example.com>'] }],
    ['an author with two addresses', { authors: ['Carol <carol@example.com> <bot@ci.test>'] }],
    ['an author behind a bracket', { authors: ['<carol@example.com> Bob bob@example.com'] }],
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

  const by = (...sessions: string[]) => sessions.map((one, index) => ({ action: ['RM', 'BO'][index]!, by: one }));
  const CAROL_AS_BOTH = by(session('RM', 'carol@example.com'), session('BO', 'Carol@example.com'));
  const BOTH = by(session('RM', 'carol@example.com'), session('BO', 'dora@example.com'));
  const two = { required: ['RM', 'BO'] };
  it.each<[string, Partial<FourEyesFacts>, RegExp | 'pass']>([
    ['two people for two approvals', { ...two, approvals: BOTH }, 'pass'],
    ['one person for two approvals', { ...two, approvals: CAROL_AS_BOTH }, /each approval takes another person/],
    ['only machines, one approver', { authors: ['Bot <bot@ci.test>'] }, /Only machines wrote this change/],
    ['only machines, two approvers', { ...two, authors: ['Bot <bot@ci.test>'], approvals: BOTH }, 'pass'],
    [
      'only machines, started by a person',
      { authors: ['Bot <bot@ci.test>'], starter: session('X', 'al@example.com') },
      'pass',
    ],
    ['a rejection before', { refused: [{ action: 'ReleaseManager', by: CAROL }] }, /carol@example.com rejected it/],
    ['an approval that ran out of time before', { refused: [{ action: 'RM', by: '' }] }, /Nobody answered in time/],
    ['a persona of another kind', { mayAnswer: () => ['BusinessOwner'] }, /as ReleaseManager; it takes BusinessOwner/],
    ['the right persona', { mayAnswer: () => ['ReleaseManager', 'orders-ReleaseManager'] }, 'pass'],
    ['a session of another account', { account: '333333333333' }, /from account 222222222222; the pipeline is in 333/],
    ['a session of the same account', { account: '222222222222' }, 'pass'],
    ...[
      'arn:aws:sts::222222222222:assumed-role/approver/carol@example.com',
      'arn:aws:sts::222222222222:assumed-role/AWSReservedSSO_ReleaseManager/carol@example.com',
      'arn:aws:sts::222222222222:assumed-role/AWSReservedSSO_ReleaseManager_0123456789ABCDEF/carol@example.com',
      'arn:aws:sts::222222222222:assumed-role/My-AWSReservedSSO_ReleaseManager_0123456789abcdef/carol@example.com',
      'arn:aws:iam::222222222222:user/carol@example.com',
      'arn:aws:iam::222222222222:root',
      '',
    ].map((one): [string, Partial<FourEyesFacts>, RegExp] => [
      `an approval by "${one}", even where the ARN is mapped`,
      {
        approvals: [{ action: 'ReleaseManager', by: one }],
        identities: { ...identities, [one.toLowerCase()]: 'carol@example.com' },
      },
      /is no session of Identity Center/,
    ]),
  ])('%s', (_, more, expected) => {
    const { verdict, reason } = fourEyes(facts(more));
    if (expected === 'pass') expect(verdict).toBe('pass');
    else expect([verdict, reason]).toEqual(['refuse', expect.stringMatching(expected)]);
  });

  it('lets nobody decide on their own change in the middle of its way', () => {
    const made = { authors: ['Alice <alice@home.test>'], starter: session('Developer', 'bob@example.com') };
    const decides = (user: string) => hadNoPart(session('ReleaseManager', user), made, identities).verdict;
    expect(['carol', 'alice', 'bob'].map((name) => decides(`${name}@example.com`))).toEqual([
      'pass',
      'refuse',
      'refuse',
    ]);
    expect([decides('nobody'), decides('bot@ci.test')]).toEqual(['refuse', 'refuse']);
  });

  it.each([
    ['the common form', 'Co-authored-by: Carol <carol@example.com>', ['Carol <carol@example.com>']],
    ['capitals', 'CO-AUTHORED-BY: C <carol@example.com>', ['C <carol@example.com>']],
    ['spaces', '  co authored by :\tC <carol@example.com>  ', ['C <carol@example.com>']],
    ['other hyphens', 'Co\u2011authored\u2010by: C <carol@example.com>', ['C <carol@example.com>']],
    ['a wide colon', 'Co-authored-by\uff1a C <carol@example.com>', ['C <carol@example.com>']],
    [
      'an indented line, in Windows lines',
      'x\r\n Co-authored-by: C <carol@example.com>\r\n',
      ['C <carol@example.com>'],
    ],
    ['quotes', 'Co-authored-by: "Carol, C." <carol@example.com>', ['"Carol, C." <carol@example.com>']],
    ['a name alone', 'Co-authored-by: Carol', ['Carol']],
    ['nobody', 'Co-authored-by:', []],
    [
      'two on one line',
      'Co-authored-by: A <a@example.com> Co-authored-by: C <carol@example.com>',
      ['A <a@example.com>', 'Co-authored-by: C <carol@example.com>'],
    ],
    ['two in a list', 'Co-authored-by: A <a@x.y>, C <carol@example.com>', ['A <a@x.y>', 'C <carol@example.com>']],
    ['several lines', 'Co-authored-by: A <a@x.y>\nCo-authored-by: B <b@x.y>', ['A <a@x.y>', 'B <b@x.y>']],
    ['no trailer', 'Say Co-authored-by: in trailers', []],
  ])('finds co-authors in %s', (_, message, expected) => {
    const commit = { id: 'abcdef0', author: 'a', committer: 'a', coAuthors: [], date: '', message };
    expect(authorsOf([commit])).toEqual(['a', ...expected]);
    for (const one of expected.filter((name) => name.includes('carol@')))
      expect(identifyAuthor(one, identities)).toEqual({ kind: 'person', user: 'carol@example.com' });
  });

  it('reads sessions of Identity Center and nothing that only looks like one', () => {
    expect(readSession(CAROL)).toMatchObject({ permissionSet: 'ReleaseManager', user: 'carol@example.com' });
    expect(readSession('arn:aws:sts::222222222222:assumed-role/ReleaseManager/carol@example.com')).toBeUndefined();
    expect(identifyArn('arn:aws:sts::222222222222:assumed-role/x/carol@example.com', identities).kind).toBe('unmapped');
    expect(identifyAuthor('A <a@b.c> <carol@example.com>', identities).kind).toBe('unmapped');
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
    for (const number of ['', ' ', '-', '.', '#1'])
      expect(incidentOf([commit('a', [], `Incident: ${number}`)])).toBeUndefined();
    expect(incidentOf([commit('a', [], 'Incident: A-1'), commit('a', [], 'Incident: B-2')])).toBe('A-1, B-2');
    expect(incidentOf([])).toBeUndefined();
  });
});
