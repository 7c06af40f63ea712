import type { PolicyDocument } from './document';

/** Where a policy is kept; decides how large it may be. */
export type PolicyStore = 'service control policy' | 'resource control policy' | 'managed policy';

/**
 * Characters a document may have. Organizations counts all, so ours are written without white space; IAM does not count
 * white space. Sources: Organizations 'Quotas and service limits', IAM 'IAM and AWS STS quotas'.
 */
export const POLICY_LIMITS: Readonly<Record<PolicyStore, number>> = {
  'service control policy': 10240,
  'resource control policy': 5120,
  'managed policy': 6144,
};

/** How many policies of one type one root, unit or account may carry. */
export interface TargetLimit {
  /** What Organizations lets it carry; source: 'Quotas and service limits', since May 2026. */
  readonly allowed: number;
  /** Places that others hold: AWS's own full-access policy, and of the service control policies Control Tower's three. */
  readonly taken: number;
}

/** Policies of each type that a target may carry. */
export const POLICIES_A_TARGET: Readonly<Record<'SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY', TargetLimit>> = {
  SERVICE_CONTROL_POLICY: { allowed: 10, taken: 4 },
  RESOURCE_CONTROL_POLICY: { allowed: 5, taken: 1 },
};

/** Longest texts that CloudFormation can put in the place of a reference: the size that counts is the deployed one. */
const LONGEST: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws-us-gov',
  'AWS::AccountId': '000000000000',
  'AWS::Region': 'ap-southeast-2',
};

/** Characters of a document as the service counts them. */
export function policySize(document: PolicyDocument): number {
  const text = JSON.stringify(document);
  return text.replace(/\$\{(AWS::\w+)\}/g, (whole, name: string) => LONGEST[name] ?? whole).length;
}

/** What is wrong with a document's size, undefined where nothing is. */
export function sizeProblem(name: string, document: PolicyDocument, store: PolicyStore): string | undefined {
  const size = policySize(document);
  const limit = POLICY_LIMITS[store];
  if (size <= limit) return undefined;
  return `${store} '${name}' has ${size} characters, ${size - limit} more than the ${limit} that AWS allows`;
}
