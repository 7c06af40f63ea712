import { SKIP_IN_ROLLBACK_METADATA } from '../../../lib/names';
import type { AssemblyStack } from './assembly';
import { type Credentials, type Target, aws, run } from './shell';
import { assumeIn, targetRole } from './target-role';

/**
 * Left by a first creation that failed, or by a deletion that did: nothing runs in it, and CloudFormation takes nothing for it
 * but its deletion.
 */
const NEVER_CREATED = ['CREATE_FAILED', 'ROLLBACK_COMPLETE', 'ROLLBACK_FAILED', 'DELETE_FAILED'];

/** Left by a rollback that failed: CloudFormation takes nothing for it but to go on with the rollback. */
const STUCK = ['UPDATE_ROLLBACK_FAILED'];

interface Summary {
  readonly StackName: string;
  readonly StackStatus: string;
}

/** A role takes another one's session for an hour at most. */
const HOUR = 3600;

/**
 * Brings stacks that an earlier deployment left where CloudFormation takes no update back to where it does: one that was
 * never created is taken away, one whose rollback failed is rolled back on. It is done with the rights of the deployment
 * and through CloudFormation's one role, after the approvals and the gate, as part of the change that needs it.
 */
export function recover(
  stacks: readonly AssemblyStack[],
  target: Target,
  reader: Credentials,
  leaseRole?: string,
): void {
  const left = statusOf(target, reader);
  const broken = [...stacks].reverse().filter(({ name }) => left.has(name)); // what depends on another goes first
  if (broken.length === 0) return;
  const deployer = leaseRole === undefined ? assumeIn(target, 'deploy', HOUR) : {}; // a lease's build is its deployer
  const execution = ['--role-arn', leaseRole ?? targetRole('cfn-exec', target), '--region', target.region];
  for (const stack of broken) {
    const status = left.get(stack.name)!;
    process.stdout.write(
      `${stack.name} is ${status}; ${STUCK.includes(status) ? 'rolling it on' : 'taking it away'}.\n`,
    );
    const call = STUCK.includes(status) ? rollOn : takeAway;
    call(stack, execution, deployer);
  }
}

function statusOf({ region }: Target, reader: Credentials): Map<string, string> {
  const states = [...NEVER_CREATED, ...STUCK];
  const answer = aws<{ StackSummaries?: Summary[] }>(
    ['cloudformation', 'list-stacks', '--region', region, '--stack-status-filter', ...states],
    reader,
  );
  const broken = (answer.StackSummaries ?? []).filter(({ StackStatus }) => states.includes(StackStatus));
  return new Map(broken.map(({ StackName, StackStatus }) => [StackName, StackStatus]));
}

/** Its protection against deletion was on before anything was there to protect. */
function takeAway({ name }: AssemblyStack, execution: readonly string[], deployer: Credentials): void {
  const region = execution.slice(-2);
  const unprotect = ['update-termination-protection', '--no-enable-termination-protection', '--stack-name', name];
  run('aws', ['cloudformation', ...unprotect, ...region], deployer);
  run('aws', ['cloudformation', 'delete-stack', '--stack-name', name, ...execution], deployer);
  try {
    run('aws', ['cloudformation', 'wait', 'stack-delete-complete', '--stack-name', name, ...region], deployer);
  } catch (cause) {
    throw new Error(
      `${name} was never created whole, and cannot be deleted. Its events name the resources that stand in the way; ` +
        'release a change whose stack has another name, or mend what they name and release again.',
      { cause },
    );
  }
}

/** What cannot be rolled back is left as it is only where the change that is deployed names it. */
function rollOn(
  { name, skippedInRollback = [] }: AssemblyStack,
  execution: readonly string[],
  deployer: Credentials,
): void {
  const skip = skippedInRollback.length > 0 ? ['--resources-to-skip', ...skippedInRollback] : [];
  run('aws', ['cloudformation', 'continue-update-rollback', '--stack-name', name, ...skip, ...execution], deployer);
  try {
    const wait = ['wait', 'stack-rollback-complete', '--stack-name', name, ...execution.slice(-2)];
    run('aws', ['cloudformation', ...wait], deployer);
  } catch {
    throw new Error(
      `The rollback of ${name} failed again. Its events name the resources that stand in the way; mend what they name, or ` +
        `release a change whose template leaves them out of the rollback: Metadata of the stack, "${SKIP_IN_ROLLBACK_METADATA}", a list of logical ids.`,
    );
  }
}
