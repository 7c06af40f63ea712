import type { Json } from './_org';
import { DEV, PROD, allow, answerTo, deny, managed, role, roleArn, service, snapshot, trust, user } from './_org';

const CI = roleArn(DEV, 'ci');
const DEPLOYER = roleArn(DEV, 'deployer');
const named = (arn: string): Json => ({ Condition: { ArnEquals: { 'aws:PrincipalArn': arn } } });
const under = (name: string): Json => ({ Condition: { StringEquals: { 'iam:PermissionsBoundary': policyArn(name) } } });
const policyArn = (name: string): string => `arn:aws:iam::${DEV}:policy/${name}`;
const dana = (...may: Json[]): Json => user(DEV, 'dana', may);
const prodTrusts = (trusted: Json): Json => role(PROD, 'deploy', [trusted], [allow('*')]);
const byName = (arn: string): Json => prodTrusts(trust({ AWS: DEV }, named(arn)));
const making = (...resources: string[]): Json => allow(['iam:CreateRole', 'iam:PutRolePolicy'], resources);

/** dev with a role that prod admits by its name, in the hands of machines. */
const withDeployer = (...may: Json[]): Json =>
  snapshot({
    dev: { users: [dana(...may)], roles: [role(DEV, 'deployer', [service('codebuild')], [allow('sts:AssumeRole')])] },
    prod: { roles: [byName(DEPLOYER)] },
  });

const bounded = (boundary: Json[], ...may: Json[]): Json =>
  snapshot({
    dev: { users: [dana(...may)], policies: [managed(DEV, 'bound', boundary)] },
    prod: { roles: [prodTrusts(trust({ AWS: DEV }))] },
  });

const makingBounded = allow(['iam:CreateRole', 'iam:PutRolePolicy'], '*', under('bound'));

/** An open way and what closes it. */
const PAIRS: [name: string, open: Json, closed: Json, edges: string[]][] = [
  [
    'a role that is deleted and made anew under the name that prod admits',
    withDeployer(making(DEPLOYER), allow('iam:DeleteRole', DEPLOYER)),
    withDeployer(making(DEPLOYER)),
    ['remake-role', 'assume-role'],
  ],
  [
    'a role made anew under a boundary that lets it assume roles',
    snapshot({
      dev: {
        users: [dana(allow(['iam:CreateRole', 'iam:PutRolePolicy'], '*', under('wide')), allow('iam:DeleteRole'))],
        roles: [role(DEV, 'deployer', [service('codebuild')])],
        policies: [managed(DEV, 'wide', [allow('sts:*')])],
      },
      prod: { roles: [byName(DEPLOYER)] },
    }),
    snapshot({
      dev: {
        users: [dana(allow(['iam:CreateRole', 'iam:PutRolePolicy'], '*', under('wide')), allow('iam:DeleteRole'))],
        roles: [role(DEV, 'deployer', [service('codebuild')])],
        policies: [managed(DEV, 'wide', [allow('s3:*')])],
      },
      prod: { roles: [byName(DEPLOYER)] },
    }),
    ['remake-role', 'assume-role'],
  ],
  [
    'a role of a name of their own, with any permission, makes the one that prod admits',
    snapshot({ dev: { users: [dana(making(roleArn(DEV, 'ci-*')))] }, prod: { roles: [byName(DEPLOYER)] } }),
    snapshot({
      dev: { users: [dana(making(roleArn(DEV, 'ci-*')), deny('iam:CreateRole', roleArn(DEV, 'ci-*')))] },
      prod: { roles: [byName(DEPLOYER)] },
    }),
    ['create-role', 'create-role', 'assume-role'],
  ],
  [
    'a role made under a boundary that its maker may rewrite',
    bounded([allow('s3:GetObject')], makingBounded, allow('iam:CreatePolicyVersion', policyArn('bound'))),
    bounded([allow('s3:GetObject')], makingBounded),
    ['create-role', 'policy-version', 'assume-role'],
  ],
  [
    'a role made under a boundary that its maker may take away',
    bounded([allow('s3:GetObject')], makingBounded, allow('iam:DeleteRolePermissionsBoundary')),
    bounded([allow('s3:GetObject')], makingBounded, allow('iam:DeleteRolePermissionsBoundary', CI)),
    ['create-role', 'role-boundary-removal', 'assume-role'],
  ],
];

describe('roles that people make', () => {
  it.each(PAIRS)('%s', (_name, open, closed, edges) => {
    const answer = answerTo(open);
    expect(answer.verdict).toBe('refuted');
    const told = answer.counterexamples[0].steps.map((step) => step.edge);
    expect([...told].sort()).toEqual([...edges].sort());
    for (const { to } of answer.counterexamples[0].steps) expect(to).toMatch(/^arn:aws:iam::\d{12}:role\/[\w-]+$/);
    expect(answerTo(closed).verdict).toBe('proved');
  });

  it('a role made anew has another id than the one that a Principal element named', () => {
    const snapshotOf = (trusted: Json): Json =>
      snapshot({
        dev: {
          users: [dana(allow(['iam:CreateRole', 'iam:PutRolePolicy'], '*', under('sts')), allow('iam:DeleteRole'))],
          roles: [
            role(DEV, 'deployer', [service('codebuild')], [], {
              PermissionsBoundary: { PermissionsBoundaryArn: policyArn('sts') },
            }),
          ],
          policies: [managed(DEV, 'sts', [allow('sts:*')])],
        },
        prod: { roles: [prodTrusts(trusted)] },
      });
    expect(answerTo(snapshotOf(trust({ AWS: DEV }, named(DEPLOYER)))).verdict).toBe('refuted');
    expect(answerTo(snapshotOf(trust({ AWS: DEPLOYER }))).verdict).toBe('proved');
  });
});
