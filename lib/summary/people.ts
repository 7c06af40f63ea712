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

/** A permission set and where it stands: logical ids are a stack's own. */
interface PlacedSet {
  readonly stack: StackView;
  readonly id: string;
  readonly set: PermissionSet;
}

/** Assignments refer to the permission set by its logical id, those of a stack beside it by what it exports. */
function refersTo(arn: unknown, from: StackView, { stack, id }: PlacedSet): boolean {
  const said = (arn ?? {}) as { 'Fn::GetAtt'?: [string, string]; 'Fn::ImportValue'?: string };
  if (from === stack) return said['Fn::GetAtt']?.[0] === id;
  const imported = String(said['Fn::ImportValue'] ?? '');
  return imported.startsWith(`${stack.name}:`) && imported.includes(id);
}

function assignedAccounts(stacks: readonly StackView[], placed: PlacedSet): string[] {
  const assignments = resourcesOf(stacks, 'AWS::SSO::Assignment').filter(({ stack, properties }) =>
    refersTo(properties.PermissionSetArn, stack, placed),
  );
  return [...new Set(assignments.map(({ properties }) => String(properties.TargetId)))];
}

function rightsOf(stacks: readonly StackView[], placed: PlacedSet): RightSummary {
  const names = accountNames(stacks);
  const { id, set } = placed;
  return {
    accounts: assignedAccounts(stacks, placed).map((account) => names.get(account) ?? account),
    permissionSet: set.Name ?? id,
    what: set.Description ?? '',
    session: sessionText(set.SessionDuration),
  };
}

function permissionSets(stacks: readonly StackView[]): PlacedSet[] {
  return stacks.flatMap((stack) =>
    Object.entries(stack.resources)
      .filter(([, resource]) => resource.Type === 'AWS::SSO::PermissionSet')
      .map(([id, resource]): PlacedSet => ({ stack, id, set: (resource.Properties ?? {}) as PermissionSet })),
  );
}

/** Personas of the whole platform, then those that each team has groups for. */
function everybody({
  organization,
  personas,
  teams,
}: PlatformConfig): { persona: string; groups: string[]; begins: string }[] {
  const { permissionSetPrefix: prefix } = organization.identityCenter;
  const named = (persona: string): string => (prefix === undefined ? persona : `${prefix}-${persona}`);
  const ofAll = Object.entries(personas).map(([persona, groups]) => ({ persona, groups, begins: named(persona) }));
  const ofTeams = Object.entries(teams).flatMap(([team, { tooling: _, ...own }]) =>
    Object.entries(own)
      .filter(([, groups]) => groups.length > 0)
      .map(([persona, groups]) => ({ persona: `${persona} of ${team}`, groups, begins: `${team}-${persona}` })),
  );
  return [...ofAll, ...ofTeams];
}

/** Who may do what where: the permission sets of the assembly, under the persona whose name theirs begins with. */
export function summarizePeople(config: PlatformConfig, stacks: readonly StackView[]): PersonaSummary[] {
  const sets = permissionSets(stacks);
  return everybody(config).map(({ persona, groups, begins }) => ({
    persona,
    groups,
    rights: sets
      .filter(({ set }) => set.Name?.startsWith(begins))
      .map((placed) => rightsOf(stacks, placed))
      .filter((right) => right.accounts.length > 0),
  }));
}
