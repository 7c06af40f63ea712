/** Support stacks in the region of the global services deploy with their stage and are watched by nobody there. */
import type { Context } from '../../../../lib/prover/checker/context';
import { prodStacks as checkedStacks } from '../../../../lib/prover/checker/theorems/armed-stacks';
import type { Deployments } from '../../../../lib/prover/checker/theorems/deployments';
import { prodStacks } from '../../../../lib/prover/delivery/armed-stacks';
import type { DeliveryPlan } from '../../../../lib/prover/delivery/plan';
import type { World } from '../../../../lib/world/model';

const stack = (name: string, region: string) => ({
  name,
  where: `prod/${name}`,
  account: '3',
  region,
  stage: 'assembly-prod',
  resources: [],
  metadata: {},
});

const world = {
  accounts: [{ id: '3', environment: 'prod' }],
  stacks: [stack('orders', 'eu-west-2'), stack('certificate', 'us-east-1'), stack('stray', 'eu-west-1')],
} as unknown as World;

function plan(globalRegion?: string): DeliveryPlan {
  const variables = {
    TARGET_ACCOUNT: '3',
    TARGET_REGION: 'eu-west-2',
    ASSEMBLY: 'assembly-prod',
    ...(globalRegion ? { GLOBAL_REGION: globalRegion } : {}),
  };
  const EnvironmentVariables = JSON.stringify(Object.entries(variables).map(([name, value]) => ({ name, value })));
  return { toProd: [{ action: { configuration: { EnvironmentVariables } } }] } as unknown as DeliveryPlan;
}

/** What the checker, which shares no code with the search, demands to be armed where these actions deploy to prod. */
function checked(stacks: readonly object[], plans: readonly DeliveryPlan[]): string[] {
  const Actions = plans.flatMap(({ toProd }) =>
    toProd.map(({ action }) => ({ ActionTypeId: { Provider: 'CodeBuild' }, Configuration: action.configuration })),
  );
  const pipeline = {
    ...{
      type: 'AWS::CodePipeline::Pipeline',
      ref: 'orders',
      arn: 'arn:aws:codepipeline:eu-west-2:2:orders',
      where: 'p',
    },
    properties: { Stages: [{ Name: 'Prod', Actions }] },
  };
  const tooling = { ...stack('tooling', 'eu-west-2'), account: '2', resources: [pipeline] };
  const place = {
    world: { accounts: [{ id: '3', environment: 'prod', resources: [] }], stacks: [...stacks, tooling] },
    accounts: new Map([['3', { environment: 'prod' }]]),
  };
  const where = { of: () => ['3'] } as unknown as Deployments;
  return checkedStacks({ place } as unknown as Context, where).armed.map(({ stack: { name } }) => name);
}

/** What both demand. */
function demanded(stacks: readonly object[], plans: readonly DeliveryPlan[]): string[] {
  const names = prodStacks({ ...world, stacks } as unknown as World, plans).armed.map(({ name }) => name);
  expect(checked(stacks, plans)).toEqual(names);
  return names;
}

test.each([
  ['none is demanded of a support stack', 'us-east-1', ['orders', 'stray']],
  ['without a global region every stack of a stage must be armed', undefined, ['orders', 'certificate', 'stray']],
])('%s', (_what, region, names) => {
  expect(demanded(world.stacks ?? [], [plan(region)])).toEqual(names);
});

test('where the pipeline is another assembly’s, only a stack in the region of the global services stands beside others', () => {
  const names = (stacks: readonly object[]) => demanded(stacks, []);
  expect(names([stack('orders', 'eu-west-2'), stack('certificate', 'us-east-1')])).toEqual(['orders']);
  expect(names([stack('orders', 'eu-west-2'), stack('stray', 'eu-west-1')])).toEqual(['orders', 'stray']);
  expect(names([stack('orders', 'us-east-1')])).toEqual(['orders']);
  const elsewhere = { ...stack('other', 'eu-west-2'), stage: 'assembly-other' };
  expect(names([elsewhere, stack('orders', 'us-east-1')])).toEqual(['other', 'orders']);
});
