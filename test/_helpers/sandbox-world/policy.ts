import { type SandboxPolicy, type SandboxPolicyInput, sandboxPolicySchema } from '../../../lib/sandbox/policy';

/** A policy for tests. */
export function sandboxPolicy(more: Partial<SandboxPolicyInput> = {}): SandboxPolicy {
  return sandboxPolicySchema.parse({
    application: 'orders',
    account: '333333333333',
    region: 'eu-west-2',
    mainBranch: 'main',
    quota: { person: 2, team: 5 },
    lifetime: { default: 3 * 1440, longest: 14 * 1440 },
    budget: { default: 50, most: 200 },
    previews: { branches: 'feature/*' },
    permissionSets: { use: ['Developer'], manage: ['Operator'] },
    ...more,
  });
}

/** Context of a request that a session of Identity Center signed. */
export function signedBy(user: string, permissionSet = 'Developer', account = '333333333333') {
  const role = `AWSReservedSSO_${permissionSet}_0123456789abcdef`;
  return {
    authorizer: {
      iam: { userArn: `arn:aws:sts::${account}:assumed-role/${role}/${user}`, userId: `AROA${permissionSet}:${user}` },
    },
  };
}
