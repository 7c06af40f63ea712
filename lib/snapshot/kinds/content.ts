/** JSON as a snapshot holds it. */
export type Content = Readonly<Record<string, unknown>>;

/** What stands under these names is of people's own making: its keys stay as they are. */
const OWN_KEYS = /^(configuration|environmentVariables)$/;

/**
 * What a service's API says of a resource, by the names that CloudFormation has for it: `actionTypeId` is `ActionTypeId`.
 * What is empty is left out.
 */
export function byCloudFormationNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(byCloudFormationNames);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, each]) => !isEmpty(each));
  return Object.fromEntries(
    entries.map(([name, each]) => [
      name.slice(0, 1).toUpperCase() + name.slice(1),
      OWN_KEYS.test(name) ? each : byCloudFormationNames(each),
    ]),
  );
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}
