import { createHash } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import {
  changesIn,
  fileSigner,
  readPack,
  runContinuousProof,
  type ProofStore,
  type RunOptions,
  verifyPack,
} from '../../../../lib/audit';
import { evidenceBefore } from '../../../../lib/audit/deployed/before';
import { ownVersion } from '../../../../constructs/pipeline/statement';
import type { Notice } from '../../../../lib/audit/deployed/notice';
import { parseLatest } from '../../../../lib/continuous';
import { parseSnapshot } from '../../../../lib/prover';
import type { Collected } from '../../../../lib/snapshot';
import { collectDeployed } from '../../../_helpers/deployed/collect-deployed';
import { deploy } from '../../../_helpers/deployed/deploy';
import { renderOnce } from '../../../_helpers/render-once';
import { smallPack } from '../small-pack';
import { archived, bucketsOf, signingKey, storeWith, thoseDays, unpacked } from './buckets';
import { synthesizePlatform } from '../../world/machinery/_planted';

const NOW = new Date('2026-11-27T03:17:00.123Z');
const key = signingKey();

/** An organization of one prod account with nothing in it, and no platform. */
function bare(): Collected {
  const ous = ['r-ab12', 'ou-ab12-prod0000'];
  return {
    snapshot: {
      version: 1,
      organization: {
        id: 'o-abc123defg',
        managementAccountId: '100000000000',
        accounts: [
          { id: '100000000000', name: 'management', environment: 'management', ous: ['r-ab12'] },
          { id: '666666666666', name: 'orders-prod', environment: 'prod', ous },
        ],
        policies: [],
        delegatedAdministrators: [],
      },
      accounts: {
        '666666666666': {
          authorizationDetails: { UserDetailList: [], GroupDetailList: [], RoleDetailList: [], Policies: [] },
          resources: [],
        },
      },
    },
    unread: [],
  };
}

function running(
  collect: () => Promise<Collected>,
  { fails, get, ...more }: Partial<RunOptions> & Partial<Pick<ProofStore, 'get'>> & { fails?: RegExp } = {},
) {
  const kept: { key: string; content: Uint8Array }[] = [];
  const told: Notice[] = [];
  const options: RunOptions = {
    collect,
    store: {
      address: (key) => `s3://evidence/${key}`,
      put: async (key, content) => {
        if (fails?.test(key)) throw new Error(`AccessDenied: ${key}`);
        kept.push({ key, content });
        return Promise.resolve(`version-${kept.length}`);
      },
      get: get ?? (async () => Promise.resolve(undefined)),
    },
    tell: async (notice) => Promise.resolve(void told.push(notice)),
    render: renderOnce(),
    files: {},
    folder: mkdtempSync(join(tmpdir(), 'proof-run-')),
    generator: { name: 'cdk-guarded-environments', version: ownVersion() },
    now: () => NOW,
    ...more,
  };
  return { kept, told, run: () => runContinuousProof(options) };
}

describe('a run on the shipped platform as it would be deployed', () => {
  let judged: Awaited<ReturnType<typeof runContinuousProof>>;
  let run: ReturnType<typeof running>;
  let collected: Collected;

  beforeAll(async () => {
    collected = await collectDeployed(deploy(synthesizePlatform(), false), '100000000000');
    const places = { records: ['s3://orders-changes/records/orders/'], trail: 's3://evidence/AWSLogs/o-abc123defg/' };
    const before = archived(smallPack().evidence);
    run = running(async () => Promise.resolve(collected), {
      signer: fileSigner(key.file),
      changes: (world, since) => changesIn(world, places, since, bucketsOf(thoseDays())),
      ...storeWith(before),
    });
    judged = await run.run();
  }, 300_000);

  test('proves all eight theorems, those about stages on the platform made again', () => {
    expect(judged.theorems.map(({ verdict }) => verdict)).toEqual(Array(8).fill('proved'));
    expect(judged.theorems.filter(({ again }) => again).map(({ id }) => id)).toEqual([
      'approval-dominates-prod',
      'rollback-is-armed',
    ]);
    expect(judged.verdict).toBe('proved');
  });

  test('keeps the snapshot, then the pack, and names the newest last', () => {
    expect(run.kept.map(({ key }) => key)).toEqual([
      'proof/snapshots/2026-11-27T03:17:00Z.json.gz',
      'proof/packs/2026-11-27T03:17:00Z.tgz',
      'proof/packs/latest.json',
      'proof/snapshots/latest.json',
    ]);
    const latest = parseLatest(Buffer.from(run.kept[3]!.content).toString());
    const text = gunzipSync(run.kept[0]!.content);
    expect(latest).toEqual({
      version: 1,
      key: run.kept[0]!.key,
      versionId: 'version-1',
      sha256: createHash('sha256').update(text).digest('hex'),
      collected: NOW.toISOString(),
    });
    expect(parseSnapshot(text.toString(), 'snapshot').organizationId).toBe('o-abc123defg');
  });

  test('signs the pack, which holds without anything else, with the changes of those days', () => {
    const folder = unpacked(run.kept[1]!.content);
    expect(verifyPack(join(folder, 'continuous-proof/pack'), { publicKey: key.publicKey })).toMatchObject({
      valid: true,
      problems: [],
      signedBy: [expect.stringMatching(/^sha256:/)],
    });
    const { changes, population, since } = readPack(join(folder, 'continuous-proof/pack'));
    expect(changes.map(({ id }) => id)).toEqual(['orders-1', 'orders-2']);
    expect(population).toMatchObject({ trail: true, records: 2, problems: [] });
    expect(since!.differences.length).toBeGreaterThan(0);
  });

  test('tells what was written without an execution, and stays proved', () => {
    expect(judged.verdict).toBe('proved');
    expect(judged.astray.map(({ what }) => what).sort()).toEqual([
      'cloudformation:ExecuteChangeSet',
      'dynamodb:PutItem',
    ]);
    expect(run.told.map(({ subject }) => subject)).toEqual(['Writes in guarded accounts that belong to no execution']);
    expect(run.told[0]!.text).toContain('Backdoor');
  });

  test('keeps a pack with its manifest, the certificate on what is deployed and the judgement', () => {
    const tar = gunzipSync(run.kept[1]!.content).toString('latin1');
    for (const name of ['pack/report.html', 'pack/manifest.json', 'deployed.certificate.json', 'judgement.json'])
      expect(tar).toContain(`continuous-proof/${name}`);
  });

  test('is unknown where another version made the platform', async () => {
    const { snapshot } = collected;
    const other = { ...snapshot, platform: { ...snapshot.platform!, packageVersion: '0.0.1' } };
    const { told, run: again } = running(async () => Promise.resolve({ ...collected, snapshot: other }));
    expect((await again()).verdict).toBe('unknown');
    expect(told[0]!.text).toContain('made by version 0.0.1 of the package');
  }, 120_000);
});

describe('a run', () => {
  test.each<[string, Pick<ProofStore, 'get'>, RegExp]>([
    ['is named in another form', storeWith(undefined, '{"version":1}'), /pack before this one/],
    [
      'was put in the place of another',
      storeWith({ sha256: 'f'.repeat(64), content: Buffer.from('x') }),
      /is not the pack/,
    ],
  ])('is told of a pack before that %s', async (_, store, why) => {
    const found = await evidenceBefore(store.get).then(
      () => 'read',
      (error: Error) => `the pack before this one: ${error.message}`,
    );
    expect(found).toMatch(why);
  });

  test('says that nothing states the platform, and keeps what it collected all the same', async () => {
    const { kept, run } = running(async () => Promise.resolve(bare()));
    const { verdict, unread } = await run();
    expect(verdict).not.toBe('proved');
    expect(unread).toContainEqual({
      what: 'the pack, and the changes in it',
      why: 'no deployed stack states what the platform was made from',
    });
    expect(kept.map(({ key }) => key)).toContain('proof/snapshots/latest.json');
  });

  test('tells what could not be read', async () => {
    const unread = [{ account: '666666666666', region: 'ap-south-1', what: 'kms:ListKeys', why: 'AccessDenied' }];
    const { told, run } = running(async () => Promise.resolve({ ...bare(), unread }));
    await run();
    expect(told[0]!.text).toContain('  666666666666 ap-south-1 kms:ListKeys: AccessDenied');
  });

  test('that cannot collect tells so, keeps nothing and fails', async () => {
    const { kept, told, run } = running(async () => Promise.reject(new Error('ThrottlingException: Rate exceeded')));
    await expect(run()).rejects.toThrow('Rate exceeded');
    expect(kept).toEqual([]);
    expect(told.map(({ subject }) => subject)).toEqual(['The continuous proof failed']);
    expect(told[0]!.text).toContain('ThrottlingException: Rate exceeded');
  });

  test.each([/snapshots\/2026/, /packs/])('that cannot keep %s names no newest snapshot', async (fails) => {
    const { kept, told, run } = running(async () => Promise.resolve(bare()), { fails });
    await expect(run()).rejects.toThrow('AccessDenied');
    expect(kept.map(({ key }) => key)).not.toContain('proof/snapshots/latest.json');
    expect(told.at(-1)!.subject).toBe('The continuous proof failed');
  });
});
