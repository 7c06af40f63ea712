import { CANNOT_LOOKS } from '../../../../../lib/prover/checker/theorems/cannot';
import { ALONE_LOOKS } from '../../../../../lib/prover/checker/theorems/duties';
import { parseSnapshot } from '../../../../../lib/world/snapshot/read';
import { DEV, FULL, PROD, TOOLING, allow, role, service, snapshot, trust, user, userArn } from '../../_org';
import type { Json } from '../../_org';
import { Certified, refusesOpened, refusesTampering } from './_tamper';

const PIPELINE = `arn:aws:codepipeline:eu-west-2:${TOOLING}:orders`;
const OTHER = `arn:aws:codepipeline:eu-west-2:${TOOLING}:other`;
const APPROVE = allow('codepipeline:PutApprovalResult', `${PIPELINE}/Approve/Owner`);
const START = allow('codepipeline:StartPipelineExecution', PIPELINE);

interface Change {
  readonly rita?: readonly Json[];
  readonly dana?: readonly Json[];
  readonly oscar?: readonly Json[];
  readonly paul?: readonly Json[];
  readonly more?: readonly Json[];
}

function world({
  rita = [APPROVE],
  dana = [START],
  oscar = [],
  paul = [allow('codepipeline:*')],
  more = [],
}: Change = {}) {
  const users = [
    user(TOOLING, 'rita', [...rita]),
    user(TOOLING, 'dana', [...dana]),
    user(TOOLING, 'oscar', [...oscar]),
    ...more,
  ];
  const pipeline = { arn: PIPELINE, type: 'AWS::CodePipeline::Pipeline' };
  const accounts = {
    dev: { users: [user(DEV, 'dora', [allow('*')])] },
    prod: { users: [user(PROD, 'paul', [...paul])] },
    tooling: {
      users,
      roles: [role(TOOLING, 'guarded/pipeline/orders', [service('codepipeline')])],
      resources: [pipeline],
    },
  };
  const exception = {
    ...{ id: 'approve', statement: 'Rita approves.', principals: [userArn(TOOLING, 'rita')] },
    ...{ actions: ['codepipeline:PutApprovalResult'], resources: [`${PIPELINE}/*`] },
  };
  return parseSnapshot(JSON.stringify(snapshot(accounts, { exceptions: [exception] }, [FULL])), 'snapshot.json');
}

describe('the certificate of duties-are-separate', () => {
  const certified = new Certified(world(), 'duties-are-separate');

  it('says of whom people reach that they approve nothing, that they change nothing, and who is nobody else', () => {
    const about = (says: string) =>
      certified.claims.filter((one) => one.says === says).flatMap((one) => one.of.map((each) => each.split('/').pop()));
    expect(new Set(about('approves nothing:'))).toEqual(new Set(['dana', 'oscar']));
    expect(new Set(about('changes nothing that is released:'))).toEqual(new Set(['rita', 'oscar']));
    expect(about('is nobody but itself:')).toEqual(['rita', 'dana']);
  });

  it('does not take what the organization sanctions for nothing', () => {
    const by = { kind: 'exception' as const, ids: ['approve'] };
    const lie = {
      says: 'approves nothing:',
      of: [userArn(TOOLING, 'rita')],
      actions: ['codepipeline:PutApprovalResult'],
      by,
    };
    expect(certified.check([...certified.claims, lie]).problems.join()).toMatch(
      /it is not so that approves nothing: .*rita/,
    );
  });

  refusesTampering(certified, [
    { kind: 'deny', statement: 'nowhere' },
    { kind: 'level', level: 'nowhere' },
    { kind: 'boundary' },
    { kind: 'guarded' },
  ]);

  const silent = { looks: CANNOT_LOOKS, kind: 'silent' };

  refusesOpened(certified, {
    'the approver may start, too': {
      world: world({ rita: [APPROVE, START] }),
      why: /changes nothing .*rita/,
      ...silent,
    },
    'the releaser may approve, too': {
      world: world({ dana: [START, APPROVE] }),
      why: /approves nothing: .*dana/,
      ...silent,
    },
    'somebody may do both': {
      world: world({ oscar: [allow('codepipeline:*')] }),
      why: /approves nothing: .*oscar/,
      ...silent,
    },
    'an approver may be assumed': {
      world: {
        ...certified.world,
        accounts: certified.world.accounts.map((one) => ({
          ...one,
          principals: one.principals.map((each) =>
            each.arn === userArn(TOOLING, 'rita') ? { ...each, trust: parseTrust() } : each,
          ),
        })),
      },
      ...{ why: /is nobody but itself/, looks: ALONE_LOOKS, kind: 'unassumable' },
    },
  });

  it('is refused where somebody else is there, or another pipeline', () => {
    const more = world({ more: [user(TOOLING, 'nina', [APPROVE, START])] });
    const reachable = [...certified.certificate.reachable, userArn(TOOLING, 'nina')];
    expect(certified.check(undefined, more, { reachable }).problems.join()).toMatch(/nothing is claimed about .*nina/);
    const both = [APPROVE, allow('codepipeline:StartPipelineExecution', OTHER)];
    const apart = new Certified(world({ oscar: both }), 'duties-are-separate');
    expect(apart.check().problems).toEqual([]);
    const accounts = apart.world.accounts.map((one) => ({
      ...one,
      resources: one.resources.flatMap((each) => [each, { ...each, arn: OTHER }]),
    }));
    expect(apart.check(undefined, { ...apart.world, accounts }).problems.join()).toMatch(
      /nothing is claimed about .*other .*oscar/,
    );
  });

  it('asks for everybody of other accounts where the pipeline has a policy', () => {
    const policy = {
      name: 'p',
      where: 'p',
      policy: { kind: 'resource' as const, version: '2012-10-17' as const, statements: [] },
    };
    const accounts = certified.world.accounts.map((one) => ({
      ...one,
      resources: one.resources.map((each) => ({ ...each, policy })),
    }));
    expect(certified.check(undefined, { ...certified.world, accounts }).problems.join()).toMatch(
      /nothing is claimed about .*paul/,
    );
  });

  it('leaves to the search what more than one statement decides', () => {
    const split = allow(['codepipeline:PutApprovalResult', 'codepipeline:StartPipelineExecution'], '*', {
      Condition: { StringEquals: { 'aws:RequestedRegion': 'eu-west-2' } },
    });
    const shut = { ...split, Effect: 'Deny' };
    const { searched, because, problems } = new Certified(
      world({ oscar: [split, shut] }),
      'duties-are-separate',
    ).check();
    expect({ searched, problems }).toEqual({ searched: 1, problems: [] });
    expect(because[0].why).toMatch(/more than one statement/);
  });
});

function parseTrust() {
  const other = snapshot({ dev: { roles: [role(DEV, 'x', [trust({ AWS: userArn(TOOLING, 'dana') })])] } });
  return parseSnapshot(JSON.stringify(other), 'x.json').accounts.flatMap((one) => one.principals)[0].trust;
}
