import { CANNOT_LOOKS } from '../../../../../lib/prover/checker/theorems/cannot';
import { parseSnapshot } from '../../../../../lib/world/snapshot/read';
import { FULL, PROD, TOOLING, allow, deny, doc, role, roleArn, scp, service, snapshot, user } from '../../_org';
import type { Json } from '../../_org';
import { Certified, refusesOpened, refusesTampering } from './_tamper';

const boundary = `arn:aws:iam::${PROD}:policy/guarded/guardrail/workload-boundary`;
const kept: Json = { Condition: { StringEquals: { 'iam:PermissionsBoundary': boundary } } };
const BOUNDING = 'iam:PutRolePermissionsBoundary';

interface Change {
  readonly app?: readonly Json[];
  readonly exec?: Json;
  readonly fence?: Json;
  readonly beside?: Json;
}

function world({
  app = [allow('s3:*')],
  exec = allow(BOUNDING, '*', kept),
  fence,
  beside = allow('codebuild:StartBuild', '*'),
}: Change = {}) {
  const prod = {
    users: [user(PROD, 'paul', [allow('cloudtrail:*')])],
    roles: [
      role(PROD, 'guarded/pipeline/exec', [service('cloudformation')], [exec]),
      role(PROD, 'guarded/workload/app', [service('lambda')], [...app]),
    ],
  };
  const tooling = { roles: [role(TOOLING, 'beside', [service('lambda')], [beside])] };
  const people =
    fence ?? deny('*', '*', { Condition: { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/guarded/*' } } });
  const read = parseSnapshot(
    JSON.stringify(snapshot({ prod, tooling }, {}, [FULL, scp(doc(people), ['ou-prod'])])),
    'snapshot.json',
  );
  const part = { arn: roleArn(TOOLING, 'guarded/pipeline/gate'), type: 'AWS::IAM::Role', account: TOOLING, where: 'x' };
  return { ...read, machinery: [part] };
}

describe('the certificate of guardrails-are-immutable', () => {
  const certified = new Certified(world(), 'guardrails-are-immutable');

  it('claims of each machine of prod, and of what stands beside the machinery, why it changes nothing', () => {
    expect(new Set(certified.claims.map(({ by }) => by.kind))).toEqual(new Set(['silent', 'kept']));
  });

  refusesTampering(certified, [
    { kind: 'deny', statement: 'nowhere' },
    { kind: 'level', level: 'nowhere' },
    { kind: 'boundary' },
    { kind: 'guarded' },
  ]);

  const NOT_SO = /it is not so that changes no/;

  refusesOpened(certified, {
    'a workload may stop the trail': {
      world: world({ app: [allow(['s3:*', 'cloudtrail:StopLogging'])] }),
      ...{ why: NOT_SO, looks: CANNOT_LOOKS, kind: 'silent' },
    },
    'CloudFormation may set any boundary': {
      world: world({ exec: allow(BOUNDING) }),
      ...{ why: NOT_SO, looks: CANNOT_LOOKS, kind: 'kept' },
    },
    'CloudFormation may set a boundary of somebody else': {
      world: world({ exec: allow(BOUNDING, '*', { Condition: { StringEquals: { 'iam:PermissionsBoundary': '*' } } }) }),
      ...{ why: NOT_SO, looks: CANNOT_LOOKS, kind: 'kept' },
    },
    'something beside the machinery may rewrite its roles': {
      world: world({ beside: allow('iam:PutRolePolicy') }),
      ...{ why: NOT_SO, looks: CANNOT_LOOKS, kind: 'silent' },
    },
  });

  it('asks whether a machine beside the machinery answers for a part of it', () => {
    const part = { arn: `arn:aws:states:eu-west-2:${TOOLING}:stateMachine:bake`, account: TOOLING, where: 'y' };
    const machinery = [...certified.world.machinery!, { ...part, type: 'AWS::StepFunctions::StateMachine' }];
    const found = new Certified({ ...certified.world, machinery }, 'guardrails-are-immutable');
    const answering = found.claims.filter((one) => one.says === 'answers for nothing:');
    expect(answering.map(({ of, actions }) => [of[0].split(' ')[1], actions])).toEqual([
      ['AWS::StepFunctions::StateMachine', ['states:SendTaskFailure', 'states:SendTaskSuccess']],
    ]);
    expect(found.check().problems).toEqual([]);
  });

  it('looks at what is said of people once more', () => {
    const open = world({ fence: deny('s3:*') });
    expect(certified.check(undefined, open).problems.join()).toMatch(/does not keep .*user\/paul from \w+:/);
    const silent = certified.check(undefined, certified.world, { blocked: [] });
    expect(silent.problems.join()).toMatch(/nothing is said about \w+:\w+ of .*user\/paul/);
  });

  it('is refused where another machine runs in prod', () => {
    const prod = certified.world.accounts.find((one) => one.id === PROD)!;
    const runner = { ...prod.principals[2], arn: roleArn(PROD, 'guarded/workload/more') };
    const accounts = certified.world.accounts.map((one) =>
      one === prod ? { ...prod, principals: [...prod.principals, runner] } : one,
    );
    expect(certified.check(undefined, { ...certified.world, accounts }).problems.join()).toMatch(
      /nothing is claimed about .*more/,
    );
  });
});
