const VERSION = /^(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?$/;

/** Below 0 where the first version is the older one, 0 where both are the same; undefined where one is no version. */
export function compareVersions(first: string, second: string): number | undefined {
  const [one, other] = [VERSION.exec(first), VERSION.exec(second)];
  if (!one || !other) return undefined;
  for (const part of [1, 2, 3]) {
    const difference = Number(one[part]) - Number(other[part]);
    if (difference !== 0) return difference;
  }
  return comparePreliminary(one[4], other[4]);
}

/** What comes before a version is older than the version. */
function comparePreliminary(one: string | undefined, other: string | undefined): number {
  if (one === undefined || other === undefined) return Number(one === undefined) - Number(other === undefined);
  const [parts, others] = [one.split('.'), other.split('.')];
  for (let at = 0; at < Math.max(parts.length, others.length); at++) {
    const difference = compareParts(parts[at], others[at]);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Numbers come before words, and fewer parts before more. */
function compareParts(one: string | undefined, other: string | undefined): number {
  if (one === undefined || other === undefined) return Number(one !== undefined) - Number(other !== undefined);
  const [number, another] = [one, other].map((part) => (/^\d+$/.test(part) ? Number(part) : undefined));
  if (number !== undefined && another !== undefined) return number - another;
  if (number !== undefined || another !== undefined)
    return Number(number === undefined) - Number(another === undefined);
  return one === other ? 0 : one < other ? -1 : 1;
}
