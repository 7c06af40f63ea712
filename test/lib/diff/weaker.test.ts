/** What counts as weaker: change control that holds less back, not what an added application brings. */
import { isWeaker, tellDifference, type Difference } from '../../../lib/diff';

const SAME: Difference = {
  version: 1,
  relation: 'equivalent',
  accounts: [],
  reach: { gained: [], lost: [] },
  exceptions: { added: [], removed: [] },
  control: [],
  unknowns: [],
  old: { digest: 'a' },
  new: { digest: 'b' },
};

const judged = (judgement: Difference['control'][number]['changes'][number]['judgement']): Partial<Difference> => ({
  relation: 'incomparable',
  control: [
    { of: 'pipeline orders', changes: [{ judgement, subject: 'bake', places: [], where: ['x'], old: '1', new: '2' }] },
  ],
});

const SEARCH: Partial<Difference> = {
  relation: 'broader',
  applications: [{ application: 'search', change: 'added', details: [] }],
};
const sanctioned = (...added: string[]): Partial<Difference> => ({ exceptions: { added, removed: [] } });
const gained = { gained: [{ arn: 'arn', account: '1' }], lost: [] };

test.each<[string, Partial<Difference>, boolean]>([
  ['nothing', {}, false],
  ['weaker', judged('weaker'), true],
  ['unknown', judged('unknown'), true],
  ['stronger', judged('stronger'), false],
  ['different', judged('different'), false],
  ['somebody new whom people come to act as', { reach: gained }, true],
  ['something unread', { unknowns: [{ why: 'no', where: 'there' }] }, true],
  ['an unknown relation', { relation: 'unknown' }, true],
  [
    'an added application with sanctions of its own',
    { ...SEARCH, ...sanctioned('approve-search-ReleaseManager') },
    false,
  ],
  ['a sanction of another application', { ...SEARCH, ...sanctioned('approve-orders-ReleaseManager') }, true],
  ['a sanction of one whose name begins alike', { ...SEARCH, ...sanctioned('approve-searcher-Operator') }, true],
])('%s', (_, change, weaker) => {
  expect(isWeaker({ ...SAME, ...change })).toBe(weaker);
});

test('the headline names applications that come and go', () => {
  expect(tellDifference({ ...SAME, ...SEARCH }).split('\n')[1]).toBe('application search added');
});
