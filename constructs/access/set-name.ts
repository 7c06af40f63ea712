import type { PersonaAccessProps } from './persona-access-props';

/** Name of a persona's permission set: `Developer`, or `orders-Developer` where the personas belong to an application. */
export function permissionSetName({ application }: PersonaAccessProps, name: string): string {
  return application === undefined ? name : `${application}-${name}`;
}

/** Id of an exception, unique in the organization. */
export function exceptionId({ application }: PersonaAccessProps, id: string): string {
  return application === undefined ? id : `${application}-${id}`;
}
