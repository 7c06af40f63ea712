import { CloudFormationClient, DeleteStackCommand } from '@aws-sdk/client-cloudformation';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { DescribeParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { Place } from '../cloud/cloudformation/kinds/kind';
import type { Played } from '../cloud/open';
import { tellWalk } from './tell';

/** Everything that stands in an account: what the walk keeps in mind, and what the emulator really holds. */
export async function standingIn({ cloud }: Played, emulator: string, account: string): Promise<string[]> {
  const kept = [...cloud.standing.values()].filter(({ at }) => at.account === account);
  const held = await Promise.all(REGIONS.map((region) => heldIn(emulator, { account, region })));
  const values = [...cloud.parameters.keys()].filter((arn) => arn.includes(`:${account}:`));
  const records = [...cloud.records].filter((one) => one.includes(` ${account} `));
  return [
    ...records,
    ...values,
    ...kept.map(({ type, at, name }) => `${type} ${at.region} ${name}`),
    ...held.flat(),
  ].sort();
}

const REGIONS = ['eu-west-2', 'us-east-1'];

async function heldIn(endpoint: string, { account, region }: Place): Promise<string[]> {
  const options = { endpoint, region, credentials: { accessKeyId: account, secretAccessKey: 'x' } };
  const { Parameters = [] } = await new SSMClient(options).send(new DescribeParametersCommand({}));
  const { Functions = [] } = await new LambdaClient(options).send(new ListFunctionsCommand({}));
  const { Buckets = [] } = await new S3Client({ ...options, forcePathStyle: true }).send(new ListBucketsCommand({}));
  return [
    ...Parameters.map(({ Name }) => `parameter ${region} ${Name}`),
    ...Functions.map(({ FunctionName }) => `function ${region} ${FunctionName}`),
    ...Buckets.map(({ Name }) => `bucket ${region} ${Name}`),
  ];
}

/** Somebody with a permission set deletes a stack, as the console does: by the role that it was deployed with. */
export async function deleteStack({ cloud, front }: Played, at: Place, stack: string, persona: string): Promise<void> {
  const role = cloud.identities.rolesOf(at.account).find(({ name }) => name.startsWith(`AWSReservedSSO_${persona}_`));
  if (!role) throw new Error(`Nobody has the permission set ${persona} in ${at.account}.`);
  tellWalk(`    ${persona} deletes ${stack}`);
  const { accessKeyId, secretAccessKey, sessionToken } = cloud.sessions.issue(role.arn, 'dora@example.com');
  const credentials = { accessKeyId, secretAccessKey, sessionToken };
  const client = new CloudFormationClient({ endpoint: front.url, region: at.region, credentials, maxAttempts: 1 });
  await client.send(new DeleteStackCommand({ StackName: stack }));
}
