import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deleteStack, standingIn } from './walk/remains';
import { beginWalk, type Walk } from './walk/walk';
import { firstRelease } from './walk/way';

const DEV = { account: '333333333333', region: 'eu-west-2' };
const EDGE = { ...DEV, region: 'us-east-1' };
const PROD = { account: '666666666666', region: 'eu-west-2' };
const SITE = 'web-dev-eu-west-2-site';
const CERTIFICATE = 'web-dev-eu-west-2-certificate';

let walk: Walk;
let before: string[];

beforeAll(async () => void (walk = await beginWalk('examples/web/platform.yaml')));
afterAll(() => walk.leave());

const standing = () => standingIn(walk.played, process.env.EMULATOR_URL!, DEV.account);

const statusOf = (place: typeof DEV, name: string) => walk.played.stacks.find(place, name)?.status;

/** What somebody put into the site's bucket. */
async function use(): Promise<void> {
  const { played } = walk;
  const resources = [...played.stacks.get(DEV, SITE).resources.values()];
  const bucket = resources.find(({ wanted }) => wanted.type === 'AWS::S3::Bucket')!.values.ref;
  const raw = { method: 'PUT', path: `/${bucket}/picture.png`, query: new URLSearchParams(), headers: {} };
  const signed = { accessKeyId: DEV.account, region: DEV.region, service: 's3' };
  const answer = await played.emulator.forward({ ...raw, body: Buffer.from('picture') }, signed, DEV.account);
  expect(answer.status).toBe(200);
}

describe('a site with CloudFront, a certificate, containers built from source, Aurora and secrets', () => {
  it('begins where the way ends', async () => {
    await firstRelease(walk);
    before = await standing();
  });

  it('is refused before any environment where the scan of its image finds what must not be', async () => {
    const { releases, product } = walk;
    const file = join(product.folder, 'container', 'Dockerfile');
    const right = readFileSync(file, 'utf8');
    writeFileSync(file, right.replace('node:24-alpine', 'node:18-alpine'));
    const { id } = await releases.push(product.change('alice@example.com', 'An old base'));
    writeFileSync(file, right);
    expect(releases.execution(id).summary).toMatch(
      /CRITICAL CVE-2026-18180 in openssl 3\.0\.1, image sha256:[0-9a-f]{64} of \S*web-dev\S*\/site/,
    );
    expect([releases.asked(), statusOf(DEV, SITE)]).toEqual([[], undefined]);
  });

  it('is built, proved and deployed to dev, then asks', async () => {
    const { releases, product } = walk;
    const { id } = await releases.push(product.change('alice@example.com', 'A site'));
    expect([releases.execution(id).summary, releases.asked()]).toEqual(['', ['ReleaseManager']]);
    expect([statusOf(EDGE, CERTIFICATE), statusOf(DEV, SITE)]).toEqual(['CREATE_COMPLETE', 'CREATE_COMPLETE']);
  });

  it('runs in prod the very image that ran in dev', async () => {
    await walk.releases.approve('ReleaseManager', 'carol@example.com');
    expect(statusOf(PROD, 'web-prod-eu-west-2-site')).toBe('CREATE_COMPLETE');
    const images = [...walk.played.cloud.images].map((image) => image.split(' '));
    const run = images.filter(([, , repository]) => repository !== 'web-image-scan').map((image) => image.at(-1));
    const scanned = images.filter(([, , repository]) => repository === 'web-image-scan').map((image) => image.at(-1));
    expect([run.length, new Set(run).size, scanned.length, scanned.includes(run[0])]).toEqual([2, 1, 2, true]);
  });

  it('goes away from dev without remains', async () => {
    await use();
    expect(await standing()).not.toEqual(before);
    await expect(deleteStack(walk.played, EDGE, CERTIFICATE, 'Developer')).rejects.toThrow(/in use by stack/);
    await deleteStack(walk.played, DEV, SITE, 'Developer');
    await deleteStack(walk.played, EDGE, CERTIFICATE, 'Developer');
    // The README says so: CloudFormation leaves it in the zone, which is none of the stack's.
    const record = `record ${DEV.account} Z0123456789DEV proves www.dev.example.com`;
    expect(await standing()).toEqual([...before, record].sort());
  });

  it('does not go away from prod', async () => {
    await expect(deleteStack(walk.played, PROD, 'web-prod-eu-west-2-site', 'Developer')).rejects.toThrow();
    expect(statusOf(PROD, 'web-prod-eu-west-2-site')).toBe('CREATE_COMPLETE');
  });
});
