/** How many resources of a type AWS lets an account have. */
export interface AccountLimit {
  readonly type: string;
  readonly what: string;
  /** Counted in each region, or in the whole account. */
  readonly each: 'region' | 'account';
  /** What an account begins with. */
  readonly usual: number;
  /** What AWS grants at most, Infinity where it names no end; absent: that cannot be raised. */
  readonly most?: number;
  /** Code of the quota at Service Quotas, to ask for more. */
  readonly quota?: string;
}

/** Limits that a platform of many applications meets; sources: the 'endpoints and quotas' page of each service, 2026. */
export const ACCOUNT_LIMITS: readonly AccountLimit[] = [
  { type: 'AWS::IAM::Role', what: 'roles', each: 'account', usual: 1000, most: 5000, quota: 'iam L-FE177D64' },
  {
    type: 'AWS::IAM::ManagedPolicy',
    what: 'managed policies',
    each: 'account',
    usual: 1500,
    most: 10_000,
    quota: 'iam L-E95E4862',
  },
  { type: 'AWS::Logs::ResourcePolicy', what: 'policies of the logs', each: 'region', usual: 10 },
  { type: 'AWS::CodePipeline::Pipeline', what: 'pipelines', each: 'region', usual: 1000 },
  { type: 'AWS::CodeBuild::Project', what: 'build projects', each: 'region', usual: 5000 },
  {
    type: 'AWS::Events::Rule',
    what: 'rules of the event bus',
    each: 'region',
    usual: 300,
    most: Infinity,
    quota: 'events L-244521F2',
  },
  {
    type: 'AWS::DynamoDB::Table',
    what: 'tables',
    each: 'region',
    usual: 2500,
    most: Infinity,
    quota: 'dynamodb L-F98FE922',
  },
  { type: 'AWS::SSO::PermissionSet', what: 'permission sets', each: 'account', usual: 2000 },
];

/** Permission sets that Identity Center provisions in one account, as it begins with; adjustable. */
export const SETS_IN_ACCOUNT = 250;

/** How many there are of something in one place. */
export interface Reached {
  readonly limit: AccountLimit;
  /** `account 111111111111, eu-west-2` */
  readonly place: string;
  readonly count: number;
  /** In an account of pipelines, of which there may be several. */
  readonly inTooling?: boolean;
}

/** What AWS would refuse whatever is asked for, and what it refuses until somebody has asked for more. */
export interface LimitFindings {
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
}

/** What is beyond a limit: the number reached, the limit and the way out. */
export function limitFindings(reached: readonly Reached[]): LimitFindings {
  const over = reached.filter(({ count, limit }) => count > limit.usual);
  const most = ({ most: granted, usual }: AccountLimit): number => granted ?? usual;
  const said = ({ limit, place, count }: Reached): string => `${place} would have ${count} ${limit.what}`;
  return {
    problems: over
      .filter(({ count, limit }) => count > most(limit))
      .map((one) => `${said(one)}, AWS allows ${most(one.limit)}: ${wayOut(one)}`),
    warnings: over
      .filter(({ count, limit }) => count <= most(limit))
      .map(
        (one) =>
          `${said(one)}, an account begins with ${one.limit.usual}: ask for more before it is fenced (Service Quotas, ${one.limit.quota})${orElse(one)}`,
      ),
  };
}

const A_TOOLING_ACCOUNT = 'give a team or an application a tooling account of its own (tooling)';

function wayOut({ inTooling }: Reached): string {
  return inTooling ? A_TOOLING_ACCOUNT : 'give some applications a platform of their own';
}

function orElse({ inTooling }: Reached): string {
  return inTooling ? `, or ${A_TOOLING_ACCOUNT}` : '';
}
