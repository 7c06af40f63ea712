import type { Context } from '../../../../../lib/prover/checker/context';
import { watchedMinutes } from '../../../../../lib/prover/checker/theorems/bake';
import type { PlacedAction } from '../../../../../lib/prover/checker/theorems/pipelines';

const FUNCTION = 'arn:aws:lambda:eu-west-2:111111111111:function:control-bake';
const MACHINE = 'arn:aws:states:eu-west-2:111111111111:stateMachine:control-bake';
const placed = (type: string, arn: string) => ({ type, arn, account: '111111111111', where: arn });
const MINUTES = (bakeMinutes: number) => ({ waves: [{ stage: 'Prod-all', bakeMinutes }] });
const DEFINITION = JSON.stringify({
  StartAt: 'Ask',
  States: {
    Ask: { Type: 'Task', Resource: FUNCTION, Next: 'Answer' },
    Answer: {
      Type: 'Choice',
      Choices: [{ Variable: '$.answer.verdict', StringEquals: 'healthy', Next: 'Healthy' }],
      Default: 'Ask',
    },
    Healthy: { Type: 'Succeed' },
  },
});

/** Minutes that the bake of orders lasts, as far as the checker can tell. */
function minutes(beside: { readonly policy?: unknown; readonly policies?: unknown }, application?: unknown): number {
  const resources = [placed('AWS::Lambda::Function', FUNCTION), placed('AWS::StepFunctions::StateMachine', MACHINE)];
  const templates = [
    { ...resources[0], properties: {}, ...beside },
    { ...resources[1], properties: { DefinitionString: DEFINITION } },
  ];
  const world = { accounts: [{ resources }], stacks: [{ account: '111111111111', resources: templates }] };
  const stage = { at: 3 };
  const bake = {
    ...{ stage, runOrder: 2, provider: 'StepFunctions', runs: resources[1] },
    configuration: { Input: JSON.stringify({ stage: 'Prod-all', application, alarms: '#{Deployed.ALARMS}' }) },
  };
  const pipeline = { name: 'orders', actions: [bake] };
  Object.assign(bake, { pipeline });
  const deploy = { stage, runOrder: 1, namespace: 'Deployed', configuration: {}, pipeline };
  return watchedMinutes({ place: { world } } as unknown as Context, deploy as unknown as PlacedAction);
}

const policies = { orders: MINUTES(30), billing: MINUTES(1) };

test.each<[string, Parameters<typeof minutes>, number]>([
  ['the one policy of a function of its own', [{ policy: MINUTES(30) }], 30],
  ['its own of many', [{ policies }, 'orders'], 30],
  ['none, where it asks in the name of another application', [{ policies }, 'billing'], 0],
  ['none, where it asks in nobody’s name', [{ policies }], 0],
  ['none of many that does not speak of it', [{ policies: { billing: MINUTES(30) } }, 'orders'], 0],
  ['none of one beside many, which the function does not read', [{ policies, policy: MINUTES(60) }, 'billing'], 0],
  ['none that is not there', [{}, 'orders'], 0],
])('a bake lasts as long as says %s', (_, asked, expected) => {
  expect(minutes(...asked)).toBe(expected);
});
