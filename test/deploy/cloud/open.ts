/* eslint-disable @typescript-eslint/no-explicit-any -- properties come as any JSON */
import type { PlatformConfig } from '../../../lib/config';
import { Cloud } from './cloud';
import { CloudFormationApi } from './cloudformation/api';
import type { Wanted } from './cloudformation/kinds/kind';
import { kinds } from './cloudformation/kinds';
import { Maker } from './cloudformation/make';
import { Stacks } from './cloudformation/stacks';
import { authorizeFound, authorizeObject } from './calls/s3';
import { withCustomResources } from './custom-resources';
import { Emulator } from './emulator';
import { Organization } from './organization';
import { Pipelines } from './pipelines/all';
import { Bus } from './pipelines/bus';
import { Machines } from './pipelines/machines';
import { Reads } from './reading/reads';
import { Refusal } from './refusal';
import { Front, type StandIn } from './server';
import { Preparations } from './stand-ins/account';
import { codePipeline } from './stand-ins/code-pipeline';
import { objectives } from './stand-ins/objectives';
import { organizations } from './stand-ins/organizations';
import { registry } from './stand-ins/registry';

/** The cloud as a team finds it: an organization, its accounts, and what each account is born with. */
export interface Played {
  readonly cloud: Cloud;
  readonly stacks: Stacks;
  readonly front: Front;
  readonly emulator: Emulator;
  readonly preparations: Preparations;
  readonly pipelines: Pipelines;
  /** Lines that tell of every call. */
  readonly log: string[];
}

/** What is not AWS's: code hosts, and how quick things are here. */
export interface Theirs {
  /** Folder of the repository behind a connection; nothing where there is none of that name. */
  readonly repository: (connection: string, name: string) => string | undefined;
  /** Variables of a function that make waits short enough to be watched. */
  readonly policy: (codeKey: string) => Readonly<Record<string, string>>;
  readonly tell: (line: string) => void;
  /** Called before each action of a pipeline runs. */
  readonly before: (pipeline: string, action: string) => Promise<void>;
}

/** An organization that was there before the platform. */
export interface Existing {
  /** Unit that a unit lies in, where that is not the root. */
  readonly within?: Readonly<Record<string, string>>;
  /** Units that the platform does not know, and the accounts that stand in them. */
  readonly elsewhere?: Readonly<Record<string, readonly string[]>>;
}

/** Name of the role that Organizations makes in each account that it creates. */
const ADMINISTERS = 'OrganizationAccountAccessRole';

/** Opens a front before an emulator, for the organization of a platform.yaml. */
export async function openCloud(
  url: string,
  config: PlatformConfig,
  theirs: Theirs,
  existing: Existing = {},
): Promise<Played> {
  const cloud = cloudOf(config, existing);
  const log: string[] = [];
  const emulator = new Emulator(url, (wanted) => adapted(wanted, cloud, played.front.url, theirs.policy));
  const arnOf = (account: string, name: string) =>
    cloud.identities.role(account, name)?.arn ?? `arn:aws:iam::${account}:role/${name}`;
  const stacks = new Stacks(new Maker(cloud, kinds(arnOf), withCustomResources(cloud, emulator)));
  const read = async (by: Parameters<typeof authorizeObject>[1], bucket: string, key: string) => {
    const call = { bucket, key, action: 's3:GetObject', writes: false };
    const owner = authorizeObject(cloud, by, call);
    const raw = {
      method: 'GET',
      path: `/${bucket}/${key}`,
      query: new URLSearchParams(),
      headers: {},
      body: Buffer.alloc(0),
    };
    const at = cloud.buckets.get(bucket)!.region;
    const answer = await emulator.forward(raw, { accessKeyId: owner, region: at, service: 's3' }, owner);
    authorizeFound(cloud, by, call, answer.ok);
    if (!answer.ok) throw new Refusal('NoSuchKey', `The specified key does not exist: ${key}`, 404);
    return Buffer.from(await answer.arrayBuffer());
  };
  const preparations = new Preparations(cloud);
  const machines = new Machines(cloud, url);
  const pipelines = new Pipelines(cloud, {
    ...{ cloud, emulator, emulatorUrl: url, front: () => played.front.url },
    ...{ machines, bus: new Bus(cloud, url, machines) },
    builds: (account, region) => preparations.builds.get(`${account} ${region}`) ?? 0,
    ...{ repository: theirs.repository, tell: theirs.tell, before: theirs.before },
    note: (text) => void log.push(text),
  });
  const signals = preparations.standIns()['application-signals']!;
  const standIns: Record<string, StandIn> = {
    ...{
      organizations: organizations(cloud, (account) => makeAccount(cloud, account)),
      codepipeline: codePipeline(cloud, pipelines),
      ecr: registry(cloud),
      ...preparations.standIns(),
    },
    'application-signals': (name, ...rest) => (name === 'StartDiscovery' ? signals : objectives(cloud))(name, ...rest),
  };
  const front = new Front({
    ...{ cloud, emulator, standIns, reads: new Reads(cloud, stacks), tell: (line) => void log.push(line) },
    cloudFormation: new CloudFormationApi(cloud, stacks, read),
  });
  const played: Played = { cloud, stacks, front, emulator, preparations, pipelines, log };
  await front.open();
  return played;
}

/** The organization with its accounts, and what each of them is born with. */
function cloudOf({ organization, applications, groups }: PlatformConfig, existing: Existing): Cloud {
  const { id, root, accounts, units, region } = organization;
  const { within = {}, elsewhere = {} } = existing;
  const environments = applications.flatMap((application) => application.environments.map(({ account }) => account));
  const all = [...new Set([accounts.tooling, accounts.audit, ...environments])];
  const every = [...Object.values(units).flat(), ...Object.keys(elsewhere)];
  const cloud = new Cloud(new Organization(id, root, accounts.management, every, all, within), region);
  for (const [unit, inside] of Object.entries(elsewhere))
    for (const account of inside) cloud.organization.move(account, root, unit);
  for (const group of Object.values(groups)) cloud.groups.add(group);
  for (const account of all) bear(cloud, account, accounts.management);
  administrator(cloud, accounts.management);
  return cloud;
}

/** Somebody makes an account in the organization. */
export function makeAccount(cloud: Cloud, account: string): void {
  cloud.organization.join(account);
  bear(cloud, account, cloud.organization.management);
}

/** Everybody in the management account with administrator's rights may take the role in a member account. */
function bear(cloud: Cloud, account: string, management: string): void {
  cloud.identities.addRole({
    ...{ arn: `arn:aws:iam::${account}:role/${ADMINISTERS}`, account, name: ADMINISTERS, boundary: undefined },
    trust: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${management}:root` }, Action: 'sts:AssumeRole' }],
    },
    ...{ inline: new Map(), managed: new Set(['arn:aws:iam::aws:policy/AdministratorAccess']), tags: {} },
  });
}

/** Role of somebody who administers an account by Identity Center. */
export const ADMINISTRATOR = 'AWSReservedSSO_AWSAdministratorAccess_fedcba9876543210';

function administrator(cloud: Cloud, account: string): void {
  const arn = `arn:aws:iam::${account}:role/aws-reserved/sso.amazonaws.com/${cloud.home}/${ADMINISTRATOR}`;
  cloud.identities.addRole({
    ...{ arn, account, name: ADMINISTRATOR, boundary: undefined, trust: { Version: '2012-10-17', Statement: [] } },
    ...{ inline: new Map(), managed: new Set(['arn:aws:iam::aws:policy/AdministratorAccess']), tags: {} },
  });
}

/** Functions call the front, each from the place of its own role. */
function adapted(
  { type, properties, name }: Wanted,
  cloud: Cloud,
  front: string,
  policy: Theirs['policy'],
): Record<string, any> {
  if (type !== 'AWS::Lambda::Function') return properties;
  const place = cloud.sessions.placeFor(String(properties.Role), name);
  const variables = {
    ...properties.Environment?.Variables,
    ...policy(String(properties.Code?.S3Key)),
    AWS_ENDPOINT_URL: `${front}/_as/${place}`,
  };
  return { ...properties, KmsKeyArn: undefined, Environment: { Variables: variables } };
}
