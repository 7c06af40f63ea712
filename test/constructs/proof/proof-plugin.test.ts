import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, CfnResource, Stack, Stage, Validations } from 'aws-cdk-lib';
import { ArnPrincipal, CfnRole, PolicyDocument, PolicyStatement, User } from 'aws-cdk-lib/aws-iam';
import { ProofPlugin } from '../../../constructs/proof/proof-plugin';
import { prove, readAssembly } from '../../../lib/prover';
import { ACCOUNTS, organizationMetadata } from '../../_helpers/assembly-folder';

const { management, prod } = ACCOUNTS;

interface Synth {
  readonly error?: string;
  readonly report: {
    pluginReports: {
      pluginName: string;
      violations: { ruleName: string; severity: string; violatingConstructs: { constructPath: string }[] }[];
    }[];
  };
  readonly dir: string;
}

function synth(fill: (app: App, orders: Stack) => void, platformSnapshot?: string): Synth {
  const dir = mkdtempSync(join(tmpdir(), 'proof-'));
  const app = new App({ outdir: dir, analyticsReporting: false });
  const platform = new Stack(app, 'Platform', { env: { account: management, region: 'eu-west-2' } });
  if (!platformSnapshot) platform.templateOptions.metadata = organizationMetadata({}, ['management', 'prod']);
  const orders = new Stack(new Stage(app, 'Prod', { env: { account: prod, region: 'eu-west-2' } }), 'Orders');
  fill(app, orders);
  ProofPlugin.addTo(app, { platformSnapshot, tell: false });
  const stderr = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  let error: string | undefined;
  try {
    app.synth();
  } catch (thrown) {
    error = String(thrown);
  }
  stderr.mockRestore();
  return {
    error,
    dir,
    report: JSON.parse(readFileSync(join(dir, 'validation-report.json'), 'utf8')) as Synth['report'],
  };
}

function writer(orders: Stack): void {
  new User(orders, 'Alice').addToPolicy(new PolicyStatement({ actions: ['s3:PutObject'], resources: ['*'] }));
}
const own = ({ report }: Synth) =>
  report.pluginReports.find((one) => one.pluginName === 'GuardedEnvironments')!.violations;

describe('a synth with the proof', () => {
  let refuted: Synth;
  beforeAll(() => {
    refuted = synth((app, orders) => {
      writer(orders);
      Validations.of(app).acknowledge({ id: 'GuardedEnvironments::no-human-write-to-prod', reason: 'we trust Alice' });
      Validations.of(orders).acknowledge({ id: 'GuardedEnvironments::duties-are-separate', reason: 'later' });
    });
  });

  test('fails, and names the construct to change', () => {
    expect(refuted.error).toMatch(/ValidationFailed/);
    expect(own(refuted)).toContainEqual(
      expect.objectContaining({
        ruleName: 'no-human-write-to-prod',
        severity: 'fatal',
        violatingConstructs: [expect.objectContaining({ constructPath: 'Prod/Orders/Alice/DefaultPolicy/Resource' })],
      }),
    );
  });

  test('tells what nobody can decide beside the counterexamples', () => {
    const told = JSON.stringify(own(refuted).filter((one) => one.ruleName === 'no-human-write-to-prod'));
    expect(told).toMatch(/Alice.*may s3:PutObject/);
    expect(told).toMatch(/unknown: the finding was acknowledged/);
  });

  test('tells each thing that nobody can decide at its own construct, once in full', () => {
    const found = synth((_, orders) => {
      for (const id of ['First', 'Second']) new CfnResource(orders, id, { type: 'AWS::Made::Up' });
    });
    const unknown = (id: string) =>
      own(found).filter(({ violatingConstructs: [one] }) => one.constructPath === `Prod/Orders/${id}`);
    expect(unknown('Second')).toHaveLength(1);
    expect(unknown('First')).toHaveLength(1);
    // The theorems after the first tell in one what they share with it.
    expect(new Set(own(found).map((one) => one.ruleName)).size).toBe(8);
    expect(JSON.stringify(unknown('Second'))).toMatch(/Made::Up can carry was not reviewed/);
  });

  test('does not take an acknowledgement: the finding stays and the theorem is refuted again on the assembly', () => {
    expect(own(refuted).map((one) => one.ruleName)).toContain('duties-are-separate');
    const again = prove(readAssembly(refuted.dir));
    expect(again.theorems.find((one) => one.id === 'duties-are-separate')).toMatchObject({
      verdict: 'refuted',
      unknowns: expect.arrayContaining([{ why: expect.stringContaining('later'), where: 'Prod/Orders' }]),
    });
  });

  test('reads a platform snapshot, so that an app cannot sanction itself', () => {
    const snapshot = join(mkdtempSync(join(tmpdir(), 'platform-')), 'platform.json');
    const { organization } = organizationMetadata({}, ['management', 'prod'])['GuardedEnvironments::Organization'] as {
      organization: unknown;
    };
    writeFileSync(
      snapshot,
      JSON.stringify({ version: 1, organization, accounts: { [prod]: { authorizationDetails: {} } } }),
    );
    const found = synth((_, orders) => {
      orders.templateOptions.metadata = {
        'GuardedEnvironments::Exceptions': [
          { id: 'me', statement: 's', principals: ['*'], actions: ['*'], resources: ['*'] },
        ],
      };
      writer(orders);
    }, snapshot);
    expect(own(found).map((one) => one.ruleName)).toContain('no-human-write-to-prod');
  });

  test('sees what a raw override opened after the constructs were made', () => {
    const found = synth((_, orders) => {
      const role = new CfnRole(orders, 'Role', {
        assumeRolePolicyDocument: new PolicyDocument({
          statements: [new PolicyStatement({ actions: ['sts:AssumeRole'], principals: [new ArnPrincipal('*')] })],
        }),
      });
      role.addOverride('Properties.AssumeRolePolicyDocument.Statement.0.Principal', {
        Federated: `arn:aws:iam::${prod}:saml-provider/idp`,
      });
      role.addOverride('Properties.AssumeRolePolicyDocument.Statement.0.Action', 'sts:AssumeRoleWithSAML');
      role.addOverride('Properties.Policies', [
        {
          PolicyName: 'p',
          PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] },
        },
      ]);
    });
    expect(own(found)).toContainEqual(
      expect.objectContaining({
        ruleName: 'no-human-write-to-prod',
        violatingConstructs: [expect.objectContaining({ constructPath: 'Prod/Orders/Role' })],
      }),
    );
  });
});
