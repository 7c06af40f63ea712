import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, DefaultStackSynthesizer, Stack, Stage } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { PropertyInjectors } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { GuardedStackSynthesizer } from '../../../constructs/environment';
import { EnvironmentKind, stage, synthesize } from './stages';

const { DEV, PROD } = EnvironmentKind;

test('a stack deploys through the roles of the hardened bootstrap', () => {
  const { stage: made, stack } = synthesize(PROD, () => undefined);
  const artifact = made.synth().getStackArtifact(stack.artifactId);
  const role = (name: string): string =>
    'arn:${AWS::Partition}:iam::333333333333:role/guarded/pipeline/cdk-guarded-' +
    `${name}-role-333333333333-eu-west-2`;
  expect(artifact.assumeRoleArn).toBe(role('deploy'));
  expect(artifact.cloudFormationExecutionRoleArn).toBe(role('cfn-exec'));
  expect(artifact.lookupRole?.arn).toBe(role('lookup'));
  expect(artifact.requiresBootstrapStackVersion).toBeGreaterThan(0);
  expect(artifact.bootstrapStackVersionSsmParameter).toBe('/cdk-bootstrap/guarded/version');
});

test('assets go to the stores of the hardened bootstrap', () => {
  const { template } = synthesize(DEV, (stack) => {
    const synthesizer = stack.synthesizer as GuardedStackSynthesizer;
    writeFileSync(join(Stage.of(stack)!.outdir, 'notes.txt'), 'Notes.');
    const asset = synthesizer.addFileAsset({ sourceHash: 'abc', fileName: 'notes.txt', packaging: 'file' as never });
    new Bucket(stack, 'B', { bucketName: asset.bucketName });
  });
  expect(JSON.stringify(template.toJSON())).toContain('cdk-guarded-assets-111111111111-eu-west-2');
});

function refusalOf(fill: (made: ReturnType<typeof stage>) => void): string {
  const made = stage(PROD);
  fill(made);
  try {
    made.synth();
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

test.each<[string, ConstructorParameters<typeof Stack>[2], string]>([
  [
    'another synthesizer',
    { synthesizer: new DefaultStackSynthesizer() },
    'deploys through DefaultStackSynthesizer, expected a GuardedStackSynthesizer',
  ],
  [
    'another account',
    { env: { account: '999999999999', region: 'eu-west-2' } },
    "env.account is '999999999999', expected 333333333333 of orders-prod",
  ],
  [
    'another region',
    { env: { account: '333333333333', region: 'us-east-1' } },
    "env.region is 'us-east-1', expected eu-west-2: for certificates, web ACLs and functions of CloudFront give the environment globalRegion: 'us-east-1'",
  ],
])('a stack with %s is refused', (_what, props, message) => {
  expect(refusalOf((made) => void new Stack(made, 'Stray', props))).toContain(message);
});

test('a stack of a stage as it should be is not refused', () => {
  expect(
    refusalOf(
      (made) => void new Stack(made, 'Good', { synthesizer: new GuardedStackSynthesizer({ bucketPrefix: 'x/' }) }),
    ),
  ).toBe('');
});

test("an app's own defaults still count inside a stage", () => {
  const app = new App();
  PropertyInjectors.of(app).add({
    constructUniqueId: Bucket.PROPERTY_INJECTION_ID,
    inject: (props: object) => ({ enforceSSL: true, ...props }),
  });
  const stack = new Stack(stage(DEV, app), 'Stack');
  new Bucket(stack, 'B');
  const template = Template.fromStack(stack);
  expect(JSON.stringify(template.findResources('AWS::S3::BucketPolicy'))).toContain('aws:SecureTransport');
  template.resourceCountIs('Custom::S3AutoDeleteObjects', 1);
});
