import { fourEyes, type FourEyesFacts } from '../../../lib/change/four-eyes';
import { hostAddress } from '../../../lib/change/hosts';
import { identityProblem } from '../../../lib/change/identities';
import { identifyAuthor, neverKnown, withSignIns } from '../../../lib/change/people';
import { session } from '../../_helpers/fake-aws/world';

const BOT = 'dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>';
const WEB = 'GitHub <noreply@github.com>';

function decide(authors: string[], approver: string, identities: FourEyesFacts['identities'] = {}) {
  const approvals = [{ action: 'ReleaseManager', by: session('ReleaseManager', approver) }];
  return fourEyes({ authors, historyUnknown: false, approvals, required: ['ReleaseManager'], identities });
}

describe('without a mapping', () => {
  it.each<[string, string[], string, RegExp]>([
    ['a colleague’s change', ['Alice <alice@example.com>', WEB], 'carol@example.com', /Approved by carol/],
    [
      'one’s own change',
      ['Carol <CAROL@example.com>', WEB],
      'carol@example.com',
      /carol@example.com approved a change/,
    ],
    ['one’s own change by a name alone', ['Carol <carol@example.com>'], 'carol', /carol approved a change/],
    ['a change from another domain', ['Al <alice@elsewhere.test>'], 'carol@example.com', /Nobody knows who is behind/],
    ['a colleague’s change by a name alone', ['Al <alice@example.com>'], 'carol', /Nobody knows who is behind alice/],
    ['a change by mail for everybody', ['Al <alice@gmail.com>'], 'carol@gmail.com', /Nobody knows who is behind/],
    ['a change without address', ['Bob <>'], 'carol@example.com', /Nobody knows who is behind Bob <>/],
    ['a bot’s change, merged in a web page', [BOT, WEB], 'carol@example.com', /Only machines wrote this change/],
    ['a private address', ['Al <7+al@users.noreply.github.com>'], 'carol@example.com', /Nobody knows who is behind 7/],
  ])('answers the approval of %s', (_what, authors, approver, reason) => {
    expect(decide(authors, approver).reason).toMatch(reason);
  });

  it('says how people and bots are mapped, and that no bot becomes a person by it', () => {
    const { remedy } = decide(['Al <7+al@users.noreply.github.com>'], 'carol@example.com');
    expect(remedy).toMatch(/github:12345/);
    expect(remedy).toMatch(/a bot to `machine`/);
  });
});

describe('a mapping', () => {
  const refusesAlone = /Only machines wrote this change/;
  it.each<[string, FourEyesFacts['identities']]>([
    [
      'as machines',
      { 'noreply@github.com': 'machine', '49699333+dependabot[bot]@users.noreply.github.com': 'machine' },
    ],
    [
      'as people',
      { 'noreply@github.com': 'github', '49699333+dependabot[bot]@users.noreply.github.com': 'dependabot' },
    ],
    [
      'in capitals',
      { 'noreply@github.com': 'Machine', '49699333+dependabot[bot]@users.noreply.github.com': 'MACHINE' },
    ],
  ])('of bots %s takes no second person away', (_what, identities) => {
    expect(decide([BOT, WEB], 'carol@example.com', { '@example.com': '=', ...identities }).reason).toMatch(
      refusesAlone,
    );
  });

  const private_ = 'Al <12345+new-login@users.noreply.github.com>';
  it.each<[string, FourEyesFacts['identities'], string]>([
    ['by its number', { 'github:12345': 'alice@example.com' }, 'alice@example.com'],
    ['by an older login', { '12345+old-login@users.noreply.github.com': 'alice@example.com' }, 'alice@example.com'],
    ['by another number', { 'github:12346': 'alice@example.com' }, 'unmapped'],
    ['by another host', { 'gitlab:12345': 'alice@example.com' }, 'unmapped'],
  ])('of a private address %s', (_what, identities, expected) => {
    const found = identifyAuthor(private_, identities);
    expect(found.kind === 'person' ? found.user : found.kind).toBe(expected);
  });

  it('counts whatever the case of its keys, and by the part before the @ where it says so', () => {
    expect(identifyAuthor('A <alice@home.test>', { 'Alice@Home.test': 'alice' })).toEqual({
      kind: 'person',
      user: 'alice',
    });
    expect(identifyAuthor('A <alice@example.com>', { '@Example.com': 'local part' })).toEqual({
      kind: 'person',
      user: 'alice',
    });
  });

  it('wins over what sign-ins show', () => {
    const signed = [session('ReleaseManager', 'carol@example.com'), session('ReleaseManager', 'dora')];
    expect(withSignIns({ '@example.com': 'local part' }, signed)).toEqual({ '@example.com': 'local part' });
  });
});

it.each([
  ['12345+alice@users.noreply.github.com', { kind: 'account', host: 'github', number: '12345' }],
  ['alice@users.noreply.github.com', { kind: 'account', host: 'github' }],
  ['renovate[bot]@users.noreply.github.com', { kind: 'machine' }],
  ['12-alice.b@users.noreply.gitlab.com', { kind: 'account', host: 'gitlab', number: '12' }],
  ['project_42_bot_0a1b@noreply.gitlab.com', { kind: 'machine' }],
  ['noreply@example.com', undefined],
  ['noreply@github.com.example.com', undefined],
])('a code host means by %s', (address, expected) => {
  expect(hostAddress(address)).toEqual(expected);
});

it('tells before the approvals who can never be known', () => {
  const authors = ['A <alice@example.com>', 'B <7+b@users.noreply.github.com>', 'C <c@gmail.com>', 'D', WEB];
  expect(neverKnown(authors, {})).toEqual(['B <7+b@users.noreply.github.com>', 'C <c@gmail.com>', 'D']);
  expect(neverKnown(authors, { 'github:7': 'b', 'c@gmail.com': 'c', '@x.test': '=' })).toEqual(['D']);
});

it.each([
  ['alice@home.test', 'alice@example.com', undefined],
  ['github:12345', 'alice', undefined],
  ['@example.com', '=', undefined],
  ['@example.com', 'local part', undefined],
  ['bot@ci.test', 'machine', undefined],
  ['bot@ci.test', 'Machine', /write machine, in lower case/],
  ['alice@home.test', '', /got "" for alice@home.test; write a user name/],
  ['alice@home.test', '=', /is for domains/],
  ['@example.com', 'alice', /a domain is mapped to/],
  ['noreply@github.com', 'github', /a machine's address, whoever it is mapped to/],
  ['alice', 'alice@example.com', /nobody's name/],
  ['carol@*', 'carol', /nobody's name/],
])('an entry %s: %s', (key, value, expected) => {
  const problem = identityProblem(key, value);
  if (expected === undefined) expect(problem).toBeUndefined();
  else expect(problem).toMatch(expected);
});
