import { ADMITTED_LOOKS, PIPELINE_LOOKS } from '../../../../../lib/prover/checker/theorems/deploys';
import { CANNOT_LOOKS } from '../../../../../lib/prover/checker/theorems/cannot';
import { parseSnapshot } from '../../../../../lib/world/snapshot/read';
import {
  DEV,
  FULL,
  PROD,
  TOOLING,
  allow,
  deny,
  doc,
  role,
  roleArn,
  scp,
  service,
  snapshot,
  trust,
  user,
} from '../../_org';
import type { Json } from '../../_org';
import { Certified, refusesOpened, refusesTampering } from './_tamper';

const PIPELINE = roleArn(TOOLING, 'guarded/pipeline/orders');
const DEPLOY = roleArn(PROD, 'guarded/pipeline/deploy');
const APP = roleArn(PROD, 'guarded/workload/app');
const root = { AWS: `arn:aws:iam::${TOOLING}:root` };
const only = (...arns: string[]) => ({ Condition: { ArnEquals: { 'aws:PrincipalArn': arns } } });
const STACKS = allow(['cloudformation:CreateStack', 'cloudformation:UpdateStack']);

interface Change {
  readonly trusts?: readonly Json[];
  readonly app?: Json;
  readonly fence?: Json;
  readonly more?: readonly Json[];
}

function world({ trusts = [trust(root, only(PIPELINE))], app = allow('s3:*'), fence, more = [] }: Change = {}) {
  const prod = {
    users: [user(PROD, 'paul', [allow('cloudformation:*')])],
    roles: [
      role(PROD, 'guarded/pipeline/deploy', [...trusts], [STACKS]),
      role(PROD, 'guarded/pipeline/publish', [trust({ AWS: PIPELINE })], [STACKS]),
      role(PROD, 'guarded/pipeline/exec', [service('cloudformation')], [allow('*')]),
      role(PROD, 'guarded/workload/app', [service('lambda')], [app]),
      ...more,
    ],
  };
  const tooling = { roles: [role(TOOLING, 'guarded/pipeline/orders', [service('codepipeline')], [allow('sts:*')])] };
  const people =
    fence ?? deny('*', '*', { Condition: { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/guarded/*' } } });
  return parseSnapshot(
    JSON.stringify(snapshot({ prod, tooling }, {}, [FULL, scp(doc(people), ['ou-prod', 'ou-tooling'])])),
    'snapshot.json',
  );
}

describe('the certificate of only-the-pipeline-deploys', () => {
  const certified = new Certified(world(), 'only-the-pipeline-deploys');
  const NOT_SO = /it is not so that (deploys nothing|is let in|is of the pipeline)/;

  it('claims of each principal of prod that it is of the pipeline or deploys nothing', () => {
    const said = certified.claims.map(({ says, of, by }) => [says, of.length, by.kind]);
    expect(said).toEqual([
      ['deploys nothing:', 1, 'deny'],
      ['is of the pipeline alone:', 3, 'pipeline-role'],
      ['is let in as of the pipeline:', 1, 'condition'],
      ['is let in as of the pipeline:', 1, 'pipeline-role'],
      ['is let in as of the pipeline:', 1, 'own-account'],
      ['deploys nothing:', 1, 'silent'],
    ]);
  });

  refusesTampering(certified, [
    { kind: 'deny', statement: 'nowhere' },
    { kind: 'level', level: 'nowhere' },
    { kind: 'boundary' },
    { kind: 'condition', key: 'aws:SourceIp' },
    { kind: 'published' },
  ]);

  refusesOpened(certified, {
    'a workload may update stacks': {
      world: world({ app: allow(['s3:*', 'cloudformation:UpdateStack']) }),
      ...{ why: NOT_SO, looks: CANNOT_LOOKS, kind: 'silent' },
    },
    'the fence spares people': {
      world: world({ fence: deny('s3:*') }),
      ...{ why: NOT_SO, looks: CANNOT_LOOKS, kind: 'deny' },
    },
    'a trust policy names another role in its condition': {
      world: world({ trusts: [trust(root, only(PIPELINE, roleArn(DEV, 'x')))] }),
      ...{ why: NOT_SO, looks: ADMITTED_LOOKS, kind: 'condition' },
    },
    'a trust policy has lost its condition': {
      world: world({ trusts: [trust(root)] }),
      ...{ why: NOT_SO, looks: ADMITTED_LOOKS, kind: 'condition' },
    },
    'people reach the role that deploys': {
      certificate: { reachable: [...certified.certificate.reachable, DEPLOY] },
      ...{ why: NOT_SO, looks: PIPELINE_LOOKS, kind: 'pipeline-role' },
    },
  });

  it('is refused where another principal is there', () => {
    const more = world({ more: [role(PROD, 'guarded/workload/new', [service('lambda')], [STACKS])] });
    expect(certified.check(undefined, more).problems.join()).toMatch(/nothing is claimed about .*workload\/new/);
  });

  it('is refused where a workload is claimed to be of the pipeline', () => {
    const lie = { says: 'is of the pipeline alone:', of: [APP], by: { kind: 'pipeline-role' as const } };
    expect(certified.check([...certified.claims, lie]).problems.join()).toMatch(/it is not so that is of the pipeline/);
  });

  it('is refused where a machine of a delegated administrator holds power over the organization', () => {
    const delegated = { delegatedAdministrators: [{ accountId: DEV, servicePrincipal: 'sso.amazonaws.com' }] };
    const accounts = certified.world.accounts.map((one) =>
      one.id === DEV
        ? {
            ...one,
            principals: [{ ...certified.world.accounts[3].principals[1], account: DEV, arn: roleArn(DEV, 'm') }],
          }
        : one,
    );
    const changed = { ...certified.world, ...delegated, accounts };
    expect(certified.check(undefined, changed).problems.join()).toMatch(
      /nothing is claimed about .*role\/m .*organization/,
    );
  });
});
