import { driftBetween } from '../../../lib/audit';
import { parseSnapshot, type World } from '../../../lib/prover';
import { readAssembly } from '../../../lib/world/assembly';
import { collectDeployed } from '../../_helpers/deployed/collect-deployed';
import { deploy } from '../../_helpers/deployed/deploy';
import { renderOnce } from '../../_helpers/render-once';
import { at, put, synthesizePlatform, type Json } from '../world/machinery/_planted';

const folder = synthesizePlatform();
const synthesized = readAssembly(folder, undefined, renderOnce());
let collected: string;

beforeAll(async () => {
  const { snapshot } = await collectDeployed(deploy(folder, false), '100000000000');
  collected = JSON.stringify(snapshot);
});

interface Entry {
  readonly type: string;
  readonly arn: string;
  readonly content?: Json;
}

function deployed(change: (find: (type: string, name: string) => Entry) => void = () => undefined): World {
  const snapshot = JSON.parse(collected) as { accounts: Record<string, { resources: Entry[] }> };
  const all = Object.values(snapshot.accounts).flatMap(({ resources }) => resources);
  change((type, name) => all.find((one) => one.type === type && one.arn.endsWith(name))!);
  return parseSnapshot(JSON.stringify(snapshot), 'snapshot');
}

const drift = (change?: Parameters<typeof deployed>[0]) => driftBetween(synthesized, deployed(change)).drift;
const PIPELINE = ['AWS::CodePipeline::Pipeline', ':orders'] as const;
const ALARM = ['AWS::CloudWatch::Alarm', ':guarded-continuous-proof-not-proved'] as const;

function stage(content: Json | undefined, name: string): Json {
  return (at(content, 'Stages') as Json[]).find((one) => one.Name === name)!;
}

test('pipelines and alarms that are deployed as they were synthesized are no drift', () => {
  const found = driftBetween(synthesized, deployed());
  expect(found.drift.filter(({ kind }) => kind === 'pipeline' || kind === 'alarm')).toEqual([]);
  expect(found.notCompared).toEqual([]);
});

test.each<[string, (content: Json | undefined) => void, RegExp, RegExp]>([
  [
    'a stage taken out',
    (content) =>
      put(
        content,
        'Stages',
        (at(content, 'Stages') as Json[]).filter(({ Name }) => Name !== 'Approve'),
      ),
    /Stages is \[/,
    /Stages is \[/,
  ],
  [
    'an approval that somebody else gets',
    (content) => put(stage(content, 'Approve'), 'Actions.0.Configuration.NotificationArn', 'arn:aws:sns:x'),
    /Configuration\.NotificationArn is "arn:aws:sns:eu-west-2:111111111111:orders-changes"/,
    /NotificationArn is "arn:aws:sns:x"/,
  ],
  [
    'a wave that does not roll back',
    (content) => put(stage(content, 'Prod-one-box'), 'OnFailure', undefined),
    /OnFailure is \{.*ROLLBACK/,
    /OnFailure is nothing/,
  ],
  [
    'an execution mode that lets releases pass each other',
    (content) => put(content, 'ExecutionMode', 'PARALLEL'),
    /ExecutionMode is "QUEUED"/,
    /ExecutionMode is "PARALLEL"/,
  ],
  [
    'a branch that is another',
    (content) => put(stage(content, 'Source'), 'Actions.0.Configuration.BranchName', 'hotfix'),
    /BranchName is "main"/,
    /BranchName is "hotfix"/,
  ],
])('a deployed pipeline with %s is told', (_, plant, expected, found) => {
  const told = drift((find) => plant(find(...PIPELINE).content)).filter(({ kind }) => kind === 'pipeline');
  expect(told).toContainEqual(
    expect.objectContaining({ expected: expect.stringMatching(expected), found: expect.stringMatching(found) }),
  );
});

test.each<[string, string, unknown]>([
  ['that tells nobody', 'AlarmActions', ['arn:aws:sns:eu-west-2:222222222222:elsewhere']],
  ['whose actions are off', 'ActionsEnabled', false],
  ['that never fires', 'Threshold', 1_000_000],
  ['that watches something else', 'MetricName', 'Builds'],
])('a deployed alarm %s is told', (_, name, value) => {
  const told = drift((find) => put(find(...ALARM).content, name, value)).filter(({ kind }) => kind === 'alarm');
  expect(told).toHaveLength(1);
  expect(told[0]!.where).toContain('platform/audit/proof/Alarms/NotProved');
  expect(told[0]!.found).toContain(`${name}`);
});

test('an alarm that is not there is told', () => {
  const told = drift((find) => {
    const alarm = find(...ALARM) as { arn: string };
    alarm.arn = alarm.arn.replace('not-proved', 'other');
  });
  expect(told).toContainEqual(expect.objectContaining({ kind: 'alarm', found: 'not deployed' }));
});
