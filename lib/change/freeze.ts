import { type Answer, pass, refuse } from './answer';
import { identifyArn, readSession } from './people';
import type { ChangePolicy } from './policy';

/** Somebody stopped the line, or started it again. */
export interface FreezeState {
  readonly frozen: boolean;
  readonly by: string;
  readonly at: string;
  readonly reason: string;
}

/** What a caller may ask for: stop the line, start it again, or decide a bake that could not. */
export type FreezeDeed = 'freeze' | 'unfreeze' | 'rollback' | 'continue';

/** Who may stop may also send a bake back; who may start may also let it go on. */
const RIGHT: Readonly<Record<FreezeDeed, 'freeze' | 'unfreeze'>> = {
  freeze: 'freeze',
  rollback: 'freeze',
  unfreeze: 'unfreeze',
  continue: 'unfreeze',
};

/** Nothing new starts while the line is stopped; what already runs finishes. */
export function checkFreeze(state: FreezeState | undefined, running: boolean): Answer {
  if (!state?.frozen) return pass('The line is not stopped.');
  if (running) return pass('The line is stopped; this release had begun before and finishes.');
  return refuse(
    `${state.by} stopped the line on ${state.at}: ${state.reason}`,
    'Ask a release manager to run `guarded change unfreeze`, then release again.',
  );
}

/**
 * Whether the caller, known by the signature of the call, may do this. A permission set of the same name in another account
 * is somebody else's to give: who holds it there has no say here.
 *
 * @param account Account of change control, 12 digits.
 */
export function mayFreeze(
  deed: FreezeDeed,
  caller: string,
  policy: Pick<ChangePolicy, 'rights' | 'identities'>,
  account?: string,
): Answer {
  const session = readSession(caller);
  const allowed = policy.rights[RIGHT[deed]];
  if (!session)
    return refuse(
      `${caller || 'An unknown caller'} is no session of Identity Center.`,
      'Sign in with Identity Center.',
    );
  if (account !== undefined && session.account !== account)
    return refuse(
      `${session.user} calls from account ${session.account}; change control is in ${account}.`,
      'Sign in to the account of change control.',
    );
  if (!allowed.includes(session.permissionSet))
    return refuse(
      `${session.user} holds ${session.permissionSet}; to ${deed} takes ${allowed.join(' or ')}.`,
      `Ask somebody who holds ${allowed.join(' or ')}.`,
    );
  if (identifyArn(caller, policy.identities).kind === 'machine')
    return refuse(`${session.user} is a machine.`, 'Let a person decide.');
  return pass(`${session.user} may ${deed} as ${session.permissionSet}.`);
}
