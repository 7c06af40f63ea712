import type { PersonaAccessProps } from './persona-access-props';

/** Name of a persona's permission set: `Developer`, or `orders-Developer` where the personas belong to an application. */
export function permissionSetName({ application }: Pick<PersonaAccessProps, 'application'>, name: string): string {
  return application === undefined ? name : `${application}-${name}`;
}

/**
 * Partition of the resources that exceptions name. Policies and proofs decide quicker on exact names than on patterns,
 * and an organization lives in one partition, which its Identity Center instance tells.
 */
export function partitionOf({ instanceArn }: PersonaAccessProps): string {
  return /^arn:([a-z-]+):sso:/.exec(instanceArn)?.[1] ?? '*';
}

/** Id of an exception, unique in the organization. */
export function exceptionId({ application }: PersonaAccessProps, id: string): string {
  return application === undefined ? id : `${application}-${id}`;
}
