import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestOf } from '../../constructs/pipeline/script/digest';
import type { Draft } from '../../lib/change/draft';
import { gateChecks, type GateFacts } from '../../lib/change/gate';
import { blankRecord } from '../../lib/change/record';
import { verifiedOf } from '../../lib/change/verified';
import { testPolicy } from '../_helpers/fake-aws/world';
import { collectDeployed } from '../_helpers/deployed/collect-deployed';
import { deploy } from '../_helpers/deployed/deploy';
import { changeTemplates, expectClosed, VerifyPlace } from './verify-run';

const place = new VerifyPlace();
let platform: string;
let orders: string;
let starter: string;
beforeAll(() => {
  platform = place.synthesize('bin/app.ts', 'platform');
  orders = place.synthesize('examples/orders/app.ts', 'orders');
  starter = join(platform, 'platform.snapshot.json');
});
afterAll(() => rmSync(place.folder, { recursive: true }));

/** Management account of the shipped platform.yaml. */
const MANAGEMENT = '100000000000';

/** File with what `guarded snapshot` collects where the platform is deployed, workloads too if `stages`. */
async function snapshotOf(name: string, stages: boolean): Promise<string> {
  const { snapshot, unread } = await collectDeployed(deploy(platform, stages), MANAGEMENT);
  expect(unread).toEqual([]);
  const file = join(place.folder, name);
  writeFileSync(file, JSON.stringify(snapshot));
  return file;
}

/** What the gate says of the record that comes of a draft, once it was approved. */
function gateSays(draft: Draft): string {
  const identity = { change: 'orders-1', number: 1, application: 'orders', pipeline: 'orders', execution: 'exec-1' };
  const record = { ...blankRecord(identity), state: 'approved' as const, verified: verifiedOf(draft, undefined) };
  const facts: GateFacts = {
    ...{ policy: testPolicy(), now: new Date(), record, digest: draft.digest, starter: undefined },
    ...{ approvals: { given: [], refused: [] }, calendars: [], budget: [], waves: [] },
    ...{ freeze: undefined, lane: undefined, released: undefined },
  };
  const { verdict, reason } = gateChecks(facts).record!;
  return `${verdict} ${reason}`.trim();
}

describe("Verify of the platform's own assembly", () => {
  it('proves, compares with what was released, and leaves the draft and the digest', () => {
    const released = place.copy(platform, 'released');
    writeFileSync(join(released, 'older.txt'), 'what the last release had besides');
    const run = place.verify(platform, { released });
    expect([run.status, run.message]).toEqual([0, '']);
    const digest = digestOf(platform);
    expect(run.exports).toBe(`DIGEST=${digest}\n`);
    expect(run.draft).toMatchObject({
      revision: place.past.second,
      base: place.past.first,
      digest,
      historyUnknown: false,
      proof: { verdict: 'proved' },
      difference: { relation: 'equivalent' },
    });
    expect(run.draft!.commits).toMatchObject([
      { author: 'Alice <alice@example.com>', coAuthors: ['Bob <bob@example.com>'] },
    ]);
    expect(run.draft!.differenceText.length).toBeGreaterThan(0);
    expect(readdirSync(join(run.buckets, 'records', 'assemblies'))).toContain(`${digest.slice(7)}.tar.gz`);
  });

  it('stays closed where the proof is refuted', () => {
    const broken = place.copy(platform, 'broken');
    changeTemplates(broken, /pipeline/, ({ Resources }) => {
      for (const { Type, Properties } of Object.values(Resources))
        if (Type === 'AWS::CodePipeline::Pipeline' && Properties.Name === 'orders')
          Properties.Stages = Properties.Stages.filter((stage: { Name: string }) => stage.Name !== 'Approve');
    });
    const run = place.verify(broken);
    expectClosed(run);
    expect(run.message).toMatch(/^refuted: somebody could do what nobody may.*then release again\.$/);
    expect(run.out).toMatch(/refuted +approval-dominates-prod/);
  });
});

describe("Verify of a product's own assembly", () => {
  let snapshot: string;
  beforeAll(async () => {
    snapshot = await snapshotOf('platform.json', false);
  });

  it('proves the first release within what guarded snapshot collects from the deployed platform', () => {
    const run = place.verify(orders, { snapshot, env: { CODEBUILD_SRC_DIR_History: undefined } });
    expect([run.status, run.message]).toEqual([0, '']);
    // Without a history nobody knows the authors, which the gate then says.
    expect(run.draft).toMatchObject({
      ...{ digest: digestOf(orders), historyUnknown: true, commits: [], difference: null },
      proof: {
        verdict: 'proved',
        subject: { accounts: 7 },
        exceptions: expect.arrayContaining([expect.objectContaining({ id: 'approve-orders-ReleaseManager' })]),
      },
    });
    expect(gateSays(run.draft!)).toBe('pass');
    for (const verdict of ['refuted', 'unknown'] as const)
      expect(gateSays({ ...run.draft!, proof: { verdict } })).toBe(`refuse orders-1 was not proved (${verdict}).`);
  });

  it('proves a later release beside what runs, and tells what it changes', async () => {
    const later = await snapshotOf('later.json', true);
    const changed = place.copy(orders, 'changed');
    changeTemplates(changed, /ordersprod/, ({ Resources }) => {
      for (const { Type, Properties } of Object.values(Resources))
        if (Type === 'AWS::SQS::Queue') Properties.MessageRetentionPeriod = 86_400;
    });
    const run = place.verify(changed, { snapshot: later, released: orders });
    expect([run.status, run.message]).toEqual([0, '']);
    expect(run.draft).toMatchObject({ base: place.past.first, proof: { verdict: 'proved' } });
    expect(run.draft!.difference).not.toBeNull();
  });

  it('stays closed over a role that whoever signs in may take, and over a queue that dev may fill', () => {
    const careless = place.copy(orders, 'careless');
    changeTemplates(careless, /^ordersprodeuwest2/, ({ Resources }) => {
      const first = (type: string) => Object.values(Resources).find((one) => one.Type === type)!.Properties;
      first('AWS::IAM::Role').AssumeRolePolicyDocument.Statement.push({
        Effect: 'Allow',
        Principal: { Federated: 'arn:aws:iam::666666666666:saml-provider/AWSSSO_0123456789abcdef_DO_NOT_DELETE' },
        Action: 'sts:AssumeRoleWithSAML',
        Condition: { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } },
      });
      first('AWS::SQS::QueuePolicy').PolicyDocument.Statement.push({
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::333333333333:root' },
        Action: 'sqs:SendMessage',
        Resource: '*',
      });
    });
    const run = place.verify(careless, { snapshot });
    expectClosed(run);
    expect(run.message).toMatch(/^refuted: /);
    expect(run.out).toMatch(/refuted +no-human-write-to-prod/);
    expect(run.out).toMatch(/refuted +environments-are-isolated\n.*\(333333333333\) → sqs:SendMessage/);
  });

  it('stays closed in a platform that nobody has looked at, and says what to do', () => {
    const run = place.verify(orders, { snapshot: starter });
    expectClosed(run);
    expect(run.message).toMatch(/^unknown: the platform's snapshot describes no account.*npx guarded snapshot --out/);
  });

  it('stays closed where an account is not described', () => {
    const half = JSON.parse(readFileSync(snapshot, 'utf8')) as { accounts: Record<string, unknown> };
    delete half.accounts['555555555555'];
    const file = join(place.folder, 'half.json');
    writeFileSync(file, JSON.stringify(half));
    const run = place.verify(orders, { snapshot: file });
    expectClosed(run);
    expect(run.message).toMatch(/^unknown: the proof could not decide.*npx guarded snapshot --out/);
    expect(run.out).toMatch(/account 555555555555 .* not described/);
  });

  it('stays closed where the snapshot is not what was pinned', () => {
    const other = place.verify(orders, { snapshot, env: { SNAPSHOT_SHA256: '0'.repeat(64) } });
    expectClosed(other);
    expect(other.message).toMatch(/it is not the platform's\. Stopped\.$/);
  });
});
