import { explore } from '../../../../lib/prover/closure/explore';
import { approvalDominatesProd } from '../../../../lib/prover/theorems/approval-dominates-prod';
import { describeAssembly } from '../../../../lib/world/assembly';
import { ACCOUNTS } from '../../../_helpers/assembly-folder';
import { goodLine, lineFolder, machine, role, type Line } from './_line';

const { tooling } = ACCOUNTS;
const BUILDER = machine(tooling, 'orders-build');
type Json = Record<string, unknown>;

/** A line that builds what a commit brings before it verifies it. */
function building(resources: Json): Line {
  const line = goodLine();
  line.pipeline.Properties.Stages.splice(1, 0, {
    Name: 'Build',
    Actions: [
      {
        Name: 'Build',
        ActionTypeId: { Category: 'Build', Provider: 'CodeBuild' },
        RoleArn: machine(tooling, 'orders-plain'),
        Configuration: { ProjectName: 'orders-build' },
      },
    ],
  });
  line.tooling.Builder = role('orders-build', { Service: 'codebuild.amazonaws.com' });
  line.tooling.Build = {
    Type: 'AWS::CodeBuild::Project',
    Properties: {
      Name: 'orders-build',
      ServiceRole: BUILDER,
      Source: { Type: 'CODEPIPELINE', BuildSpec: 'buildspec.yml' },
    },
  };
  Object.assign(line.prod, { Inbox: { Type: 'AWS::SQS::Queue' }, ...resources });
  return line;
}

function told(resources: Json): string {
  const world = describeAssembly(lineFolder(building(resources)));
  const { unknowns } = approvalDominatesProd.check(world, explore(world));
  return unknowns.map(({ why, where }) => `${where}: ${why}`).join('\n');
}

const admitting = (Principal: Json, more: Json = {}): Json => ({
  InboxPolicy: {
    Type: 'AWS::SQS::QueuePolicy',
    Properties: {
      Queues: [{ Ref: 'Inbox' }],
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal, Action: 'sqs:SendMessage', Resource: '*', ...more }],
      },
    },
  },
});
const named = (name: string): Json => ({ Condition: { ArnLike: { 'aws:PrincipalArn': name } } });
const everybody = { AWS: `arn:aws:iam::${tooling}:root` };

describe('a role that runs what a commit brings', () => {
  test.each<[string, Json]>([
    ['a queue', admitting({ AWS: BUILDER })],
    ['a queue, by a session', admitting({ AWS: `arn:aws:sts::${tooling}:assumed-role/orders-build/x` })],
    ['a queue, by a condition', admitting(everybody, named(`arn:aws:iam::${tooling}:role/*/orders-build`))],
    ['the trust of a role', { Seeder: role('seeder', { AWS: BUILDER }) }],
  ])('is told where %s of prod admits it', (_, resources) => {
    expect(told(resources)).toMatch(/admits .*role\/guarded\/pipeline\/orders-build, which runs what a commit brings/);
  });

  test.each<[string, Json]>([
    ['nobody is admitted', {}],
    ['another role is', admitting({ AWS: machine(tooling, 'orders-verify') })],
    ['the account is, in which its own policies count', admitting(everybody)],
    ['a path is', admitting(everybody, named(`arn:aws:iam::${tooling}:role/guarded/pipeline/*`))],
  ])('is not where %s', (_, resources) => {
    expect(told(resources)).not.toMatch(/which runs what a commit brings/);
  });
});
