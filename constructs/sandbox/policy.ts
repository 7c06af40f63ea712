import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { SandboxPolicyInput } from '../../lib/sandbox';
import type { SandboxProps } from './sandbox-props';

const DAY = 1440;

/** What the handlers decide by: the same facts, in the words of lib/sandbox. */
export function sandboxPolicy(scope: Construct, props: SandboxProps): SandboxPolicyInput {
  const { account, region } = Stack.of(scope);
  const { lifetime, budget, previewBranches } = props;
  return {
    application: props.application,
    account,
    region,
    mainBranch: props.source.mainBranch ?? 'main',
    quota: props.quota ?? { person: 2, team: 10 },
    lifetime: { default: lifetime?.defaultMinutes ?? 3 * DAY, longest: lifetime?.longestMinutes ?? 14 * DAY },
    budget: { default: budget?.usual ?? 50, most: budget?.most ?? 200 },
    ...(previewBranches === undefined ? {} : { previews: { branches: previewBranches } }),
    permissionSets: { use: props.usePermissionSets ?? ['Developer'], manage: props.managePermissionSets ?? [] },
  };
}
