import type { PlatformConfig } from '../config';
import { ORGANIZATION_METADATA } from '../names';
import { resourcesOf } from './assembly';
import type { StackView } from './assembly';
import type { PersonaSummary, RightSummary } from './model';

interface PermissionSet {
  readonly Name?: string;
  readonly Description?: string;
  readonly SessionDuration?: string;
}

/** Account ids to names, as the organization's stack tells them. */
export function accountNames(stacks: readonly StackView[]): ReadonlyMap<string, string> {
  const organization = stacks.map((stack) => stack.metadata[ORGANIZATION_METADATA]).find(Boolean);
  const { accounts = [] } = (organization ?? {}) as { accounts?: { id: string; name: string }[] };
  return new Map(accounts.map(({ id, name }) => [id, name]));
}

/** `PT8H` as people say it. */
function sessionText(duration: string | undefined): string {
  const [, hours, minutes] = /^PT(?:(\d+)H)?(?:(\d+)M)?$/.exec(duration ?? '') ?? [];
  return [hours && `${hours} h`, minutes && `${minutes} min`].filter(Boolean).join(' ') || '1 h';
}

/** Assignments refer to the permission set by its logical id, which begins with the construct's own. */
function assignedAccounts(stacks: readonly StackView[], logicalId: string): string[] {
  const assignments = resourcesOf(stacks, 'AWS::SSO::Assignment').filter(({ properties }) => {
    const arn = properties.PermissionSetArn as { 'Fn::GetAtt'?: [string, string] } | undefined;
    return arn?.['Fn::GetAtt']?.[0] === logicalId;
  });
  return [...new Set(assignments.map(({ properties }) => String(properties.TargetId)))];
}

function rightsOf(stacks: readonly StackView[], logicalId: string, set: PermissionSet): RightSummary {
  const names = accountNames(stacks);
  return {
    accounts: assignedAccounts(stacks, logicalId).map((id) => names.get(id) ?? id),
    permissionSet: set.Name ?? logicalId,
    what: set.Description ?? '',
    session: sessionText(set.SessionDuration),
  };
}

function permissionSets(stacks: readonly StackView[]): [string, PermissionSet][] {
  return stacks.flatMap((stack) =>
    Object.entries(stack.resources)
      .filter(([, resource]) => resource.Type === 'AWS::SSO::PermissionSet')
      .map(([id, resource]): [string, PermissionSet] => [id, (resource.Properties ?? {}) as PermissionSet]),
  );
}

/** Who may do what where: the permission sets of the assembly, under the persona whose name theirs begins with. */
export function summarizePeople(config: PlatformConfig, stacks: readonly StackView[]): PersonaSummary[] {
  const sets = permissionSets(stacks);
  return Object.entries(config.personas).map(([persona, groups]) => ({
    persona,
    groups,
    rights: sets
      .filter(([, set]) => set.Name?.startsWith(persona))
      .map(([id, set]) => rightsOf(stacks, id, set))
      .filter((right) => right.accounts.length > 0),
  }));
}
