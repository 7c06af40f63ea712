import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { platformProps } from '../../bin/app/platform-props';
import { changes } from '../../constructs/access/reader';
import { Persona } from '../../constructs/access';
import { accessPlans } from '../../constructs/platform/access-props';
import { parsePlatform } from '../../lib/config';
import { proveOnly } from '../../lib/prover/prove';
import { platformFile } from '../../scripts/platform-file';
import { renderOnce } from '../_helpers/render-once';
import { folderOf } from '../lib/diff/_look-alike';
import { at, Copy, type Json, put, synthesizePlatform, told, toldOf, worldOf } from '../lib/world/machinery/_planted';

process.env.CDK_VALIDATION = 'false';
jest.spyOn(console, 'error').mockImplementation(() => undefined);

const propsOf = (applications: number) =>
  platformProps(parsePlatform(`changeControl: shared\n${platformFile({ applications, teams: 2 })}`, 'platform.yaml'));

// application-000 is of team-000, application-001 of team-001
const props = propsOf(2);
const assembly = synthesizePlatform('platform-shared-control', () => props);
const [OURS, THEIRS] = ['application-001', 'application-000'];
const PIPELINE = `pipeline-${OURS}`;
/** Account of dev of the first application. */
const DEVELOPERS = '300000000000';

const theirs = (text: unknown): string => String(text).replaceAll(OURS!, THEIRS!);
const resourcesOf = (copy: Copy, stack: string) =>
  Object.values(copy.template(stack).Resources as Record<string, Json>);
const count = (all: readonly Json[], type: string) => all.filter(({ Type }) => Type === type).length;

const stagesOf = (copy: Copy) => at(copy.one(PIPELINE, 'AWS::CodePipeline::Pipeline'), 'Properties.Stages') as Json[];

function stage(copy: Copy, name: string): Json[] {
  return stagesOf(copy).find((one) => String(one.Name).startsWith(name))!.Actions as Json[];
}

const action = (copy: Copy, where: string, name: string): Json =>
  stage(copy, where).find((one) => String(one.Name).startsWith(name))!;

/** Statements of the policy of a role of the pipeline. */
function statements(copy: Copy, role: string): Json[] {
  return at(copy.one(PIPELINE, 'AWS::IAM::Policy', role), 'Properties.PolicyDocument.Statement') as Json[];
}

/** Has an action speak in the name of another application. */
const speakAs = (one: Json, key: string) => put(one, `Configuration.${key}`, theirs(at(one, `Configuration.${key}`)));

describe('pipelines that share a change control', () => {
  it('bring at most 10 roles and 40 resources each, and no function', () => {
    const made = new Copy(assembly);
    for (const name of [OURS, THEIRS]) {
      const all = resourcesOf(made, `pipeline-${name}`);
      expect(count(all, 'AWS::IAM::Role')).toBeLessThanOrEqual(10);
      expect(all.length).toBeLessThanOrEqual(40);
      expect(count(all, 'AWS::Lambda::Function')).toBe(0);
    }
    const shared = resourcesOf(made, 'control');
    expect([count(shared, 'AWS::Lambda::Function'), count(shared, 'AWS::DynamoDB::Table')]).toEqual([9, 1]);
    expect(JSON.stringify(shared.filter(({ Type }) => Type === 'AWS::IAM::Policy'))).not.toContain('application-0');
  });

  it('are what this package makes', () => {
    expect(toldOf(assembly, renderOnce())).toEqual([]);
  });

  const conditionOf = (copy: Copy): Json => statements(copy, 'Verify').find(({ Sid }) => Sid === 'Released')!;

  const inboxPolicy = (copy: Copy): Json[] =>
    at(
      copy.one('control', 'AWS::SQS::QueuePolicy', 'controlLanesInbox'),
      'Properties.PolicyDocument.Statement',
    ) as Json[];
  const emptying = (copy: Copy, queue: string): Json => copy.one('control', 'AWS::Lambda::EventSourceMapping', queue);
  const letIn = (copy: Copy, Principal: unknown): void => {
    const [own] = inboxPolicy(copy).filter(({ Effect }) => Effect === 'Allow');
    inboxPolicy(copy).push({ Effect: 'Allow', Action: 'sqs:SendMessage', Principal, Resource: own!.Resource });
  };

  /** What is told, and what somebody plants so that a pipeline reaches into another application; all into one copy. */
  const planted: readonly (readonly [tells: RegExp, plant: (copy: Copy) => void])[] = [
    [
      /Verify\/Role.*LeadingKeys.*application-000/,
      (copy) => put(conditionOf(copy), 'Condition', JSON.parse(theirs(JSON.stringify(conditionOf(copy).Condition)))),
    ],
    [
      /Verify\/Role.*control-changes-.*\/drafts\/application-000/,
      (copy) => {
        const draft = statements(copy, 'Verify').find(({ Sid }) => Sid === 'Draft')!;
        put(draft, 'Resource', JSON.parse(theirs(JSON.stringify(draft.Resource))));
      },
    ],
    [
      /Deploy-prod\/Role.*dynamodb:PutItem/,
      (copy) =>
        statements(copy, 'Deployprod').push({
          Effect: 'Allow',
          Action: 'dynamodb:PutItem',
          Resource: 'arn:aws:dynamodb:eu-west-2:111111111111:table/control-changes',
        }),
    ],
    [/Pipeline.*UserParameters.*application-000/, (copy) => speakAs(action(copy, 'Gate', 'Check'), 'UserParameters')],
    [/Pipeline.*Input.*application-000/, (copy) => speakAs(action(copy, 'Prod-one', 'Bake'), 'Input')],
    // The brake of events: who may write into the inbox, and how lanes are worked off.
    [/control.*Lanes\/Inbox\/Policy.*sns\.amazonaws\.com/, (copy) => letIn(copy, { Service: 'sns.amazonaws.com' })],
    [
      /control.*LanesEvents.*ScalingConfig/,
      (copy) => put(emptying(copy, '"controlLanesEvents'), 'Properties.ScalingConfig', undefined),
    ],
    [
      /control.*LanesNotices.*FunctionResponseTypes/,
      (copy) => put(emptying(copy, '"controlLanesNotices'), 'Properties.FunctionResponseTypes', undefined),
    ],
    [
      /control.*Lanes\/Events.*FifoThroughputLimit/,
      (copy) =>
        put(copy.one('control', 'AWS::SQS::Queue', 'controlLanesEvents'), 'Properties.FifoThroughputLimit', 'perQueue'),
    ],
    [
      /control.*Triggers\/Followed.*Targets/,
      (copy) => {
        const followed = copy.one('control', 'AWS::Events::Rule', 'controlTriggersFollowed');
        put(followed, 'Properties.Targets[0].Arn', 'arn:aws:lambda:eu-west-2:111111111111:function:control-record');
      },
    ],
    [
      /control.*source\.contents|control\w*\.assets/,
      (copy) => {
        const gate = copy.one('control', 'AWS::Lambda::Function', '"FunctionName":"control-gate"');
        const key = String(at(gate, 'Properties.Code.S3Key')).replace('.zip', '');
        writeFileSync(join(copy.folder, folderOf(copy.folder, key), 'policies.json'), '{}');
      },
    ],
  ];

  it('are told where one reaches into another application', () => {
    const all = told(assembly, (copy) => planted.forEach(([, plant]) => plant(copy))).map(
      (one) => `${one.where}: ${one.why}`,
    );
    expect(
      planted.filter(([tells]) => !all.some((one) => tells.test(one))).map(([tells]) => [String(tells), all]),
    ).toEqual([]);
  });

  // A role of the developers' account that is let in, and whoever comes.
  it.each([`arn:aws:iam::${DEVELOPERS}:root`, '*'])('are refuted where the inbox of their events lets in %s', (AWS) => {
    const world = worldOf(assembly, (copy) => letIn(copy, { AWS }));
    const { verdict, counterexamples } = proveOnly(world, 'no-human-write-to-prod');
    expect(verdict).toBe('refuted');
    expect(JSON.stringify(counterexamples)).toMatch(/"action":"sqs:SendMessage","resource":"[^"]*controlLanesInbox/);
  });

  it('are refuted where another application would admit the release, and they alone', () => {
    const world = worldOf(assembly, (copy) => {
      for (const check of stagesOf(copy).flatMap(({ Actions }) => Actions as Json[]))
        if (check.Name === 'Check') speakAs(check, 'UserParameters');
      speakAs(action(copy, 'Prod-one', 'Deploy'), 'EnvironmentVariables');
    });
    const text = JSON.stringify(proveOnly(world, 'approval-dominates-prod'));
    expect(text).toMatch(/no gate stands between the approvals and Prod-one-box/);
    expect(text).toMatch(/asks in the name of another application than its own/);
    expect(text).not.toMatch(/pipeline-application-000/);
  });
});

describe('people of a team, where change control is shared', () => {
  const access = accessPlans(props).find(({ team }) => team === 'team-001')!.access;
  const own = changes(Persona.ON_CALL, access, 'aws');
  const bySid = (sid: string) => own.find(({ Sid }) => Sid === sid)!;

  it('read the partition of their own application, and no other', () => {
    expect(bySid('ReadSharedChanges')).toMatchObject({
      Resource: ['arn:aws:dynamodb:eu-west-2:111111111111:table/control-changes'],
      Condition: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [`APPLICATION#${OURS}`] } },
    });
    expect(own.filter(({ Action }) => Action.includes('dynamodb:Query') && Action.length < 3)).toHaveLength(
      own.some(({ Sid }) => Sid === 'ReadChanges') ? 2 : 1,
    );
  });

  it('look into nothing that tells of all: not the logs of functions that all share', () => {
    const left = bySid('LookIntoOwnAlone').NotResource!.filter((arn) => arn.includes('control'));
    expect(left).toEqual([
      'arn:*:dynamodb:*:111111111111:table/control-changes',
      'arn:*:lambda:*:111111111111:function:control-freeze',
      `arn:*:s3:::control-*/records/${OURS}/*`,
    ]);
  });

  it('stop lines at the one address; whose, change control decides by who calls', () => {
    expect(bySid('StopLines').Resource).toEqual(['arn:aws:lambda:eu-west-2:111111111111:function:control-freeze']);
  });
});
