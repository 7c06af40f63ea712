/* eslint-disable @typescript-eslint/no-explicit-any -- requests and answers come as any JSON */
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { CloudFormationClient, CreateStackCommand } from '@aws-sdk/client-cloudformation';
import { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import { KMSClient } from '@aws-sdk/client-kms';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import {
  CreateBucketCommand,
  GetObjectRetentionCommand,
  PutObjectCommand,
  PutObjectLockConfigurationCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { SSOAdminClient } from '@aws-sdk/client-sso-admin';
import { storeIn, teller } from '../../bin/commands/audit-deployed-keep';
import { ownVersion } from '../../constructs/pipeline/statement';
import { renderHere } from '../../constructs/platform/render-here';
import { changesIn, kmsSigner, readPack, runContinuousProof, verifyPack } from '../../lib/audit';
import { evidenceBefore } from '../../lib/audit/deployed/before';
import { LATEST_PACK_KEY, LATEST_KEY, parseLatest } from '../../lib/continuous';
import { collect } from '../../lib/snapshot';
import { connectionTo } from '../../lib/snapshot/connection';
import { answers } from '../_helpers/deployed/apis';
import { deploy } from '../_helpers/deployed/deploy';
import { thoseDays, unpacked } from '../lib/audit/deployed/buckets';
import { synthesizePlatform } from '../lib/world/machinery/_planted';
import { EMULATOR } from './deploy';
import { messages } from './watch';

const REGION = 'eu-west-2';
const MANAGEMENT = '100000000000';
const PROD = '666666666666';
const AUDIT = '222222222222';
const NOW = '2026-11-27T03:17:00.000Z';

/** Services that the emulator has not; all others answer themselves. */
const ABSENT = [OrganizationsClient, SSOAdminClient, CodePipelineClient] as unknown as {
  prototype: { send: unknown };
}[];

const client = (account: string) => ({
  ...{ endpoint: EMULATOR, region: REGION, forcePathStyle: true },
  credentials: { accessKeyId: account, secretAccessKey: 'emulated' },
});

/** KMS of the emulator makes no asymmetric keys: this one signs as it would. */
function signingKey() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const PublicKey = publicKey.export({ format: 'der', type: 'spki' });
  const answer = ({ constructor, input }: any) =>
    constructor.name === 'SignCommand'
      ? { Signature: signDigest(input.Message) }
      : { PublicKey, SigningAlgorithms: ['ECDSA_SHA_256'] };
  const signDigest = (digest: Buffer): Buffer => {
    signed.push(digest.toString('hex'));
    return sign('sha256', bytesOf(digest), privateKey);
  };
  const signed: string[] = [];
  // The key is asked for the digest of the manifest's bytes, and signs nothing else.
  const bytesOf = (digest: Buffer): Buffer => {
    const bytes = manifests.find((one) => createHash('sha256').update(one).digest().equals(digest));
    if (!bytes) throw new Error('asked to sign what is no manifest');
    return bytes;
  };
  const manifests: Buffer[] = [];
  const kms = Object.assign(new KMSClient({}), { send: async (call: unknown) => Promise.resolve(answer(call)) });
  const pem = publicKey.export({ format: 'pem', type: 'spki' }).toString();
  const signer = kmsSigner('alias/guarded-audit-pack', kms as unknown as KMSClient);
  return {
    pem,
    signer: {
      ...signer,
      sign: async (bytes: Buffer) => {
        manifests.push(bytes);
        return signer.sign(bytes);
      },
    },
  };
}

/** What the emulator has not, as the shipped platform would be there. */
function standIn(platform: string): void {
  const table = answers(deploy(platform, false));
  async function send(this: any, { constructor, input }: any): Promise<unknown> {
    const answer = table[constructor.name];
    if (!answer) throw new Error(`no stand-in answers ${constructor.name}`);
    const { accessKeyId: account } = await this.config.credentials();
    return answer(input, { account, region: await this.config.region() });
  }
  for (const { prototype } of ABSENT) Object.defineProperty(prototype, 'send', { value: send, configurable: true });
}

/** The stack in management that says what the platform was made from. */
async function state(platform: string): Promise<void> {
  const file = readdirSync(platform).find((name) => /^platformorganization.*\.template\.json$/.test(name))!;
  const { Metadata } = JSON.parse(readFileSync(join(platform, file), 'utf8')) as { Metadata: object };
  const Resources = { Here: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: 'here' } } };
  const TemplateBody = JSON.stringify({ Metadata, Resources });
  const stack = new CreateStackCommand({ StackName: 'guarded-organization', TemplateBody });
  await new CloudFormationClient(client(MANAGEMENT)).send(stack);
}

async function evidence(): Promise<void> {
  const s3 = new S3Client(client(AUDIT));
  await s3.send(new CreateBucketCommand({ Bucket: 'evidence', ObjectLockEnabledForBucket: true }));
  const DefaultRetention = { Mode: 'COMPLIANCE', Days: 2557 } as const;
  const ObjectLockConfiguration = { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention } } as const;
  await s3.send(new PutObjectLockConfigurationCommand({ Bucket: 'evidence', ObjectLockConfiguration }));
  await s3.send(new CreateBucketCommand({ Bucket: 'orders-changes' }));
  for (const [address, Body] of thoseDays()) {
    const [Bucket, ...key] = address.split('/');
    await s3.send(new PutObjectCommand({ Bucket, Key: key.join('/'), Body }));
  }
}

async function topic(): Promise<{ arn: string; queue: string }> {
  const sns = new SNSClient(client(AUDIT));
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'guarded-continuous-proof' }));
  const { QueueUrl } = await new SQSClient(client(AUDIT)).send(new CreateQueueCommand({ QueueName: 'proof' }));
  const Endpoint = `arn:aws:sqs:${REGION}:${AUDIT}:proof`;
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint }));
  return { arn: TopicArn!, queue: QueueUrl! };
}

describe('the daily job with the real collector, store, topic and records', () => {
  const key = signingKey();
  let heard: { Subject: string; Message: string }[];
  let judged: Awaited<ReturnType<typeof runContinuousProof>>;

  beforeAll(async () => {
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: EMULATOR,
      AWS_ACCESS_KEY_ID: AUDIT,
      AWS_SECRET_ACCESS_KEY: 'emulated',
      AWS_REGION: REGION,
    });
    jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    const platform = synthesizePlatform();
    standIn(platform);
    await state(platform);
    await evidence();
    const { arn, queue } = await topic();
    const AssumeRolePolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    });
    const role = new CreateRoleCommand({ RoleName: 'left-behind', AssumeRolePolicyDocument });
    await new IAMClient(client(PROD)).send(role);
    const connection = connectionTo(MANAGEMENT, 'aws', REGION, (account) => client(account).credentials);
    const places = { records: ['s3://orders-changes/records/orders/'], trail: 's3://evidence/AWSLogs/o-abc123defg/' };
    judged = await runContinuousProof({
      collect: () => collect({ roleName: 'reader', regions: [REGION], homeRegion: REGION, connection }),
      store: await storeIn('evidence', REGION),
      tell: await teller(arn, REGION),
      render: renderHere,
      files: {},
      folder: mkdtempSync(join(tmpdir(), 'proof-emulated-')),
      generator: { name: 'cdk-guarded-environments', version: ownVersion() },
      now: () => new Date(NOW),
      signer: key.signer,
      changes: (world, since) => changesIn(world, places, since),
    });
    heard = (await messages(queue, new SQSClient(client(AUDIT)))).map((body) => JSON.parse(body) as (typeof heard)[0]);
  });

  it('reads what is there: of a platform that is stated and not deployed, nothing is proved', () => {
    expect(judged.verdict).not.toBe('proved');
    expect(heard.map(({ Subject }) => Subject)).toEqual([expect.stringMatching(/^No longer proved/)]);
    expect(heard[0]!.Message).toContain('s3://evidence/proof/packs/2026-11-27T03:17:00Z.tgz');
    expect(heard[0]!.Message).toContain('Backdoor');
  });

  it('keeps everything where it cannot be deleted, and names the newest', async () => {
    const store = await storeIn('evidence', REGION);
    const latest = parseLatest((await store.get(LATEST_KEY))!.toString());
    const s3 = new S3Client(client(AUDIT));
    for (const Key of [latest.key, LATEST_KEY, LATEST_PACK_KEY]) {
      const { Retention } = await s3.send(new GetObjectRetentionCommand({ Bucket: 'evidence', Key }));
      expect(Retention?.Mode).toBe('COMPLIANCE');
    }
    expect(await store.get('proof/packs/nobody.json')).toBeUndefined();
  });

  it('keeps a pack that anybody checks with the public half of the key, and that the next run starts from', async () => {
    const store = await storeIn('evidence', REGION);
    const archive = await store.get('proof/packs/2026-11-27T03:17:00Z.tgz');
    const pack = join(unpacked(archive!), 'continuous-proof/pack');
    expect(verifyPack(pack, { publicKey: key.pem })).toMatchObject({ valid: true, problems: [] });
    const { changes, changesWithoutExecution, deployed } = readPack(pack);
    expect(changes.map(({ id }) => id)).toEqual(['orders-1', 'orders-2']);
    expect(changesWithoutExecution).toHaveLength(2);
    expect(JSON.stringify(deployed!.drift)).toContain('left-behind');
    expect((await evidenceBefore(store.get))!.time).toBe(NOW);
  });
});
