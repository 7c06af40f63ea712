import fc from 'fast-check';
import { Closure } from '../../../lib/prover/closure/closure';
import { EVALUATIONS } from '../../../lib/prover/closure/explore';
import { joinPowers } from '../../../lib/prover/closure/powers';
import { prove } from '../../../lib/prover/prove';
import { parseSnapshot } from '../../../lib/world/snapshot/read';
import type { Json } from './_org';
import { DEV, FULL, MGMT, PROD, allow, answerTo, attach, deny, group, managed, role, roleArn, service } from './_org';
import { snapshot, trust, user } from './_org';

const DEPLOY = roleArn(PROD, 'deploy');
const policyArn = (name: string): string => `arn:aws:iam::${DEV}:policy/${name}`;
const holding = (...names: string[]): Json => ({
  AttachedManagedPolicies: names.map((name) => attach(policyArn(name))),
});
const toProd = allow('sts:AssumeRole');
const read = allow('s3:GetObject');
const world = (input: Json) => parseSnapshot(JSON.stringify(input), 'snapshot.json');

/** Somebody who may bring another version of their own policy into force. */
function rollback(older: Json[][], more: Json = {}): Json {
  return snapshot({
    dev: {
      users: [user(DEV, 'ann', [allow('iam:SetDefaultPolicyVersion')], { ...holding('x'), ...more })],
      policies: [managed(DEV, 'x', [read], older)],
    },
    prod: { roles: [role(PROD, 'deploy', [trust({ AWS: DEV })], [allow('*')])] },
  });
}

/** Powers over people and policies, of which any may be held together. */
const POWERS = [
  'iam:SetDefaultPolicyVersion',
  'iam:CreatePolicyVersion',
  'iam:AttachUserPolicy',
  'iam:AttachRolePolicy',
  'iam:AttachGroupPolicy',
  'iam:AddUserToGroup',
  'iam:DeleteRolePolicy',
  'iam:DetachRolePolicy',
  'iam:DeleteUserPolicy',
  'iam:PutRolePermissionsBoundary',
  'iam:TagRole',
  'iam:PassRole',
  'iam:CreateRole',
  'iam:PutRolePolicy',
  'iam:UpdateAssumeRolePolicy',
  'iam:CreateAccessKey',
  'sts:AssumeRole',
  'lambda:CreateFunction',
  'organizations:DetachPolicy',
  'organizations:LeaveOrganization',
  'organizations:RegisterDelegatedAdministrator',
];

const statements = fc
  .array(fc.record({ actions: fc.subarray(POWERS, { minLength: 1, maxLength: 5 }), denied: fc.boolean() }), {
    minLength: 1,
    maxLength: 3,
  })
  .map((list) => list.map(({ actions, denied }) => (denied && actions.length < 2 ? deny(actions) : allow(actions))));

/** Organizations in which policies have other versions and everybody may change somebody. */
const organizations = fc
  .record({
    versions: fc.array(fc.array(statements, { maxLength: 3 }), { minLength: 1, maxLength: 3 }),
    held: fc.array(fc.subarray(['p0', 'p1', 'p2']), { minLength: 3, maxLength: 3 }),
    own: statements,
    groups: statements,
    control: fc.boolean(),
  })
  .map(({ versions, held, own, groups, control }) => {
    const policies = versions.map((others, index) => managed(DEV, `p${index}`, [read], others));
    const known = (names: readonly string[]) => names.filter((name) => Number(name.slice(1)) < policies.length);
    const dev = {
      users: [
        user(DEV, 'ann', own, { ...holding(...known(held[0])), GroupList: ['team'] }),
        user(DEV, 'ben', [read], holding(...known(held[1]))),
      ],
      groups: [group(DEV, 'team', groups)],
      roles: [
        role(DEV, 'app', [service('lambda'), trust({ AWS: DEV })], [toProd], {
          ...holding(...known(held[2])),
          PermissionsBoundary: { PermissionsBoundaryArn: policyArn('p0') },
        }),
      ],
      policies,
    };
    const prod = { roles: [role(PROD, 'deploy', [trust({ AWS: DEV })], [allow('s3:PutObject')])] };
    return snapshot({ mgmt: { users: [user(MGMT, 'mia', own)] }, dev, prod }, {}, control ? [FULL] : []);
  });

describe('the search for whoever people can come to act as ends', () => {
  it('where a person may set another default version of a policy they hold', () => {
    const answer = answerTo(rollback([[toProd]]));
    expect(answer.verdict).toBe('refuted');
    const [{ human, steps, request }] = answer.counterexamples;
    expect([human, request.principal]).toEqual([`arn:aws:iam::${DEV}:user/ann`, DEPLOY]);
    expect(steps.map((step) => step.edge)).toEqual(['policy-default-version', 'assume-role']);
  });

  it('and finds nothing where no version opens anything', () => {
    expect(answerTo(rollback([[read], [allow('s3:ListBucket')]])).verdict).toBe('proved');
  });

  it('over any organization', () => {
    fc.assert(
      fc.property(organizations, (input) => {
        const ended = world(input);
        expect(['proved', 'refuted', 'unknown']).toContain(prove(ended).verdict);
        const visits = new Closure(ended, EVALUATIONS, true, 60);
        expect(visits.unknowns.filter((one) => /did not settle/.test(one.why))).toEqual([]);
      }),
      { numRuns: 12 },
    );
  });

  it('or says what it did not get to the end of', () => {
    const cut = new Closure(world(rollback([[toProd]])), EVALUATIONS, false, 0);
    expect(cut.undecided).toEqual([
      { why: `what can be changed about arn:aws:iam::${DEV}:user/ann did not settle`, where: expect.any(String) },
    ]);
  });
});

describe('powers', () => {
  const [gain] = world(rollback([[toProd]])).accounts.flatMap((one) => one.managedPolicies);

  it('are the same object where nothing is added, so that they settle', () => {
    const held = joinPowers({}, { rewritten: true, gains: [gain], loses: ['a'] });
    expect(joinPowers(held, { gains: [{ ...gain }], loses: ['a'] })).toBe(held);
    expect(joinPowers(held, { rewritten: true })).toBe(held);
  });

  it('only grow', () => {
    const held = joinPowers({ unbounded: true, loses: ['a'] }, { gains: [gain], loses: ['b'] });
    expect(held).toEqual({ unbounded: true, gains: [gain], loses: ['a', 'b'] });
  });
});
