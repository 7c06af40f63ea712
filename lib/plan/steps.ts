import type { StatedPlatform } from '../assembly';
import type { PlannedStack } from './read';

/** What deploys a stack, and with whose credentials. */
export interface PlanStep {
  /** Place in the order in which steps are done. */
  readonly order: number;
  readonly title: string;
  readonly credentials: string;
}

const PREPARE = /^(baseline|bootstrap|monitor)-/;
const STACK_SETS = /^accounts-/;
const ORGANIZATION = /^(organization|templates)$/;

/** Of the platform's own stacks the last part of the path says what they are. */
function own(stack: PlannedStack, older: StatedPlatform | undefined): PlanStep {
  const id = stack.path.split('/').at(-1)!;
  const command = `npx cdk deploy --app cdk.out ${stack.path}`;
  if (PREPARE.test(id))
    return {
      order: 1,
      title:
        'by hand, behind the fence by the role under trustedServiceRoles.maintenance, without one account by account outside of its unit: npx cdk deploy --app cdk.out --plugin cdk-guarded-environments/credentials STACK',
      credentials: 'an administrator of each account, lent to management',
    };
  if (STACK_SETS.test(id))
    return { order: 1, title: `by hand, behind the fence too: ${command}`, credentials: 'management' };
  if (ORGANIZATION.test(id))
    return {
      order: 3,
      title: `by hand: npx cdk deploy --app cdk.out platform/organization`,
      credentials: 'management',
    };
  if (!stack.byRole)
    return { order: 4, title: `by hand: ${command}`, credentials: `an administrator of ${stack.account}` };
  if (older?.pipeline !== undefined)
    return { order: 2, title: "the platform's pipeline, once it is approved", credentials: 'its own deployment roles' };
  return {
    order: 2,
    title: 'by hand: npx cdk deploy --app cdk.out --plugin cdk-guarded-environments/credentials STACK',
    credentials: 'an administrator of each account, lent to management; the platform has no pipeline of its own yet',
  };
}

function stageNames({
  applications,
}: StatedPlatform): Map<string, { application: string; environment: string; prod: boolean }> {
  const all = applications.flatMap(({ name: application, environments }) =>
    environments.flatMap(({ name: environment, kind, regions }) =>
      regions.map((region): [string, { application: string; environment: string; prod: boolean }] => [
        `${application}-${environment}-${region}`,
        { application, environment, prod: kind === 'prod' },
      ]),
    ),
  );
  return new Map(all);
}

/** What deploys a stack of an assembly, going by what the platform stated before and states now. */
export function stepOf(stack: PlannedStack, older?: StatedPlatform, newer?: StatedPlatform): PlanStep {
  if (stack.stage === '') return own(stack, older);
  const known = [newer, older].flatMap((each) => (each ? [stageNames(each).get(stack.stage)] : []));
  const found = known.find((each) => each !== undefined);
  if (!found)
    return { order: 5, title: `the pipeline that deploys ${stack.stage}`, credentials: 'its own deployment roles' };
  return {
    order: found.prod ? 6 : 5,
    title: `the pipeline of ${found.application}, ${found.prod ? 'approved and in its window' : 'before the approval'}`,
    credentials: 'its own deployment roles',
  };
}
