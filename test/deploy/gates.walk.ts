/* eslint-disable @typescript-eslint/no-explicit-any -- policies and properties come as any JSON */
import { join } from 'node:path';
import type { Execution } from '../_helpers/pipeline-model/model';
import type { Wanted } from './cloud/cloudformation/kinds/kind';
import { sessionOf } from './cloud/principals';
import { firstNight } from './walk/nightly';
import { type Undo, withPolicy, withProperties } from './walk/put-back';
import { traffic } from './walk/traffic';
import { beginWalk, type Walk } from './walk/walk';
import { wayToFence } from './walk/way';

const DECIDER = 'carol@example.com';
const PROD = '666666666666';
const DAY = 86_400_000;

let walk: Walk;
let put: Undo[] = [];
let after = '';

beforeAll(async () => void (walk = await beginWalk('examples/notes/platform.yaml')));
afterAll(() => walk.leave());
afterEach(async () => {
  for (const undo of put) await undo();
  put = [];
});

/** A change, as far as it goes without people. */
async function push(message: string, author = 'alice@example.com'): Promise<string> {
  const { id } = await walk.releases.push(walk.product.change(author, message));
  return id;
}

async function approved(message: string): Promise<Execution> {
  const id = await push(message);
  expect([walk.releases.execution(id).summary, walk.releases.asked()]).toEqual(['', ['ReleaseManager']]);
  await walk.releases.approve('ReleaseManager', DECIDER);
  return walk.releases.execution(id);
}

/** What a change without people came to. */
async function endOf(message: string, author?: string): Promise<string> {
  const { status, summary } = walk.releases.execution(await push(message, author));
  return `${status}: ${summary}`;
}

function standing(type: string, account: string, name: RegExp): Wanted {
  const found = [...walk.played.cloud.named(type, account).values()].find((one) => name.test(one.name));
  if (found) return found;
  throw new Error(`No ${type} of that name stands in ${account}.`);
}

const verify = (): Wanted => standing('AWS::CodeBuild::Project', walk.config.organization.accounts.tooling, /-verify$/);

describe('each wall of a release that is put back stops it again', () => {
  it('behind the way to the fence', () => wayToFence(walk));

  it('a platform that nobody has looked at', async () => {
    expect(await endOf('Keep notes')).toMatch(/^Failed: unknown: the platform's snapshot describes no account/);
    await firstNight(walk.played, join(walk.team.folder, 'cdk.out'), walk.config.organization.accounts);
  });

  it('a package that Verify asks a public registry for', async () => {
    const byName = (project: any): void => {
      const spec = JSON.parse(String(project.Source.BuildSpec));
      spec.phases.install.commands = ['npm install --prefix /opt/guarded cdk-guarded-environments'];
      project.Source.BuildSpec = JSON.stringify(spec);
    };
    put = [withProperties(verify(), byName)];
    expect(await endOf('Keep notes, please')).toBe(
      'Failed: npm error 404 Not Found - GET https://registry.npmjs.org/cdk-guarded-environments - Not found',
    );
  });

  it('an address that hides its owner, and that nobody mapped, before anybody is asked', async () => {
    const hidden = '7+alice@users.noreply.github.com';
    expect(await endOf('Keep all notes', hidden)).toMatch(/^Failed: Nobody knows who is behind .*7\+alice@users/);
    await withPolicy(walk, (policy) => (policy.identities = { 'github:7': 'alice@example.com' })); // for good: the commit stays
  });

  it('a past of more commits than anybody reads', async () => {
    after = walk.product.past(5_001, 'somebody@elsewhere.example');
    expect(await endOf('Keep notes of an old house')).toMatch(/^Failed: .*it is longer than 5,000 commits/);
  });

  it('which the first release may begin after', async () => {
    // As a platform file says it for good: nothing of it is undone.
    await withPolicy(walk, (policy) => (policy.firstReleaseAfter = after));
    withProperties(verify(), ({ Environment }) =>
      Environment.EnvironmentVariables.push({ Name: 'FIRST_RELEASE_AFTER', Type: 'PLAINTEXT', Value: after }),
    );
    expect(await approved('Keep notes of a new house')).toMatchObject({ summary: '', status: 'Succeeded' });
  });

  it('a topic with one Deny and no Allow, which no alarm can tell anything', async () => {
    const { cloud } = walk.played;
    const { tooling } = walk.config.organization.accounts;
    const { properties } = standing('AWS::CloudWatch::Alarm', tooling, /change-control-unhandled$/);
    const [topic] = properties.AlarmActions as [string];
    const tell = (): Promise<void> => traffic(cloud, process.env.EMULATOR_URL!, tooling, () => 'ALARM');
    await tell();
    const right = cloud.policies.get(topic)!;
    const denials = (right.Statement as any[]).filter(({ Effect }) => Effect === 'Deny');
    cloud.policies.set(topic, { ...right, Statement: denials });
    await expect(tell()).rejects.toThrow(/cloudwatch\.amazonaws\.com is not authorized to perform: sns:Publish/);
    cloud.policies.set(topic, right);
    await traffic(cloud, process.env.EMULATOR_URL!, tooling, () => 'OK');
  });

  it('an objective of which nothing was measured, unless it is young', async () => {
    const { unmeasured } = walk.played.cloud;
    const { name } = standing('AWS::ApplicationSignals::ServiceLevelObjective', PROD, /./);
    unmeasured.set(name, new Date(Date.now() - 8 * DAY));
    expect((await approved('Sort notes')).summary).toMatch(
      /The error budget cannot be read \(\S+: INSUFFICIENT_DATA\)/,
    );
    unmeasured.set(name, new Date(Date.now() - DAY));
    expect(await approved('Sort notes by day')).toMatchObject({ summary: '', status: 'Succeeded' });
    unmeasured.clear();
  });

  it('a change that waits behind one which nobody has answered, whose commits it does not hold', async () => {
    const older = await push('Sort notes by month');
    const newer = await push('Sort notes by year');
    const { releases } = walk;
    expect(releases.execution(older).status).toBe('Stopped');
    expect([releases.execution(newer).status, releases.asked()]).toEqual(['InProgress', ['ReleaseManager']]);
    walk.product.forget(2);
    const beside = await push('Sort nothing');
    const statuses = [newer, beside].map((id) => releases.execution(id).status);
    expect([statuses, releases.waiting()]).toEqual([['InProgress', 'InProgress'], newer]);
  });

  it('a role of Control Tower that nobody named', () => {
    const { cloud } = walk.played;
    const arn = `arn:aws:iam::${PROD}:role/AWSControlTowerExecution`;
    const policies = { inline: new Map(), managed: new Set(['arn:aws:iam::aws:policy/AdministratorAccess']), tags: {} };
    const trust = { Version: '2012-10-17', Statement: [] };
    cloud.identities.addRole({
      arn,
      account: PROD,
      name: 'AWSControlTowerExecution',
      boundary: undefined,
      trust,
      ...policies,
    });
    const records = { action: 'config:PutConfigurationRecorder', resource: '*', owner: PROD };
    expect(() => cloud.authorize(sessionOf(arn, 'tower'), records)).toThrow(
      /not authorized to perform: config:PutConfigurationRecorder .* explicit deny in a service control policy/,
    );
  });

  it('a region behind the fence, for which management lent itself no role', async () => {
    const { team, walker } = walk;
    team.edit((text) => text.replace(/(account: '666666666666',[^}]*regions: \[ ?eu-west-2)/, '$1, eu-west-1'));
    await walker.setup();
    await walker.take(5);
    await expect(walker.take(6)).rejects.toThrow(/explicit deny in a service control policy/);
  });
});
