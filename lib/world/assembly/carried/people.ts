import type { Item } from '../stacks';
import { exactText, possibleEntries, property, textsOf, type Value } from '../value';
import { PEOPLE, type Finding } from './finding';
import { ENTRANCES } from './entrances';
import { openIntegration, openMethod, openOperation, signedCalls } from './interfaces';
import type { Surroundings } from './surroundings';

/** How people come in by resources of a type without an action of IAM; nothing where these properties let nobody in. */
type Judge = (item: Item) => string | undefined;

const BY_TYPE = {
  'AWS::SageMaker::Domain': (item) =>
    isIdentityCenter(item, 'AuthMode')
      ? 'Identity Center opens this domain, and its people run notebooks as its role'
      : undefined,
  'AWS::SageMaker::UserProfile': (item) =>
    item.properties.SingleSignOnUserValue === undefined
      ? undefined
      : 'a person of Identity Center opens this profile and runs notebooks as its role',
  'AWS::EMR::Studio': (item) =>
    isIdentityCenter(item, 'AuthMode') || item.properties.IdcInstanceArn !== undefined
      ? 'Identity Center opens this studio, and its people run notebooks as its roles'
      : undefined,
  'AWS::CodeBuild::Project': (item) =>
    mayBeTrue(property(item.properties, 'Triggers', 'Webhook'))
      ? 'whoever sends the events of its webhook (a push, a pull request) chooses what it builds as its role'
      : undefined,
  'AWS::CodeBuild::Project source': (item) => foreignSource(item),
  'AWS::ApiGateway::Method': (item) => openMethod(item),
  'AWS::ApiGateway::RestApi': ({ properties }) => openOperation(properties.Body),
  'AWS::ApiGatewayV2::Integration': (item) => openIntegration(item),
  'AWS::ApiGatewayV2::Api': ({ properties }) => openOperation(properties.Body),
  'AWS::AppSync::DataSource': (item) => signedCalls(item),
  'AWS::Glue::Job': (item) => packages(item),
  'AWS::EKS::Addon': (item) => marketplace(item),
} satisfies Readonly<Record<string, Judge>>;

/** Where a type names the key pair that opens its instances; each is a path of properties. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  'AWS::EC2::Instance': ['KeyName'],
  'AWS::EC2::LaunchTemplate': ['LaunchTemplateData', 'KeyName'],
  'AWS::AutoScaling::LaunchConfiguration': ['KeyName'],
  'AWS::EKS::Nodegroup': ['RemoteAccess', 'Ec2SshKey'],
  'AWS::EMR::Cluster': ['Instances', 'Ec2KeyName'],
  'AWS::Batch::ComputeEnvironment': ['ComputeResources', 'Ec2KeyPair'],
  'AWS::ImageBuilder::InfrastructureConfiguration': ['KeyPair'],
};

/** Machines that a template opens by a key of SSH: the assumption that nobody holds one is about what shows nowhere. */
function keyHolders(item: Item): Finding[] {
  const path = KEYS[item.type];
  const [key] = path ? possibleEntries(property(item.properties, ...path)).flatMap(textsOf) : [];
  if (!key) return [];
  const why = `whoever holds the private key of ${key.pattern} (${path.join('.')}) signs in by SSH and acts as its role; people who enter by Session Manager need no key`;
  return [
    {
      why,
      theorems: PEOPLE,
      who: `whoever holds the private key of ${key.pattern}`,
      way: BY_KEY,
      property: path.join('.'),
    },
  ];
}

const BY_KEY = [
  'reach the machine’s port of SSH',
  'sign in with the private key',
  'call AWS with the credentials of its role',
];

/** People who come in by this resource. */
export function peopleBy(item: Item, around: Surroundings): Finding[] {
  return judges()
    .filter(([type]) => type.split(' ')[0] === item.type)
    .flatMap(([type, judge]) =>
      [judge(item) ?? []].flat().map((why): Finding => ({ why, theorems: PEOPLE, ...ENTRANCES[type] })),
    )
    .concat(keyHolders(item), around.environment(item.account) === 'prod' ? committers(item) : []);
}

/** A type (and what of it is judged) by which people come in. */
export type Entering = keyof typeof BY_TYPE;

function judges(): [Entering, Judge][] {
  return Object.entries(BY_TYPE) as [Entering, Judge][];
}

function isIdentityCenter(item: Item, name: string): boolean {
  const texts = possibleEntries(item.properties[name]).flatMap(textsOf);
  return texts.some((text) => text.pattern !== 'IAM');
}

function mayBeTrue(value: Value | undefined): boolean {
  return possibleEntries(value).some((one) => one !== false && exactText(one) !== 'false');
}

/** A build in a guarded account whose source no pipeline hands over: whoever pushes there chooses what it does. */
function foreignSource(item: Item): string | undefined {
  const sources = [...possibleEntries(item.properties.Source), ...possibleEntries(item.properties.SecondarySources)];
  const type = sources
    .map((one) => exactText(property(one, 'Type')))
    .find((one) => one !== undefined && HOSTED.test(one));
  return type === undefined ? undefined : `whoever pushes to its ${type} repository chooses what it builds as its role`;
}

const HOSTED = /^(GITHUB|GITHUB_ENTERPRISE|GITLAB|GITLAB_SELF_MANAGED|BITBUCKET)$/;

/** Add-ons of vendors have the vendor’s name in front; AWS’s own have none. */
function marketplace({ properties }: Item): string | undefined {
  const vendors = possibleEntries(properties.AddonName)
    .flatMap(textsOf)
    .filter((text) => text.pattern.includes('_'));
  return vendors.length > 0 ? `the vendor of ${vendors[0].pattern} chooses what it runs in the cluster` : undefined;
}

/** Packages that a job installs by name from a public registry when it starts. */
function packages(item: Item): string | undefined {
  const modules = ['DefaultArguments', 'NonOverridableArguments'].flatMap((name) =>
    possibleEntries(property(item.properties, name, '--additional-python-modules')).flatMap(textsOf),
  );
  const named = modules.filter((text) => !/^s3:\/\/[^,]+(,s3:\/\/[^,]+)*$/.test(text.pattern));
  return named.length > 0 ? `it installs ${named[0].pattern} from a public registry whenever it starts` : undefined;
}

/** Providers of sources at which people push without IAM. */
const PUSHED = /^(CodeStarSourceConnection|GitHub|GitHubEnterpriseServer|Bitbucket|GitLab)$/;

/** A pipeline of a prod account that takes what it delivers from a repository: none of the platform's approvals is in its way. */
function committers({ type, properties }: Item): Finding[] {
  if (type !== 'AWS::CodePipeline::Pipeline') return [];
  const actions = possibleEntries(properties.Stages).flatMap((stage) => possibleEntries(property(stage, 'Actions')));
  const source = actions.find((one) =>
    possibleEntries(property(one, 'ActionTypeId', 'Provider'))
      .flatMap(textsOf)
      .some(({ pattern }) => PUSHED.test(pattern)),
  );
  if (source === undefined) return [];
  const [repository] = ['FullRepositoryId', 'Repo'].flatMap((name) => textsOf(property(source, 'Configuration', name)));
  const why = `whoever can commit to ${repository?.pattern ?? 'its repository'} chooses what this pipeline delivers in prod as its roles: it passes no approval and no gate of the platform`;
  return [
    {
      why,
      theorems: ['no-human-write-to-prod', 'approval-dominates-prod'],
      who: `whoever can commit to ${repository?.pattern ?? 'its repository'}`,
      way: ['push a commit', 'the pipeline takes it and asks nobody', 'its actions change prod as their roles'],
      property: 'Stages.Actions.Configuration',
    },
  ];
}
