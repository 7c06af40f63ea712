import { type BootstrapRole, PIPELINE_PATH, bootstrapRoleName, roleArn } from '../../../lib/names';
import { type Credentials, type Target, aws } from './shell';

/** The application that deploys, where several share the account: each has roles of its own there. */
const { SHARED_BY } = process.env;

/** ARN of a role of the target's bootstrap, in the partition that this build runs in. */
export function targetRole(kind: BootstrapRole, { account, region }: Target): string {
  const { Arn } = aws<{ Arn: string }>(['sts', 'get-caller-identity']);
  return roleArn(Arn.split(':')[1]!, account, PIPELINE_PATH, bootstrapRoleName(kind, account, region, SHARED_BY));
}

/** Credentials of a role of the target's bootstrap, for as long as they are asked for. */
export function assumeIn(target: Target, kind: BootstrapRole, seconds: number): Credentials {
  const role = targetRole(kind, target);
  const session = ['--role-session-name', 'guarded-deploy', '--duration-seconds', String(seconds)];
  const { Credentials: issued } = aws<{ Credentials: Record<string, string> }>([
    ...['sts', 'assume-role', '--role-arn', role],
    ...session,
  ]);
  return {
    AWS_ACCESS_KEY_ID: issued.AccessKeyId!,
    AWS_SECRET_ACCESS_KEY: issued.SecretAccessKey!,
    AWS_SESSION_TOKEN: issued.SessionToken!,
  };
}
