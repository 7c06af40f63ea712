/** Which snapshot of what is deployed is the newest, as the job leaves it in the evidence store. */
export interface LatestSnapshot {
  readonly version: 1;
  /** Key of the gzipped snapshot in the same bucket. */
  readonly key: string;
  /** Version of the object: another one under the same key is another snapshot. */
  readonly versionId: string;
  /** SHA-256 of the unpacked snapshot, in hex. */
  readonly sha256: string;
  /** When the collection began, ISO 8601. */
  readonly collected: string;
}

const FORMS: Readonly<Record<Exclude<keyof LatestSnapshot, 'version'>, RegExp>> = {
  key: /^proof\/snapshots\/[\w.:/-]+\.json\.gz$/,
  versionId: /^[\w.+/=-]{1,1024}$/,
  sha256: /^[0-9a-f]{64}$/,
  collected: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/,
};

/**
 * Reads what the job left.
 *
 * @throws where it is of another form: nobody then knows which snapshot is meant.
 */
export function parseLatest(text: string): LatestSnapshot {
  const value = objectIn(text);
  const wrong = Object.entries(FORMS).find(([name, form]) => !form.test(String(value[name])));
  if (value.version !== 1 || wrong)
    throw new Error(`the newest snapshot is named by ${text.slice(0, 300)}, which is not of the form that is known`);
  return value as unknown as LatestSnapshot;
}

function objectIn(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as Readonly<Record<string, unknown>>;
  } catch {
    // told below, with the text
  }
  return {};
}

/** How old a snapshot is, and whether it still speaks of what is deployed. */
export interface SnapshotAge {
  readonly hours: number;
  readonly tooOld: boolean;
  /** `3 hours old` */
  readonly told: string;
}

const HOUR_MS = 3_600_000;

/** A minute that clocks of two services may differ by. */
const SKEW_MS = 60_000;

/** Judges the age of a snapshot; one from the future has no age that anybody could rely on, so it is too old. */
export function ageOf(collected: string, now: Date, oldestHours: number): SnapshotAge {
  const ms = now.getTime() - Date.parse(collected);
  if (!(ms >= -SKEW_MS)) return { hours: Number.NaN, tooOld: true, told: `of ${collected}, which has not come yet` };
  const hours = Math.max(0, ms) / HOUR_MS;
  return { hours, tooOld: !(hours <= oldestHours), told: `${spoken(hours)} old` };
}

function spoken(hours: number): string {
  if (hours < 1) return 'less than an hour';
  const [count, unit] = hours < 48 ? [Math.floor(hours), 'hour'] : [Math.floor(hours / 24), 'day'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
