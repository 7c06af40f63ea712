import { type Kind, passes, regional, type Wanted } from './kind';

/** What a kind without any effect on what is allowed is made by. */
export interface Plain {
  readonly create: readonly string[];
  readonly remove: readonly string[];
  /** Property that fixes the name. */
  readonly name?: string;
  readonly longest?: number;
  /** Properties that hold roles which are handed over. */
  readonly roles?: readonly string[];
  readonly passedTo?: string;
  /** Service of the ARN that a reference gives; a name where nothing is said. */
  readonly ref?: string;
}

/** A kind that is kept in mind alone. */
export function plain(type: string, { create, remove, name, longest, roles = [], passedTo = '', ref }: Plain): Kind {
  const [service = ''] = create[0]!.split(':');
  const deeds = (actions: readonly string[]) => (wanted: Wanted) =>
    actions.map((action) => ({ action, resource: resourceOf(wanted) }));
  const handed = (wanted: Wanted) =>
    passes(passedTo, ...roles.map((role) => wanted.properties[role] as string | undefined));
  return {
    ...{ name, longest },
    values: (wanted) => ({
      ref: ref ? regional(ref, wanted.at, wanted.name) : wanted.name,
      attributes: anyAttribute(wanted, service),
    }),
    create: (wanted) => [...handed(wanted), ...deeds(create)(wanted)],
    update: (wanted) => [...handed(wanted), ...deeds(create)(wanted)],
    remove: deeds(remove),
    unique: name ? (wanted) => `${type} ${wanted.at.account} ${wanted.at.region} ${wanted.name}` : undefined,
  };
}

function resourceOf({ properties }: Wanted): string {
  return typeof properties.ServiceToken === 'string' ? properties.ServiceToken : '*';
}

/** Every attribute has some value: nothing here looks at it. */
function anyAttribute(wanted: Wanted, service: string): Readonly<Record<string, unknown>> {
  const arn = regional(service, wanted.at, wanted.name);
  const get = (_: object, key: string | symbol) =>
    String(key).endsWith('Arn') ? arn : key === 'Version' ? '1' : `${wanted.name}.${String(key)}`;
  return new Proxy({}, { has: () => true, get });
}
