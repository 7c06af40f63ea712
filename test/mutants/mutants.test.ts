import { describeAssembly } from '../../lib/prover';
import { proveOnly } from '../../lib/prover/prove';
import type { TheoremId } from '../../lib/prover/result';
import { synthesizePlatform } from '../lib/world/machinery/_planted';
import { mutantsOf, together } from './mutants';
import type { Grouped } from './mutants';

/** One of each kind, on the platform alone; `npm run test:mutants` takes every guard out of the whole example. */
const world = describeAssembly(synthesizePlatform());
const mutants = mutantsOf(world);

const KINDS: readonly (readonly [name: RegExp, theorem: TheoremId])[] = [
  [/^scp guarded-prod-ceiling$/, 'ceiling-holds-for-any-role'],
  [/^scp guarded-audit-ceiling$/, 'ceiling-holds-for-any-role'],
  [/^deny control guarded-tooling-sanctioned OnlyThere0$/, 'ceiling-holds-for-any-role'],
  [
    /^principal trust .*prod.*cdk-guarded-cfn-exec-role-prod-REGION CloudFormation \(Service\)$/,
    'environments-are-isolated',
  ],
  [/^principal resource prod .*bootstrap.* Administration \(AWS\)$/, 'environments-are-isolated'],
  [/^condition resource prod .*bootstrap.* ThroughTheBucket aws:PrincipalArn$/, 'environments-are-isolated'],
  [/^stage orders Approve$/, 'approval-dominates-prod'],
  [/^action orders Approve BusinessOwner$/, 'approval-dominates-prod'],
  [/^stage orders Gate$/, 'approval-dominates-prod'],
  [/^digest orders Prod Deploy$/, 'approval-dominates-prod'],
  [/^admission orders Prod Deploy$/, 'approval-dominates-prod'],
  [/^admission of this stage orders Prod Deploy$/, 'approval-dominates-prod'],
  [/^rollback orders Prod$/, 'rollback-is-armed'],
  [/^alarms orders Prod Deploy$/, 'rollback-is-armed'],
];
const matching = (name: RegExp) => mutants.filter((one) => name.test(one.name));

describe('a guard taken out of the platform', () => {
  it.each([...new Set(KINDS.map(([, theorem]) => theorem))])('nothing taken out: %s holds', (theorem) => {
    expect(proveOnly(world, theorem).verdict).toBe('proved');
  });

  it.each(KINDS)('%s: %s falls', (name, theorem) => {
    const [mutant, ...others] = matching(name);
    expect(others).toEqual([]);
    expect(proveOnly(mutant.apply(world), theorem).verdict).toBe('refuted');
  });

  it('the principal of a deploy role may go, as long as the condition stays, and the other way round', () => {
    const [principal] = matching(/^principal trust .*cdk-guarded-deploy-role-prod-REGION ExactRoles \(AWS\)$/);
    const [condition] = matching(/^condition trust .*cdk-guarded-deploy-role-prod-REGION ExactRoles aws:PrincipalArn$/);
    const verdict = (...taken: Grouped[]) => proveOnly(together(taken)(world), 'environments-are-isolated').verdict;
    expect([verdict(principal), verdict(condition), verdict(principal, condition)]).toEqual([
      'proved',
      'proved',
      'refuted',
    ]);
  });
});
