import { CONVENTIONS } from '../contract/proof/conventions';
import type { Convention } from '../contract/proof/conventions';
import { matchesPattern } from '../world/patterns';
import type { SanctionedRequests } from './ceiling';

/** What the control policies of accounts of a kind leave open by name, in one partition. */
export function conventionsFor(kind: Convention['kind'], partition: string): SanctionedRequests[] {
  const here = (arn: string): string => arn.replace(/^arn:\*:/, `arn:${partition}:`);
  return CONVENTIONS.filter((one) => one.kind === kind).map(({ id, statement, principals, actions, resources }) => ({
    id,
    statement,
    principals,
    actions,
    resources: resources.map(here),
  }));
}

/** Exceptions that lie within no convention: the control policies would forbid what the organization sanctions. */
export function conventionProblems(
  exceptions: readonly SanctionedRequests[],
  conventions: readonly SanctionedRequests[],
): string[] {
  return exceptions.flatMap((exception) => outside(exception, conventions));
}

function outside(exception: SanctionedRequests, conventions: readonly SanctionedRequests[]): string[] {
  const lost = requestsOf(exception).find((request) => !conventions.some((one) => leavesOpen(one, request)));
  if (lost === undefined) return [];
  const { principal, action, resource } = lost;
  return [
    `exception '${exception.id}': no convention leaves ${action} on ${resource} open to ${principal}; name it by one, or add it to conventions`,
  ];
}

interface NamedRequest {
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
}

function requestsOf({ principals, actions, resources }: SanctionedRequests): NamedRequest[] {
  return principals.flatMap((principal) =>
    actions.flatMap((action) => resources.map((resource) => ({ principal, action, resource }))),
  );
}

/** A pattern lies within another one that covers its text: what stands for `*` there is a `*` here. */
function leavesOpen(convention: SanctionedRequests, { principal, action, resource }: NamedRequest): boolean {
  const covers = (patterns: readonly string[], text: string): boolean =>
    patterns.some((pattern) => matchesPattern(pattern, text));
  return (
    convention.actions.includes(action) &&
    covers(convention.principals, principal) &&
    covers(convention.resources, resource)
  );
}
