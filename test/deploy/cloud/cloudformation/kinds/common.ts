/* eslint-disable @typescript-eslint/no-explicit-any -- properties come as any JSON */
import type { Kind, Wanted } from './kind';

/** An id that its service makes up. */
export const uuid = ({ at, name }: Wanted): string => `${at.account}-${name}`.replace(/[^\w-]/g, '-').toLowerCase();

/** A policy that sits on other resources. */
export function policyOn(targets: (properties: any, wanted: Wanted) => string[], put: string, remove: string): Kind {
  const each = (wanted: Wanted, action: string) =>
    targets(wanted.properties, wanted).map((resource) => ({ action, resource }));
  return {
    values: ({ name }) => ({ ref: name, attributes: {} }),
    create: (wanted) => each(wanted, put),
    update: (wanted) => each(wanted, put),
    remove: (wanted) => each(wanted, remove),
  };
}
