import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { CloudAssembly } from 'aws-cdk-lib/cx-api';

/** The site for dev and prod, under every check of the team's own app. */
function stages(): Stage[] {
  process.env.CDK_OUTDIR = mkdtempSync(join(tmpdir(), 'web-'));
  jest.spyOn(console, 'error').mockImplementation(); // what is only reported
  const { app } = jest.requireActual<{ app: App }>('../../examples/web/app');
  return app.node.children.filter((child) => Stage.isStage(child));
}

const siteOf = ({ stacks }: CloudAssembly): Template =>
  Template.fromJSON(stacks.find(({ environment }) => environment.region === 'eu-west-2')!.template as object);

const STORES = ['AWS::RDS::DBCluster', 'AWS::SecretsManager::Secret', 'AWS::S3::Bucket'];

/** What becomes of the stores of a site when its stack goes. */
const policiesOf = (site: Template): Record<string, string[]> =>
  Object.fromEntries(
    STORES.map((type) => {
      const found = Object.values(site.findResources(type)) as { DeletionPolicy: string }[];
      return [type.split('::')[2], [...new Set(found.map(({ DeletionPolicy }) => DeletionPolicy))]];
    }),
  );

it('puts a site with a certificate, containers, Aurora and a secret into dev and prod as it is', () => {
  const [dev, prod] = stages().map((stage) => stage.synth());
  for (const assembly of [dev!, prod!])
    expect(assembly.stacks.map(({ environment }) => environment.region)).toEqual(['us-east-1', 'eu-west-2']);
  expect(policiesOf(siteOf(prod!))).toEqual({ DBCluster: ['Snapshot'], Secret: ['Retain'], Bucket: ['Retain'] });
  expect(policiesOf(siteOf(dev!))).toEqual({ DBCluster: ['Delete'], Secret: ['Delete'], Bucket: ['Delete'] });
  siteOf(prod!).hasResourceProperties('AWS::RDS::DBCluster', { StorageEncrypted: true, DeletionProtection: true });
});
