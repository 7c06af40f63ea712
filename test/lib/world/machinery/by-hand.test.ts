import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { ChangePipeline, type ChangePipelineProps, PipelineSource } from '../../../../constructs/pipeline';
import { smallPackage } from '../../../_helpers/small-package';
import { at, put, told, toldOf, type Copy } from './_planted';

const TOOLING = '222222222222';

/** A pipeline in a stack of somebody's own, beside something else. */
function byHand(more: (stack: Stack) => Partial<ChangePipelineProps> = () => ({})): string {
  const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'by-hand-')), autoSynth: false });
  const stack = new Stack(app, 'Orders', { env: { account: TOOLING, region: 'eu-west-2' } });
  new Topic(stack, 'Own');
  new ChangePipeline(stack, 'Pipeline', {
    application: 'orders',
    source: PipelineSource.codeCommit({ repository: 'orders' }),
    platformSnapshot: __filename,
    window: { timeZone: 'Europe/London', open: [{ days: ['Mon'], opens: '09:00', closes: '16:00' }] },
    environments: [{ name: 'test', targets: [{ account: '111111111111', region: 'eu-west-2' }] }],
    waves: [{ name: 'all', targets: [{ account: '333333333333', region: 'eu-west-2', alarms: ['orders-errors'] }] }],
    approvers: [{ persona: 'ReleaseManager', timeout: Duration.days(1) }],
    ...more(stack),
  });
  return app.synth().directory;
}

const template = (copy: Copy) => copy.json(/^Orders\.template\.json$/);

describe('a pipeline made by hand', () => {
  const orders = byHand();

  it('states what it was made from, and is that', () => expect(toldOf(orders)).toEqual([]));

  it('is told where it differs', () => {
    const lines = told(orders, (copy) => {
      const resources = Object.values(template(copy).Resources as Record<string, { Type: string }>);
      put(
        resources.find(({ Type }) => Type === 'AWS::CodePipeline::Pipeline'),
        'Properties.ExecutionMode',
        'PARALLEL',
      );
    }).map(({ where, why }) => `${where} ${why}`);
    expect(lines).toEqual([expect.stringMatching(/Orders\/Pipeline\/Pipeline.*PARALLEL/)]);
  });

  it('is told where it states something else', () => {
    const lines = told(orders, (copy) => {
      const [stated] = at(template(copy).Metadata, 'GuardedEnvironments::Pipelines') as unknown[];
      put(stated, 'pipeline.properties.approvers', [{ persona: 'BusinessOwner' }]);
    }).map(({ where, why }) => `${where} ${why}`);
    expect(lines.join('\n')).toMatch(/Orders\/Pipeline\/Pipeline.*ReleaseManager.*BusinessOwner/);
  });

  it('states nothing where it rests on what it did not make', () => {
    const directory = byHand((stack) => ({ notificationsTopic: new Topic(stack, 'Notices') }));
    told(directory, (copy) => expect(template(copy).Metadata).toBeUndefined());
  });
});

describe('a package that is accepted beside the deployed one', () => {
  const next = smallPackage('999.0.0');
  const orders = byHand(() => ({ upgrade: next }));
  const verify = (copy: Copy) =>
    Object.values(
      template(copy).Resources as Record<string, { Type: string; Properties: Record<string, unknown> }>,
    ).find(({ Type, Properties }) => Type === 'AWS::CodeBuild::Project' && Properties.Name === 'orders-verify')!;
  const why = (plant: (copy: Copy) => void) =>
    told(orders, plant)
      .map((each) => each.why)
      .join('\n');

  it('is part of what is made again, found by its digest', () => expect(toldOf(orders)).toEqual([]));

  it('is read by Verify alone, and fetched from where it was published', () =>
    void told(orders, (copy) => {
      const { EnvironmentVariables } = verify(copy).Properties.Environment as {
        EnvironmentVariables: { Name: string }[];
      };
      expect(EnvironmentVariables.map(({ Name }) => Name)).toContain('UPGRADE_URI');
      const letIn = Object.entries(template(copy).Resources as Record<string, unknown>)
        .filter(([, each]) => JSON.stringify(each).includes('"Sid":"Upgrade"'))
        .map(([id]) => id);
      expect(letIn).toEqual([expect.stringMatching(/VerifyRole/)]);
    }));

  it('is no other one: the digest, the place and the statement hold together', () => {
    const other = smallPackage('999.0.1');
    expect(
      why((copy) => {
        const source = verify(copy).Properties.Source as { BuildSpec: string };
        source.BuildSpec = source.BuildSpec.replace(next.sha256, other.sha256);
      }),
    ).toContain(other.sha256);
    expect(
      why((copy) => {
        const [stated] = at(template(copy).Metadata, 'GuardedEnvironments::Pipelines') as unknown[];
        put(stated, 'pipeline.properties.upgrade.sha256', other.sha256);
      }),
    ).toMatch(/cannot be made again from what it states: .*holds the package with the SHA-256/);
    expect(
      why((copy) => {
        const [stated] = at(template(copy).Metadata, 'GuardedEnvironments::Pipelines') as unknown[];
        put(stated, 'pipeline.properties.upgrade', undefined);
      }),
    ).toMatch(/UPGRADE_URI|install/);
  });

  it('is never an older one, and is told with the construct', () => {
    expect(() => byHand(() => ({ upgrade: smallPackage('0.0.1') }))).toThrow(
      /^Orders\/Pipeline: upgrade: .* holds version 0\.0\.1, and version .* is installed: an older package never proves/,
    );
  });
});
