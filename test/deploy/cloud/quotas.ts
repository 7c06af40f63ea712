import type { Cloud } from './cloud';
import type { Place, Wanted } from './cloudformation/kinds/kind';
import type { Stacks } from './cloudformation/stacks';
import { Refusal } from './refusal';

interface Quota {
  readonly most: number;
  /** An account has so many in all its regions; else so many in each. */
  readonly ofAccount?: boolean;
}

/** What AWS gives every account by itself (service quotas, 2026), by type; roles are counted with those that services make. */
const QUOTAS: Readonly<Record<string, Quota>> = {
  'AWS::IAM::ManagedPolicy': { most: 1500, ofAccount: true },
  'AWS::S3::Bucket': { most: 10_000, ofAccount: true },
  'AWS::SSO::PermissionSet': { most: 2000, ofAccount: true },
  'AWS::Organizations::Policy': { most: 1000, ofAccount: true },
  'AWS::CodePipeline::Pipeline': { most: 1000 },
  'AWS::CodeBuild::Project': { most: 5000 },
  'AWS::Events::Rule': { most: 300 },
  'AWS::DynamoDB::Table': { most: 2500 },
  'AWS::CloudTrail::Trail': { most: 5 },
};

/** Most roles of an account, resources of a stack, and stacks of an account and region. */
export const MOST = { roles: 1000, resources: 500, stacks: 2000 } as const;

/** Refuses one more than an account may have. */
export function checkQuota(cloud: Cloud, { type, at }: Wanted): void {
  const quota = QUOTAS[type];
  if (quota && standing(cloud, type, at, quota) >= quota.most)
    throw new Refusal('LimitExceededException', `You have reached the limit of ${quota.most} for ${type}.`);
}

function standing(cloud: Cloud, type: string, at: Place, { ofAccount }: Quota): number {
  const all = [...cloud.named(type, at.account).values()];
  return all.filter((one) => ofAccount === true || one.at.region === at.region).length;
}

/** What stands in an account of what is counted. */
export interface Count {
  readonly account: string;
  readonly stacks: number;
  readonly resources: number;
  readonly roles: number;
  readonly policies: number;
}

/** Numbers of every account of the organization, the fullest first. */
export function counts(cloud: Cloud, stacks: Stacks): Count[] {
  const known = stacks.every().filter(({ status }) => status !== 'DELETE_COMPLETE');
  return cloud.organization
    .accounts()
    .map((account) => ({
      account,
      stacks: known.filter(({ at }) => at.account === account).length,
      resources: [...cloud.standing.values()].filter(({ at }) => at.account === account).length,
      roles: cloud.identities.rolesOf(account).length,
      policies: cloud.named('AWS::IAM::ManagedPolicy', account).size,
    }))
    .sort((one, other) => other.roles - one.roles);
}
