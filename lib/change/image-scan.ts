/** Severities of what a scan finds, from the least. */
export const SEVERITIES = ['INFORMATIONAL', 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL'] as const;

/** How bad a finding is. */
export type Severity = (typeof SEVERITIES)[number];

/** Severities that nobody has judged yet; they block nothing and are counted. */
const UNJUDGED = ['UNDEFINED', 'UNTRIAGED'];

/** Name under which an image is told whose content no scan can read: built from scratch, say. */
export const UNSUPPORTED = 'UNSUPPORTED_IMAGE';

/** A finding that somebody takes responsibility for. */
export interface Accepted {
  /** Its name: CVE-2026-12345, or UNSUPPORTED_IMAGE. */
  readonly finding: string;
  readonly reason: string;
}

/** What a scan must not find. */
export interface ScanPolicy {
  /** Findings of this severity or worse end the release. */
  readonly block: Severity;
  readonly accept: readonly Accepted[];
}

/** What a scan found, as the change record keeps it. */
export interface ScannedImage {
  /** `sha256:` and 64 hex digits. */
  readonly digest: string;
  /** Number of findings by severity. */
  readonly counts: Readonly<Record<string, number>>;
  /** Findings that would have ended the release, and are accepted. */
  readonly accepted: Accepted[];
}

/** How a scan stands: there is none, it goes on, it has no result, or it has one. */
export type Scan =
  | { readonly state: 'missing' }
  | { readonly state: 'running' }
  | { readonly state: 'failed'; readonly why: string }
  | { readonly state: 'done'; readonly blocking: readonly string[]; readonly image: ScannedImage };

interface Finding {
  readonly name: string;
  readonly severity: string;
  readonly package: string;
}

type Json = Readonly<Record<string, unknown>>;

/** Older than this a result says too little: most of what is found today was not known then. */
const FRESH = 2 * 24 * 3_600_000;

const RUNNING = ['IN_PROGRESS', 'PENDING'];
/** `ACTIVE` is what a scan that never ends says: enhanced scanning looks again whenever something becomes known. */
const DONE = ['COMPLETE', 'ACTIVE'];

/**
 * Reads how the scan of an image stands, from the answer of ECR's DescribeImageScanFindings. What is not understood is
 * no result: a severity of another name blocks, as do findings that are counted and not listed.
 *
 * @param now Milliseconds since 1970.
 */
export function readScan(digest: string, answer: unknown, policy: ScanPolicy, now: number): Scan {
  const { imageScanStatus, imageScanFindings } = object(answer);
  const { status, description } = object(imageScanStatus);
  const found = object(imageScanFindings);
  if (RUNNING.includes(String(status))) return { state: 'running' };
  if (isUnsupported(status, description)) return judged(digest, [unsupported(description)], {}, policy);
  if (!DONE.includes(String(status)))
    return { state: 'failed', why: `its state is ${String(status)}: ${text(description, 'nothing more is said')}` };
  if (status === 'COMPLETE' && !isFresh(found.imageScanCompletedAt, now)) return { state: 'missing' };
  // Before it looked for the first time it lists nothing either.
  if (status === 'ACTIVE' && found.imageScanCompletedAt === undefined) return { state: 'running' };
  const findings = [...objects(found.findings).map(basic), ...objects(found.enhancedFindings).map(enhanced)];
  const counts = countsOf(found.findingSeverityCounts);
  const [unlisted] = Object.entries(counts).filter(([severity, count]) => count !== countOf(findings, severity));
  if (unlisted)
    return {
      state: 'failed',
      why: `it counts ${unlisted[1]} ${unlisted[0]} and lists ${countOf(findings, unlisted[0])}`,
    };
  return judged(digest, findings, counts, policy);
}

function judged(
  digest: string,
  findings: readonly Finding[],
  counts: ScannedImage['counts'],
  policy: ScanPolicy,
): Scan {
  const bad = findings.filter(({ severity }) => blocks(severity, policy));
  const waiver = ({ name }: Finding) => policy.accept.find(({ finding }) => finding === name);
  const accepted = [...new Set(bad.flatMap((each) => waiver(each) ?? []))];
  const blocking = bad
    .filter((each) => !waiver(each))
    .map((each) => `${each.severity} ${each.name} in ${each.package}`);
  return { state: 'done', blocking: [...new Set(blocking)], image: { digest, counts, accepted } };
}

function blocks(severity: string, { block }: ScanPolicy): boolean {
  if (UNJUDGED.includes(severity)) return false;
  const rank = (SEVERITIES as readonly string[]).indexOf(severity);
  return rank < 0 || rank >= SEVERITIES.indexOf(block);
}

/** Basic scanning says FAILED where it does not know the image's system, and why in words. */
function isUnsupported(status: unknown, description: unknown): boolean {
  return status === UNSUPPORTED || (status === 'FAILED' && text(description).includes('UnsupportedImageError'));
}

function unsupported(description: unknown): Finding {
  return { name: UNSUPPORTED, severity: 'not scanned', package: text(description, 'a form that no scan reads') };
}

function isFresh(completed: unknown, now: number): boolean {
  const at = typeof completed === 'number' ? completed * 1000 : Date.parse(text(completed));
  return now - at < FRESH;
}

function basic({ name, severity, attributes }: Json): Finding {
  const said = (key: string) => objects(attributes).find((each) => each.key === key)?.value;
  return {
    name: text(name, 'a finding without name'),
    severity: text(severity, 'no severity'),
    package:
      [said('package_name'), said('package_version')]
        .map((each) => text(each))
        .join(' ')
        .trim() || 'its content',
  };
}

function enhanced({ title, severity, packageVulnerabilityDetails }: Json): Finding {
  const { vulnerabilityId, vulnerablePackages } = object(packageVulnerabilityDetails);
  const [first = {}] = objects(vulnerablePackages);
  return {
    name: text(vulnerabilityId, text(title, 'a finding without name')),
    severity: text(severity, 'no severity'),
    package: `${text(first.name)} ${text(first.version)}`.trim() || 'its content',
  };
}

/** What is no number is minus one, which no list agrees with. */
function countsOf(value: unknown): Record<string, number> {
  const whole = (count: unknown) => (Number.isInteger(count) ? Number(count) : -1);
  return Object.fromEntries(Object.entries(object(value)).map(([severity, count]) => [severity, whole(count)]));
}

function countOf(findings: readonly Finding[], severity: string): number {
  return findings.filter((each) => each.severity === severity).length;
}

function text(value: unknown, otherwise = ''): string {
  return typeof value === 'string' && value !== '' ? value : otherwise;
}

function object(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

function objects(value: unknown): Json[] {
  return Array.isArray(value) ? value.map(object) : [];
}
