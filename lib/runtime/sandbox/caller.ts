import { GetRoleCommand } from '@aws-sdk/client-iam';
import { z } from 'zod';
import { type Identification, identify, roleNameOf, type RoleFacts, type Signature } from '../../sandbox/caller';
import { attempt, errorName } from '../failure';
import type { SandboxRuntime } from './runtime';

/** Lambda fills this in from the signature of the call; nobody can write it into headers or body. */
const contextSchema = z.object({
  authorizer: z.object({ iam: z.object({ userArn: z.string().min(1), userId: z.string().min(1) }) }),
});

/** Who calls, from the context of the request alone. */
export async function callerOf(runtime: SandboxRuntime<'roles'>, requestContext: unknown): Promise<Identification> {
  const context = contextSchema.safeParse(requestContext);
  if (!context.success)
    return { why: 'The request is not signed, so nobody knows who asks.', remedy: 'Use guarded env.' };
  const signature = context.data.authorizer.iam;
  return identify(signature, await roleOf(runtime, signature), runtime.settings.policy);
}

/** The role that the session is of, as IAM knows it; role names are unique in an account whatever their path. */
async function roleOf(runtime: SandboxRuntime<'roles'>, signature: Signature): Promise<RoleFacts | undefined> {
  const name = roleNameOf(signature);
  if (!name) return undefined;
  try {
    const command = new GetRoleCommand({ RoleName: name });
    const what = `look who ${signature.userArn} is`;
    const { Role } = await attempt(
      what,
      () => runtime.clients.roles.send(command),
      'NoSuchEntityException',
      'NoSuchEntity',
    );
    return Role?.Path && Role.RoleId ? { path: Role.Path, roleId: Role.RoleId } : undefined;
  } catch (error) {
    if (['NoSuchEntityException', 'NoSuchEntity'].includes(errorName(error))) return undefined;
    throw error;
  }
}
