/* eslint-disable @typescript-eslint/no-explicit-any -- templates come as any JSON */
import { rmSync } from 'node:fs';
import { CloudFormationClient, CreateChangeSetCommand } from '@aws-sdk/client-cloudformation';
import { ADMINISTRATOR } from './cloud/open';
import type { Typed } from './walk/team';
import { assembled, before, deploy, ofType, type PutBack } from './walk/wall';
import type { Walk } from './walk/walk';

const AUDIT = '222222222222';
const BOOTSTRAP = 'platform/bootstrap-audit-eu-west-2';
const ORGANIZATION = 'platform/organization';

let assembly: string;
let walk: Walk | undefined;

beforeAll(async () => void (assembly = await assembled()));
afterAll(() => rmSync(assembly, { recursive: true, force: true }));
afterEach(() => {
  walk?.leave();
  walk = undefined;
});

async function begin(...back: readonly PutBack[]): Promise<Walk> {
  return (walk = await before(assembly, ...back));
}

function stops({ code, out }: Typed, words: RegExp): void {
  expect(out.replace(/\s+/g, ' ')).toMatch(words); // the command line breaks lines where they grow long
  expect(code).not.toBe(0);
}

function passes({ code, out }: Typed): void {
  if (code !== 0) throw new Error(out);
}

/** Step 1, without the commands that the walk of the way types. */
function switchOn({ played }: Walk): void {
  const { enabled } = played.cloud.organization;
  enabled.add('SERVICE_CONTROL_POLICY').add('RESOURCE_CONTROL_POLICY');
}

/** Keeps resources of some types alone, each without what it waits for. */
function only(resources: Record<string, any>, ...types: readonly string[]): void {
  for (const [id, resource] of Object.entries(resources)) {
    if (types.includes(String(resource.Type))) delete resource.DependsOn;
    else delete resources[id];
  }
}

/** The organization's policies alone, changed. */
function policies(change: (policy: any) => void): PutBack {
  return {
    stack: ORGANIZATION,
    template: (resources) => {
      const [[id, policy]] = ofType(resources, 'AWS::Organizations::Policy').filter(([one]) =>
        /protection/.test(one),
      ) as [[string, any]];
      only(resources);
      resources[id] = policy;
      delete policy.DependsOn;
      change(policy.Properties);
    },
  };
}

describe('each wall that is put back stops its step again', () => {
  it('a key of the bootstrap that admits machines alone', async () => {
    const template = (resources: Record<string, any>): void => {
      for (const [, { Properties }] of ofType(resources, 'AWS::KMS::Key'))
        Properties.KeyPolicy.Statement = Properties.KeyPolicy.Statement.filter(
          ({ Sid }: any) => !['ByHandBeforeTheFence', 'Publishing'].includes(Sid as string),
        );
    };
    const on = await begin({ stack: BOOTSTRAP, template });
    passes(await deploy(on, BOOTSTRAP));
    stops(await deploy(on, 'platform/audit'), /is not authorized to perform: kms:GenerateDataKey/);
  });

  it('a template of the organization without its bucket', async () => {
    const on = await begin({
      stack: ORGANIZATION,
      manifest: (properties) => delete properties.stackTemplateAssetObjectUrl,
    });
    switchOn(on);
    passes(await deploy(on, 'platform/templates'));
    stops(await deploy(on, ORGANIZATION), /Templates larger than 50KiB must be uploaded to S3/);
    await expect(
      propose(on, { TemplateBody: JSON.stringify({ Resources: {}, Metadata: 'x'.repeat(51_200) }) }),
    ).rejects.toThrow(
      "Value at 'templateBody' failed to satisfy constraint: Member must have length less than or equal to 51200",
    );
  });

  it('termination protection before the first success', async () => {
    const on = await begin({ stack: BOOTSTRAP, manifest: (properties) => (properties.terminationProtection = true) });
    on.played.cloud.faults.add(`AWS::S3::Bucket ${AUDIT}`);
    stops(await deploy(on, BOOTSTRAP), /did not stabilize/);
    on.played.cloud.faults.clear();
    stops(await deploy(on, BOOTSTRAP), /cannot be deleted while TerminationProtection is enabled/);
  });

  it('names that a failed first creation keeps', async () => {
    const template = (resources: Record<string, any>): void => {
      for (const resource of Object.values(resources))
        if (resource.DeletionPolicy === 'RetainExceptOnCreate') resource.DeletionPolicy = 'Retain';
    };
    const on = await begin({ stack: BOOTSTRAP, template });
    on.played.cloud.faults.add(`AWS::S3::BucketPolicy ${AUDIT}`);
    stops(await deploy(on, BOOTSTRAP), /did not stabilize/);
    on.played.cloud.faults.clear();
    stops(await deploy(on, BOOTSTRAP), /already exists/);
  });

  it('an update of a stack whose first creation failed', async () => {
    const on = await begin();
    on.played.cloud.faults.add(`AWS::S3::Bucket ${AUDIT}`);
    stops(await deploy(on, BOOTSTRAP), /did not stabilize/);
    on.played.cloud.faults.clear();
    const [stack] = on.played.stacks.every().filter(({ status }) => status === 'ROLLBACK_COMPLETE');
    expect(() => on.played.stacks.propose(stack!.at, stack!.name, 'UPDATE', stack!.intent!, 'next')).toThrow(
      'is in ROLLBACK_COMPLETE state and can not be updated.',
    );
    passes(await deploy(on, BOOTSTRAP));
  });

  it('a protection policy on the root', async () => {
    const on = await begin(policies((policy) => (policy.TargetIds = ['r-ab12'])));
    switchOn(on);
    passes(await deploy(on, ORGANIZATION));
    stops(await deploy(on, BOOTSTRAP), /with an explicit deny in a service control policy/);
  });

  it('a control policy over its size', async () => {
    const on = await begin(
      policies((policy) => (policy.Content.Statement[0].Resource = [`arn:aws:iam::*:role/${'x'.repeat(10_240)}`])),
    );
    switchOn(on);
    stops(await deploy(on, ORGANIZATION), /You have exceeded the maximum policy size/);
  });

  it('a dozen assignments at once', async () => {
    const template = (resources: Record<string, any>): void => {
      only(resources, 'AWS::SSO::PermissionSet', 'AWS::SSO::Assignment');
      const [[, assignment]] = ofType(resources, 'AWS::SSO::Assignment') as [[string, any]];
      for (let number = 0; number < 12; number++) resources[`Assignment${number}`] = assignment;
    };
    const on = await begin({ stack: ORGANIZATION, template });
    stops(await deploy(on, ORGANIZATION), /Rate exceeded/);
  });

  it('a buildspec that CodeBuild does not take', async () => {
    const template = (resources: Record<string, any>): void => {
      for (const [, { Properties }] of ofType(resources, 'AWS::CodeBuild::Project'))
        Properties.Source.BuildSpec = '#'.repeat(25_601);
    };
    const on = await begin({ stack: 'platform/audit', template });
    passes(await deploy(on, BOOTSTRAP));
    stops(
      await deploy(on, 'platform/audit'),
      /Invalid request provided: buildspec: Member must have length less than or equal to 25600/,
    );
  });

  it('a source action that may not set the ACL of what it puts', async () => {
    const template = (resources: Record<string, any>): void => {
      for (const [, { Properties }] of ofType(resources, 'AWS::IAM::Policy'))
        Properties.PolicyDocument.Statement = Properties.PolicyDocument.Statement.filter(
          ({ Action }: any) => Action !== 's3:PutObjectAcl',
        );
    };
    const on = await begin({ stack: 'platform/pipeline-notes', template });
    passes(await deploy(on, 'platform/bootstrap-*'));
    passes(await deploy(on, 'platform/audit', 'platform/pipeline-notes'));
    const { id } = await on.releases.push(on.product.change('alice@example.com', 'Keep notes'));
    expect(on.releases.execution(id).summary).toMatch(/is not authorized to perform: s3:PutObjectAcl/);
  });

  it('a pipeline that nobody hears of as it begins by itself, in an account that may run no build', async () => {
    const template = (resources: Record<string, any>): void => {
      for (const [, { Properties }] of ofType(resources, 'AWS::Events::Rule'))
        if (Properties.EventPattern) Properties.EventPattern = { source: ['nobody'] };
    };
    const on = await begin({ stack: 'platform/pipeline-notes', template });
    passes(await deploy(on, 'platform/bootstrap-*'));
    passes(await deploy(on, 'platform/audit', 'platform/pipeline-notes'));
    expect(on.releases.first()).toBe('CreatePipeline Failed Cannot have more than 0 builds in queue for the account');
  });
});

/** Asks CloudFormation in the management account for a change set. */
async function propose({ played, config }: Walk, template: { readonly TemplateBody: string }): Promise<unknown> {
  const { cloud, front } = played;
  const { management } = config.organization.accounts;
  const role = `arn:aws:iam::${management}:role/aws-reserved/sso.amazonaws.com/${cloud.home}/${ADMINISTRATOR}`;
  const credentials = cloud.sessions.issue(role, 'petra@example.com');
  const client = new CloudFormationClient({ endpoint: front.url, region: cloud.home, credentials });
  return client.send(
    new CreateChangeSetCommand({ StackName: 'large', ChangeSetName: 'large', ChangeSetType: 'CREATE', ...template }),
  );
}
