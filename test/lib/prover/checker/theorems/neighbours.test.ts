import type { CheckedWorld } from '../../../../../lib/prover/checker/input';
import { Ledger } from '../../../../../lib/prover/checker/claims';
import type { Context } from '../../../../../lib/prover/checker/context';
import { lookInto } from '../../../../../lib/prover/checker/place';
import { countNeighbours } from '../../../../../lib/prover/checker/theorems/neighbours';

const [ONE, TWO, TOOLING] = ['111111111111', '222222222222', '333333333333'];

const variables = (account: string): string => JSON.stringify([{ name: 'TARGET_ACCOUNT', value: account }]);

const deployTo = (account: string, more: object = {}): object => ({
  Name: 'Deploy',
  ActionTypeId: { Category: 'Build', Provider: 'CodeBuild' },
  Configuration: { EnvironmentVariables: variables(account) },
  ...more,
});

const approval = (role: string): object => ({
  Name: 'Approve',
  RoleArn: role,
  ActionTypeId: { Category: 'Approval', Provider: 'Manual' },
});

/** Pipelines of tooling, each with the actions of its only stage, beside two accounts of prod. */
function resting(...pipelines: object[][]): number {
  const resources = pipelines.map((Actions, index) => ({
    type: 'AWS::CodePipeline::Pipeline',
    ref: `pipeline-${index}`,
    arn: `arn:aws:codepipeline:eu-west-2:${TOOLING}:pipeline-${index}`,
    where: `pipeline-${index}`,
    properties: { Stages: [{ Name: 'Prod', Actions }] },
  }));
  const accounts = [ONE, TWO].map((id) => ({ id, environment: 'prod', principals: [], resources: [] }));
  const world = { accounts, stacks: [{ account: TOOLING, region: 'eu-west-2', stage: '', metadata: {}, resources }] };
  const ledger = new Ledger([]);
  countNeighbours({ place: lookInto(world as unknown as CheckedWorld) } as Context, ledger);
  return ledger.close().searched;
}

test('each pair of pipelines that deploys to one account of prod rests on the search', () => {
  expect(resting([deployTo(ONE)], [deployTo(ONE)])).toBe(1);
  expect(resting([deployTo(ONE)], [deployTo(ONE)], [deployTo(ONE), deployTo(TWO)], [deployTo(TWO)])).toBe(4);
});

test('so does one that acts there by a role, whatever it calls its target', () => {
  const there = { RoleArn: `arn:aws:iam::${ONE}:role/deploy` };
  expect(resting([deployTo(ONE)], [deployTo(TOOLING, there)])).toBe(1);
});

test('pipelines with accounts of their own, or that are only approved there, rest on nothing', () => {
  expect(resting([deployTo(ONE)], [deployTo(TWO)])).toBe(0);
  expect(resting([deployTo(ONE)], [approval(`arn:aws:iam::${ONE}:role/approve`)])).toBe(0);
});
