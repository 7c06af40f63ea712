import { parseSnapshot } from '../../../lib/world/snapshot/read';
import { proveOnly } from '../../../lib/prover/prove';
import type { TheoremAnswer, TheoremId } from '../../../lib/prover/result';

/** Small builders of hand-written snapshots. */
export const MGMT = '100000000000';
export const DEV = '111111111111';
export const TOOLING = '222222222222';
export const PROD = '333333333333';

export type Json = Record<string, unknown>;

export const doc = (...statements: Json[]): Json => ({ Version: '2012-10-17', Statement: statements });
export const allow = (Action: string | string[], Resource: string | string[] = '*', more: Json = {}): Json => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});
export const deny = (Action: string | string[], Resource: string | string[] = '*', more: Json = {}): Json => ({
  Effect: 'Deny',
  Action,
  Resource,
  ...more,
});
export const trust = (Principal: unknown, more: Json = {}): Json => ({
  Effect: 'Allow',
  Principal,
  Action: 'sts:AssumeRole',
  ...more,
});
export const service = (name: string, more: Json = {}): Json => trust({ Service: `${name}.amazonaws.com` }, more);
export const roleArn = (account: string, name: string): string => `arn:aws:iam::${account}:role/${name}`;
export const userArn = (account: string, name: string): string => `arn:aws:iam::${account}:user/${name}`;

export function user(account: string, name: string, statements: Json[] = [], more: Json = {}): Json {
  const inline = statements.length > 0 ? [{ PolicyName: 'own', PolicyDocument: doc(...statements) }] : [];
  return {
    Path: '/',
    UserName: name,
    Arn: userArn(account, name),
    UserPolicyList: inline,
    GroupList: [],
    AttachedManagedPolicies: [],
    ...more,
  };
}

export function role(account: string, name: string, trusts: Json[], statements: Json[] = [], more: Json = {}): Json {
  const inline = statements.length > 0 ? [{ PolicyName: 'own', PolicyDocument: doc(...statements) }] : [];
  return {
    Path: '/',
    RoleName: name.split('/').pop(),
    Arn: roleArn(account, name),
    AssumeRolePolicyDocument: doc(...trusts),
    RolePolicyList: inline,
    AttachedManagedPolicies: [],
    ...more,
  };
}

export function managed(account: string, name: string, statements: Json[], others: Json[][] = []): Json {
  const versions = others.map((each, index) => ({
    VersionId: `v${index + 2}`,
    IsDefaultVersion: false,
    Document: doc(...each),
  }));
  return {
    PolicyName: name,
    Arn: `arn:aws:iam::${account}:policy/${name}`,
    DefaultVersionId: 'v1',
    PolicyVersionList: [{ VersionId: 'v1', IsDefaultVersion: true, Document: doc(...statements) }, ...versions],
  };
}

export const attach = (arn: string): Json => ({ PolicyName: arn.split('/').pop(), PolicyArn: arn });
export const group = (account: string, name: string, statements: Json[]): Json => ({
  GroupName: name,
  Arn: `arn:aws:iam::${account}:group/${name}`,
  GroupPolicyList: [{ PolicyName: 'own', PolicyDocument: doc(...statements) }],
  AttachedManagedPolicies: [],
});

/** What stands in an account. */
export interface Content {
  readonly users?: Json[];
  readonly groups?: Json[];
  readonly roles?: Json[];
  readonly policies?: Json[];
  readonly resources?: Json[];
}

export function account(content: Content = {}): Json {
  return {
    authorizationDetails: {
      UserDetailList: content.users ?? [],
      GroupDetailList: content.groups ?? [],
      RoleDetailList: content.roles ?? [],
      Policies: content.policies ?? [],
    },
    resources: content.resources ?? [],
  };
}

/** An organization of management, dev, tooling and prod; `more` goes into the snapshot's top level. */
export function snapshot(
  accounts: { mgmt?: Content; dev?: Content; tooling?: Content; prod?: Content },
  more: Json = {},
  policies: Json[] = [],
): Json {
  return {
    version: 1,
    organization: {
      id: 'o-abc123defg',
      managementAccountId: MGMT,
      accounts: [
        { id: MGMT, name: 'management', environment: 'management', ous: ['r-root'] },
        { id: DEV, name: 'dev', environment: 'dev', ous: ['r-root', 'ou-dev'] },
        { id: TOOLING, name: 'tooling', environment: 'tooling', ous: ['r-root', 'ou-tooling'] },
        { id: PROD, name: 'prod', environment: 'prod', ous: ['r-root', 'ou-prod'] },
      ],
      policies,
    },
    accounts: {
      [MGMT]: account(accounts.mgmt),
      [DEV]: account(accounts.dev),
      [TOOLING]: account(accounts.tooling),
      [PROD]: account(accounts.prod),
    },
    ...more,
  };
}

export const scp = (document: Json, targets: string[], name = 'scp'): Json => ({
  type: 'SERVICE_CONTROL_POLICY',
  name,
  document,
  targets,
});
export const rcp = (document: Json, targets: string[], name = 'rcp'): Json => ({
  type: 'RESOURCE_CONTROL_POLICY',
  name,
  document,
  targets,
});
export const FULL = scp(doc(allow('*')), ['r-root', 'ou-dev', 'ou-tooling', 'ou-prod'], 'FullAWSAccess');

/** One theorem's answer on a snapshot. */
export function answerTo(input: Json, id: TheoremId = 'no-human-write-to-prod'): TheoremAnswer {
  return proveOnly(parseSnapshot(JSON.stringify(input), 'snapshot.json'), id);
}
