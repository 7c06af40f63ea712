import { bootstrapRolePrefix, MACHINE_PATHS, PIPELINE_PATH } from '../../names';
import type { Exception } from '../../world/model';
import { matchesPattern } from '../../world/patterns';
import { actionOf, actorOf, issuerOf, resourceOf, type TrailEvent } from './event';

/** What an event in a guarded account is. */
export type EventClass =
  /** It changes nothing, was refused, or only signs somebody in. */
  | { readonly kind: 'nothing' }
  /** A pipeline's role changes a stack: it must belong to an execution. */
  | { readonly kind: 'deployment' }
  /** A machine at work, or AWS for it. */
  | { readonly kind: 'running' }
  | { readonly kind: 'break-glass' | 'sanctioned' | 'not sanctioned'; readonly why: string };

const NOTHING: EventClass = { kind: 'nothing' };
const RUNNING: EventClass = { kind: 'running' };

/** CloudFormation calls that change what runs; everything else of its role prepares or looks. */
const STACK_CHANGES =
  /^(CreateStack|UpdateStack|DeleteStack|ExecuteChangeSet|RollbackStack|ContinueUpdateRollback|CancelUpdateStack|CreateStackInstances|UpdateStackInstances|DeleteStackInstances|CreateStackSet|UpdateStackSet|DeleteStackSet|ExecuteStackRefactor|ImportStacksToStackSet)$/;

/** Decides what an event is; whatever it does not know is a change that nobody sanctioned. */
export function classify(event: TrailEvent, exceptions: readonly Exception[]): EventClass {
  if (isRead(event) || event.errorCode !== undefined || isSignIn(event)) return NOTHING;
  if (event.userIdentity?.type === 'AWSService') return RUNNING;
  const issuer = issuerOf(event);
  const path = /:role(\/.*\/)[^/]+$/.exec(issuer)?.[1] ?? '';
  if (path.startsWith('/aws-service-role/')) return RUNNING;
  if (MACHINE_PATHS.includes(path)) return machine(event, path, issuer);
  return person(event, exceptions);
}

function isRead({ readOnly }: TrailEvent): boolean {
  return readOnly === true || readOnly === 'true';
}

/** What Identity Center calls a person's way in; everything else under its name says who may do what, and changes that. */
const WAYS_IN = /^(Authenticate|Federate|GetRoleCredentials|ListAccounts|ListAccountRoles|Logout)$/;

/** Coming to act as a role, or signing in, is a way in and no change. */
function isSignIn({ eventSource = '', eventName = '' }: TrailEvent): boolean {
  if (eventSource.startsWith('sso.amazonaws.com')) return WAYS_IN.test(eventName);
  return /^(signin|sts|sso-oauth)\.amazonaws\.com/.test(eventSource);
}

function machine(event: TrailEvent, path: string, issuer: string): EventClass {
  if (path !== PIPELINE_PATH) return RUNNING;
  const name = issuer.slice(issuer.lastIndexOf('/') + 1);
  const byCloudFormation = event.userIdentity?.invokedBy?.startsWith('cloudformation.') ?? false;
  if (name.startsWith(bootstrapRolePrefix('cfn-exec')) && !byCloudFormation)
    return { kind: 'not sanctioned', why: "CloudFormation's own role acted without CloudFormation" };
  const changes = event.eventSource?.startsWith('cloudformation.') && STACK_CHANGES.test(event.eventName ?? '');
  return changes && !byCloudFormation ? { kind: 'deployment' } : RUNNING;
}

/** A role of Identity Center's own, which nobody else can make: anybody's may be called `BreakGlass_1`. */
const BREAK_GLASS =
  /:role\/aws-reserved\/sso\.amazonaws\.com\/([a-z0-9-]+\/)?AWSReservedSSO_([\w-]+-)?BreakGlass_[0-9a-f]+$/;

function person(event: TrailEvent, exceptions: readonly Exception[]): EventClass {
  if (BREAK_GLASS.test(issuerOf(event)))
    return { kind: 'break-glass', why: `${actorOf(event)} held the BreakGlass permission set` };
  const exception = exceptions.find((one) => allows(one, event));
  // A person may come to act as the role of a service as well; what the service does says that it was invoked by one.
  if (exception?.service !== undefined && event.userIdentity?.invokedBy !== undefined) return RUNNING;
  if (exception) return { kind: 'sanctioned', why: exception.statement };
  return {
    kind: 'not sanctioned',
    why: 'a write by somebody who is no machine of the account, outside every exception',
  };
}

/** The exception names the principal and the action, and the resource where the event tells one. */
function allows({ principals, actions, resources }: Exception, event: TrailEvent): boolean {
  const action = actionOf(event).toLowerCase();
  const resource = resourceOf(event);
  return (
    actions.some((pattern) => matchesPattern(pattern.toLowerCase(), action)) &&
    principals.some((pattern) => matchesPattern(pattern, issuerOf(event))) &&
    (!resource.startsWith('arn:') || resources.some((pattern) => matchesPattern(pattern, resource)))
  );
}
