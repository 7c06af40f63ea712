/** Support stacks in the region of the global services deploy with their stage and are watched by nobody there. */
import { prodStacks } from '../../../../lib/prover/delivery/armed-stacks';
import type { DeliveryPlan } from '../../../../lib/prover/delivery/plan';
import type { World } from '../../../../lib/world/model';

const stack = (name: string, region: string) => ({
  name,
  where: `prod/${name}`,
  account: '3',
  region,
  stage: 'assembly-prod',
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

test.each([
  ['none is demanded of a support stack', 'us-east-1', ['orders', 'stray']],
  ['without a global region every stack of a stage must be armed', undefined, ['orders', 'certificate', 'stray']],
])('%s', (_what, region, names) => {
  expect(prodStacks(world, [plan(region)]).armed.map(({ name }) => name)).toEqual(names);
});

test('where the pipeline is another assembly’s, only a stack in the region of the global services stands beside others', () => {
  const names = (stacks: readonly object[]) =>
    prodStacks({ ...world, stacks } as unknown as World, []).armed.map(({ name }) => name);
  expect(names([stack('orders', 'eu-west-2'), stack('certificate', 'us-east-1')])).toEqual(['orders']);
  expect(names([stack('orders', 'eu-west-2'), stack('stray', 'eu-west-1')])).toEqual(['orders', 'stray']);
  expect(names([stack('orders', 'us-east-1')])).toEqual(['orders']);
  const elsewhere = { ...stack('other', 'eu-west-2'), stage: 'assembly-other' };
  expect(names([elsewhere, stack('orders', 'us-east-1')])).toEqual(['other', 'orders']);
});
