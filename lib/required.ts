/**
 * Properties as they are, once each that must be there is: TypeScript holds to that, JavaScript does not.
 *
 * @param where The construct: its class and the id it was given.
 * @throws naming the construct and every property that is missing.
 */
export function required<T extends object>(
  where: string,
  props: T | undefined,
  names: readonly (keyof T & string)[],
): T {
  const given: Partial<T> = props ?? {};
  const missing = names.filter((name) => given[name] === undefined || given[name] === null);
  if (missing.length === 0 && props !== undefined) return props;
  const are = missing.length === 1 ? 'is missing' : 'are missing';
  throw new Error(`${where}: ${missing.join(', ')} ${are}, expected ${names.join(', ')} in its properties`);
}
