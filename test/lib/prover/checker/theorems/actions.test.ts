import * as lists from '../../../../../lib/contract/proof/theorem-actions';
import { catalogue, isWriteClass } from '../../../../../lib/iam';
import { checkedActions } from '../../../../../lib/prover/certificate/certify';
import { EDGE_KINDS } from '../../../../../lib/prover/closure/edge-kinds';

const all = catalogue().actions;
const like = (...patterns: readonly RegExp[]): readonly string[] =>
  all.filter((one) => patterns.some((each) => each.test(one)));
const { DECIDING } = lists;

/** The prover seeks actions of the catalogue, the checker wants claims about writes: it may miss none of them. */
describe('every action that a theorem speaks of is one that the checker wants claimed', () => {
  const writes = new Set(checkedActions().writes);

  it.each([
    ['what changes stacks', like(lists.STACK_ACTIONS)],
    ['what deploys', lists.DEPLOYING],
    ['what changes guardrails', like(...lists.GUARDRAIL_ACTIONS)],
    ['what changes evidence', lists.EVIDENCE_ACTIONS],
    ['what approves', lists.APPROVING],
    ['what changes a release', lists.CHANGING],
    ['what silences alarms', lists.SILENCING],
    ['what holds up a rollback', lists.HOLDING_UP],
    [
      'what changes something that decides',
      like(...Object.values(DECIDING)).filter((one) => isWriteClass(catalogue().find(one)!.class)),
    ],
  ])('%s', (_, actions) => {
    expect(actions.length).toBeGreaterThan(0);
    expect(actions.filter((one) => !writes.has(one))).toEqual([]);
  });
});

test('every power over the organization that the search knows is one of those that the checker wants claimed', () => {
  const powers = EDGE_KINDS.filter((one) => one.on === 'organization').flatMap((one) => one.actions.flat());
  expect(powers.filter((one) => !lists.ORGANIZATION_ACTIONS.test(one.split(' ')[0]))).toEqual([]);
});
