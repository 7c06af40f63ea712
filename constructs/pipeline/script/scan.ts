import { join } from 'node:path';
import { imageFolder, stackImages } from '../../../lib/assembly';
import { foldersOf } from '../../../lib/assembly/folders';
import { type Scan, type ScanPolicy, type ScannedImage, readScan } from '../../../lib/change/image-scan';
import { IMAGE_SCAN } from '../../../lib/names';
import { type Repository, push } from './registry';
import { run, tryRun, variable } from './shell';

/** Seconds between two looks, and how many there are: a quarter of an hour. */
const PAUSE = 15;
const LOOKS = 60;

/**
 * Has every image scanned that a stack of the assembly runs and that was built from source, in a repository beside the
 * pipeline from which nothing is ever run, and gives what was found: before anybody is asked, and before the first
 * environment.
 *
 * @throws where something is found that must not be, or where there is no result in time; all images are told together.
 */
export function scanImages(root: string): ScannedImage[] | undefined {
  const images = imagesOf(root);
  const name = process.env[IMAGE_SCAN.repository];
  if (images.size === 0 || name === IMAGE_SCAN.none) return undefined;
  if (!name) throw new Error(`${[...images.keys()].join(', ')}: ${NOT_SAID}`);
  const repository = { name, region: variable('AWS_REGION') };
  const policy = JSON.parse(variable(IMAGE_SCAN.policy)) as ScanPolicy;
  for (const digest of images.keys()) push(repository, join(root, imageFolder(digest)), digest);
  const scans = [...images].map(([digest, stacks]) => ({ digest, stacks, scan: scanned(repository, digest, policy) }));
  const problems = scans.flatMap(({ digest, stacks, scan }) =>
    problemsOf(scan, `sha256:${digest} of ${stacks.join(', ')}`),
  );
  if (problems.length > 0) throw new Error([advice(policy), ...problems].join('\n'));
  return scans.flatMap(({ scan }) => (scan.state === 'done' ? scan.image : []));
}

const NOT_SAID = 'the images cannot be scanned: say images: true for the application in platform.yaml';

function advice({ block }: ScanPolicy): string {
  return `Findings from ${block} on end a release before it reaches any environment. Build on a mended base, or let the platform accept a finding with its reason: imageScan in platform.yaml.`;
}

/** Digests of the images that stacks run, and who runs each. */
function imagesOf(root: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { folder, artifacts } of foldersOf(root).manifests)
    for (const [id, digests] of stackImages(root, folder)) {
      const { displayName } = artifacts.find(([each]) => each === id)?.[1] ?? {};
      const stack = typeof displayName === 'string' ? displayName : id;
      for (const digest of digests) found.set(digest, [...(found.get(digest) ?? []), stack]);
    }
  return found;
}

function problemsOf(scan: Scan, image: string): string[] {
  switch (scan.state) {
    case 'done':
      return scan.blocking.map((finding) => `${finding}, image ${image}.`);
    case 'failed':
      return [`The scan of image ${image} has no result: ${scan.why}.`];
    default:
      return [`The scan of image ${image} has no result after ${(PAUSE * LOOKS) / 60} minutes: it is ${scan.state}.`];
  }
}

/** The result, as soon as there is one. A scan that nobody began is begun once; who begins it may not be the one to say. */
function scanned(repository: Repository, digest: string, policy: ScanPolicy): Scan {
  let scan = look(repository, digest, policy);
  let begun = false;
  for (let looks = 1; looks < LOOKS && (scan.state === 'missing' || scan.state === 'running'); looks++) {
    if (scan.state === 'missing' && !begun) begun = begin(repository, digest);
    run('sleep', [String(PAUSE)]);
    scan = look(repository, digest, policy);
  }
  return scan;
}

function look(repository: Repository, digest: string, policy: ScanPolicy): Scan {
  const { output, error } = call('describe-image-scan-findings', repository, digest);
  if (error?.includes('ScanNotFoundException')) return { state: 'missing' };
  if (error !== undefined) return { state: 'failed', why: error.trim() };
  return readScan(`sha256:${digest}`, JSON.parse(output), policy, Date.now());
}

/** Scans begin by themselves when an image is put there; enhanced scanning takes no order, and one a day is the most. */
function begin(repository: Repository, digest: string): boolean {
  const { error } = call('start-image-scan', repository, digest);
  if (error !== undefined) process.stdout.write(`No scan of sha256:${digest} was begun: ${error.trim()}\n`);
  return true;
}

function call(operation: string, { name, region }: Repository, digest: string): ReturnType<typeof tryRun> {
  const image = ['--image-id', `imageDigest=sha256:${digest}`];
  return tryRun('aws', ['ecr', operation, '--region', region, '--repository-name', name, ...image, '--output', 'json']);
}
