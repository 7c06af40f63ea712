/** Limits of IAM Identity Center for one permission set (quotas page of its user guide). */
export const PERMISSION_SET_LIMITS = {
  /** Characters of the inline policy, white space included. */
  inlineCharacters: 32_768,
  /** The same without white space. */
  inlineWithoutSpace: 10_240,
  /** AWS managed and customer managed policies together. */
  managedPolicies: 10,
  /** Characters of the name, of `[\w+=,.@-]`. */
  nameCharacters: 32,
  sessionHours: { least: 1, most: 12 },
} as const;

/** What a permission set would be. */
export interface PermissionSetShape {
  readonly name: string;
  /** The inline policy as the service gets it; references still unresolved count with their full length. */
  readonly inline: string;
  readonly managedPolicies: number;
  readonly sessionMinutes: number;
}

/** Why Identity Center would refuse the permission set; empty where it would not. */
export function permissionSetProblems({ name, inline, managedPolicies, sessionMinutes }: PermissionSetShape): string[] {
  const limits = PERMISSION_SET_LIMITS;
  const { least, most } = limits.sessionHours;
  const problems: string[] = [];
  if (!/^[\w+=,.@-]{1,32}$/.test(name))
    problems.push(
      `its name has ${name.length} characters, right is 1 to ${limits.nameCharacters} of letters, digits and +=,.@-_`,
    );
  if (inline.length > limits.inlineCharacters)
    problems.push(
      `its inline policy has ${inline.length} characters, Identity Center allows ${limits.inlineCharacters}`,
    );
  const dense = inline.replace(/\s/g, '').length;
  if (dense > limits.inlineWithoutSpace)
    problems.push(
      `its inline policy has ${dense} characters without white space, IAM allows ${limits.inlineWithoutSpace}; give its applications to more teams`,
    );
  if (managedPolicies > limits.managedPolicies)
    problems.push(`it attaches ${managedPolicies} managed policies, Identity Center allows ${limits.managedPolicies}`);
  if (sessionMinutes < least * 60 || sessionMinutes > most * 60)
    problems.push(`its sessions last ${sessionMinutes} minutes, right is ${least} to ${most} hours`);
  return problems.map((problem) => `permission set ${name}: ${problem}`);
}
