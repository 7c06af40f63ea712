import { prove, tellProof } from '../../../lib/prover';
import { parseSnapshot } from '../../../lib/world/snapshot/read';
import type { Json } from './_org';
import { PROD, TOOLING, allow, role, roleArn, service, snapshot, trust } from './_org';

const proof = (input: Json) => prove(parseSnapshot(JSON.stringify(input), 'snapshot.json'));
const pipeline = {
  arn: `arn:aws:codepipeline:eu-west-2:${TOOLING}:docs`,
  type: 'AWS::CodePipeline::Pipeline',
  role: roleArn(TOOLING, 'docs'),
};
const withPipeline = snapshot({
  tooling: { roles: [role(TOOLING, 'docs', [service('codepipeline')])], resources: [pipeline] },
});
const speaking = (input: Json) =>
  proof(input)
    .theorems.filter((one) => one.notApplicable)
    .map((one) => one.id);

describe('theorems that speak of nothing', () => {
  it('say so, and count as they did', () => {
    const result = proof(snapshot({}));
    expect(speaking(snapshot({}))).toEqual(['approval-dominates-prod', 'duties-are-separate', 'rollback-is-armed']);
    expect(result.verdict).not.toBe('unknown');
    expect(result.theorems.filter((one) => one.notApplicable).map((one) => one.verdict)).toEqual([
      'proved',
      'proved',
      'proved',
    ]);
    expect(tellProof(result)).toMatch(
      /not applicable {2}duties-are-separate: no pipeline is listed in a guarded account/,
    );
  });

  it('are no good news where a machine may deploy to prod all the same', () => {
    const deploying = (more: Json[]) =>
      snapshot({ prod: { roles: [role(PROD, 'deploy', more, [allow('cloudformation:*')])] } });
    const theirs = ['approval-dominates-prod', 'duties-are-separate', 'rollback-is-armed'];
    const [byMachine, byCloudFormation] = [[trust({ AWS: roleArn(TOOLING, 'docs') })], [service('cloudformation')]].map(
      (trusts) => proof(deploying(trusts)).theorems.filter(({ id }) => theirs.includes(id)),
    );
    expect(byMachine.map(({ verdict }) => verdict)).toEqual(['unknown', 'unknown', 'unknown']);
    expect(byMachine[0].unknowns[0].why).toMatch(
      /role\/deploy may deploy to prod \(cloudformation:\w+\), and no pipeline/,
    );
    expect(byCloudFormation.map(({ verdict }) => verdict)).toEqual(['proved', 'proved', 'proved']);
  });

  it('are those alone, and none where there is a pipeline', () => {
    expect(speaking(withPipeline)).toEqual([]);
  });
});
