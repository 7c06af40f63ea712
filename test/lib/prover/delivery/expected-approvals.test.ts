import { describeAssembly } from '../../../../lib/world/assembly';
import { explore } from '../../../../lib/prover/closure/explore';
import { pipelinesOf } from '../../../../lib/prover/delivery/pipeline';
import { approvalDominatesProd } from '../../../../lib/prover/theorems/approval-dominates-prod';
import { goodLine, lineFolder } from './_line';

const line = goodLine();
const stages = line.pipeline.Properties.Stages;
const approval = stages.find((one) => one.Name === 'Approve')!.Actions[0].Name;
const read = describeAssembly(lineFolder(line));
const [{ name: pipeline, account }] = pipelinesOf(read);

function whys(action: string): string {
  const resources = [`arn:*:codepipeline:*:${account}:${pipeline}/Approve/${action}`];
  const exception = {
    id: 'approve',
    statement: '',
    principals: ['*'],
    actions: ['codepipeline:PutApprovalResult'],
    resources,
  };
  const world = { ...read, exceptions: [exception] };
  const { counterexamples } = approvalDominatesProd.check(world, explore(world));
  return counterexamples.flatMap((one) => one.steps.flatMap((step) => step.because)).join('\n');
}

describe('an approval that the organization sanctions by name', () => {
  test('is fine where the pipeline asks for it', () => expect(whys(approval)).toBe(''));

  test('is missed where the pipeline no longer asks for it', () =>
    expect(whys('BusinessOwner')).toMatch(
      /does not ask for the approval Approve\/BusinessOwner, which exception approve is for/,
    ));
});
