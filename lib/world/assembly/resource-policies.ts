import { concretize, type PlainPolicy } from './concretize';
import type { Meanings } from '../meaning/table';
import type { Unknowns } from './report';
import { resolve } from './intrinsics';
import { arnOf, type Scope } from './scope';
import { calledPoliciesOf } from './sdk-calls';
import type { Item } from './stacks';
import {
  isMap,
  listOf,
  Opaque,
  possibleEntries,
  property,
  Text,
  textOf,
  textsOf,
  type Value,
  type ValueMap,
} from './value';

/** A policy that stands on a resource. */
export interface AttachedPolicy {
  /** ARN or pattern of the resource. */
  readonly arn: string;
  /** Key of the resource in the assembly, where the template refers to it. */
  readonly of?: string;
  readonly type: string;
  readonly document: PlainPolicy;
  readonly where: string;
}

/** How a type carries its policy, and on which resource. */
interface PolicyForm {
  /** The document, or statements made from flat properties. */
  readonly document: (item: Item) => Value | undefined;
  /** What it stands on: the item itself where absent. */
  readonly targets?: (item: Item) => { readonly type: string; readonly arns: readonly Text[] };
}

const at =
  (...path: string[]) =>
  (item: Item): Value | undefined =>
    property(item.properties, ...path);

/** Every type whose policy admits callers to a resource. */
const FORMS: Readonly<Record<string, PolicyForm>> = {
  'AWS::S3::BucketPolicy': { document: at('PolicyDocument'), targets: on('AWS::S3::Bucket', 'Bucket', bucketArn) },
  'AWS::S3Express::BucketPolicy': {
    document: at('PolicyDocument'),
    targets: on('AWS::S3Express::DirectoryBucket', 'Bucket', anyArn),
  },
  'AWS::S3::AccessPoint': { document: at('Policy') },
  'AWS::SQS::QueuePolicy': { document: at('PolicyDocument'), targets: on('AWS::SQS::Queue', 'Queues', queueArn) },
  'AWS::SQS::QueueInlinePolicy': { document: at('PolicyDocument'), targets: on('AWS::SQS::Queue', 'Queue', queueArn) },
  'AWS::SNS::TopicPolicy': { document: at('PolicyDocument'), targets: on('AWS::SNS::Topic', 'Topics', sameText) },
  'AWS::SNS::TopicInlinePolicy': {
    document: at('PolicyDocument'),
    targets: on('AWS::SNS::Topic', 'TopicArn', sameText),
  },
  'AWS::KMS::Key': { document: at('KeyPolicy') },
  'AWS::KMS::ReplicaKey': { document: at('KeyPolicy') },
  'AWS::SecretsManager::ResourcePolicy': {
    document: at('ResourcePolicy'),
    targets: on('AWS::SecretsManager::Secret', 'SecretId', sameText),
  },
  'AWS::Lambda::Permission': {
    document: lambdaPermission,
    targets: on('AWS::Lambda::Function', 'FunctionName', functionArn),
  },
  'AWS::Lambda::LayerVersionPermission': {
    document: layerPermission,
    targets: on('AWS::Lambda::LayerVersion', 'LayerVersionArn', sameText),
  },
  'AWS::ECR::Repository': { document: at('RepositoryPolicyText') },
  'AWS::Events::EventBusPolicy': {
    document: busPolicy,
    targets: on('AWS::Events::EventBus', 'EventBusName', busArn, 'default'),
  },
  'AWS::Events::EventBus': { document: at('Policy') },
  'AWS::DynamoDB::Table': { document: at('ResourcePolicy', 'PolicyDocument') },
  'AWS::DynamoDB::GlobalTable': {
    document: (item) => replicaPolicies(item, 'ResourcePolicy', 'PolicyDocument'),
  },
  'AWS::Logs::ResourcePolicy': {
    document: at('PolicyDocument'),
    targets: wholeService('AWS::Logs::LogGroup', 'logs', 'log-group:*'),
  },
  'AWS::ApiGateway::RestApi': { document: at('Policy') },
  'AWS::Backup::BackupVault': { document: at('AccessPolicy') },
  'AWS::OpenSearchService::Domain': { document: at('AccessPolicies') },
  'AWS::Elasticsearch::Domain': { document: at('AccessPolicies') },
  'AWS::CodeArtifact::Domain': { document: at('PermissionsPolicyDocument') },
  'AWS::CodeArtifact::Repository': { document: at('PermissionsPolicyDocument') },
  'AWS::EFS::FileSystem': { document: at('FileSystemPolicy') },
  'AWS::Kinesis::ResourcePolicy': {
    document: at('ResourcePolicy'),
    targets: on('AWS::Kinesis::Stream', 'ResourceArn', sameText),
  },
  'AWS::SSM::ResourcePolicy': { document: at('Policy'), targets: on('AWS::SSM::Resource', 'ResourceArn', sameText) },
  'AWS::XRay::ResourcePolicy': {
    document: at('PolicyDocument'),
    targets: wholeService('AWS::XRay::Group', 'xray', '*'),
  },
  'AWS::VpcLattice::ResourcePolicy': {
    document: at('Policy'),
    targets: on('AWS::VpcLattice::Service', 'ResourceArn', sameText),
  },
  'AWS::VpcLattice::AuthPolicy': {
    document: at('Policy'),
    targets: on('AWS::VpcLattice::Service', 'ResourceIdentifier', anyArn),
  },
  'AWS::EventSchemas::RegistryPolicy': {
    document: at('Policy'),
    targets: on('AWS::EventSchemas::Registry', 'RegistryName', anyArn),
  },
  'AWS::MediaStore::Container': { document: at('Policy') },
  'AWS::S3Tables::TableBucketPolicy': {
    document: at('ResourcePolicy'),
    targets: on('AWS::S3Tables::TableBucket', 'TableBucketARN', sameText),
  },
};

/** Types that carry a second policy, on the stream of their changes. */
const STREAMS: Readonly<Record<string, PolicyForm>> = {
  'AWS::DynamoDB::Table': {
    document: at('StreamSpecification', 'ResourcePolicy', 'PolicyDocument'),
    targets: (item) => ({ type: 'AWS::DynamoDB::Stream', arns: [streamOf(item)] }),
  },
  'AWS::DynamoDB::GlobalTable': {
    document: (item) => replicaPolicies(item, 'ReplicaStreamSpecification', 'ResourcePolicy', 'PolicyDocument'),
    targets: (item) => ({ type: 'AWS::DynamoDB::Stream', arns: [streamOf(item)] }),
  },
};

function streamOf(item: Item): Text {
  return new Text([`${ownArn(item).pattern}/stream/*`]);
}

/** Types whose policies admit nobody to a resource: identity policies read elsewhere, and filters on the network. */
const NO_RESOURCE_POLICY =
  /^AWS::(IAM|SSO|Organizations)::|^AWS::(EC2::VPCEndpoint|SSM::Document|SSM::Parameter|IoT::Policy|StepFunctions::StateMachine|FMS::Policy|DLM::LifecyclePolicy|Cedar|VerifiedPermissions::Policy|CodeBuild::Project|Lambda::Function|CloudFormation::Stack)$/;

/** The policies that an item puts on resources. */
export function policiesOf(item: Item, unknowns: Unknowns, meanings: Meanings): AttachedPolicy[] {
  const forms = [FORMS[item.type] ?? [], STREAMS[item.type] ?? [], ...byRow(item, meanings)].flat();
  if (isOwnType(item.type)) return calledFor(item, unknowns);
  if (forms.length === 0) return unmodelled(item, unknowns);
  return forms.flatMap((form) => attached(item, form, unknowns));
}

/** A type that the reviewed table gives a service: its policies speak of all of the service in the account and region. */
function byRow(item: Item, meanings: Meanings): PolicyForm[] {
  const row = meanings.of(item.type)?.row;
  const prefix = row?.service;
  if (prefix === undefined || FORMS[item.type]) return [];
  return (row?.policy?.split(' ') ?? []).map((path) => ({
    document: at(...path.split('.')),
    // Some services name their resources without a region, or in one of their own.
    targets: wholeService(item.type, prefix, '*', '*'),
  }));
}

/**
 * The policies that a custom resource puts by a call, which may name another region. A denial is not credited: the next
 * call may take it away.
 */
function calledFor(item: Item, unknowns: Unknowns): AttachedPolicy[] {
  return calledPoliciesOf(item).flatMap(({ document, on: { type, service, resource } }) => {
    const targets = wholeService(type, service, resource, '*');
    return attached({ ...item, certain: false }, { document: () => document, targets }, unknowns);
  });
}

function attached(item: Item, form: PolicyForm, unknowns: Unknowns): AttachedPolicy[] {
  const value = form.document(item);
  if (value === undefined) return [];
  const document = concretize(value, unknowns.at(item.where), item.certain);
  if (!document) return [];
  const { type, arns } = form.targets?.(item) ?? { type: item.type, arns: [ownArn(item)] };
  if (arns.some((arn) => arn.opaque && arn.of === undefined))
    unknowns.add('the resource this policy stands on is not known before deployment', item.where);
  return arns.map((arn) => ({ arn: arnPattern(arn, item.scope), of: arn.of, type, document, where: item.where }));
}

/** A policy on a type that nobody modelled is never ignored. */
function unmodelled(item: Item, unknowns: Unknowns): [] {
  if (NO_RESOURCE_POLICY.test(item.type)) return [];
  if (hasPolicy(item.properties))
    unknowns.add(`the policy of a resource of type ${item.type} is not modelled`, item.where, undefined, {
      who: 'whoever the policy admits',
      way: ['ask as themselves for what the policy allows'],
      change: item.where,
    });
  return [];
}

/** Properties of a custom resource are input to its provider, not policies. */
function isOwnType(type: string): boolean {
  return type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource';
}

function hasPolicy(value: Value): boolean {
  if (value instanceof Text) return value.exact && /^\s*\{[\s\S]*"Statement"[\s\S]*"Effect"/.test(value.pattern);
  if (Array.isArray(value)) return value.some(hasPolicy);
  if (!isMap(value)) return false;
  if (possibleEntries(value.Statement).some((one) => isMap(one) && one.Effect !== undefined)) return true;
  return Object.values(value).some(hasPolicy);
}

/** ARN of the item, or one that any resource of the account may have. */
export function ownArn(item: Item): Text {
  const arn = arnOf(item.scope, item.id, item.raw, (raw) => resolve(raw, item.scope));
  return arn ?? new Text([unknownArn(item.scope)], item.key);
}

/** Some resource of the account, of a type whose ARNs nobody wrote down here. */
function unknownArn({ environment }: Scope): string {
  return `arn:${environment.partition}:*:*:${environment.account}:*`;
}

/** A string that is no ARN by its look stands for any resource of the account. */
function arnPattern(text: Text, scope: Scope): string {
  return /^arn:[^:]+:[^:]*:[^:]*:[^:]*:.+/s.test(text.pattern) ? text.pattern : unknownArn(scope);
}

type ToArn = (text: Text, scope: Scope) => Text;

function on(type: string, name: string, toArn: ToArn, byDefault?: string): PolicyForm['targets'] {
  return (item) => {
    const texts = possibleEntries(property(item.properties, name)).flatMap(textsOf);
    const named = texts.length > 0 ? texts : byDefault ? [Text.of(byDefault)] : [];
    return { type, arns: named.map((text) => toArn(text, item.scope)) };
  };
}

function wholeService(type: string, service: string, resource: string, region?: string): PolicyForm['targets'] {
  return ({ scope: { environment } }) => {
    const { partition, account } = environment;
    return {
      type,
      arns: [Text.of(`arn:${partition}:${service}:${region ?? environment.region}:${account}:${resource}`)],
    };
  };
}

function sameText(text: Text): Text {
  return text;
}

function anyArn(text: Text, scope: Scope): Text {
  return text.pattern.startsWith('arn:') ? text : new Text([unknownArn(scope)], text.of);
}

function prefixed(prefix: string, text: Text): Text {
  return text.pattern.startsWith('arn:') ? text : new Text([prefix, ...text.parts], text.of);
}

function bucketArn(text: Text, { environment }: Scope): Text {
  return prefixed(`arn:${environment.partition}:s3:::`, text);
}

/** Queues are named by URL. */
function queueArn(text: Text, { environment: { partition, region, account } }: Scope): Text {
  const name = text.pattern.slice(text.pattern.lastIndexOf('/') + 1);
  return new Text([`arn:${partition}:sqs:${region}:${account}:${name === '' ? '*' : name}`], text.of);
}

/** Functions are named by name, ARN, or either with a version or alias after it. */
export function functionArn(text: Text, { environment: { partition, region, account } }: Scope): Text {
  const arn = prefixed(`arn:${partition}:lambda:${region}:${account}:function:`, text);
  const match = /^(arn:[^:]+:lambda:[^:]*:[^:]*:function:[^:]+)(:.*)?$/s.exec(arn.pattern);
  return match ? new Text([match[1]], text.of) : arn;
}

function busArn(text: Text, { environment: { partition, region, account } }: Scope): Text {
  return prefixed(`arn:${partition}:events:${region}:${account}:event-bus/`, text);
}

function asDocument(statements: readonly Value[]): ValueMap {
  return { Version: Text.of('2012-10-17'), Statement: [...statements] };
}

/** A permission is one statement in the function's policy. */
function lambdaPermission(item: Item): Value {
  const { Action, Principal, SourceArn, SourceAccount, PrincipalOrgID, FunctionUrlAuthType, InvokedViaFunctionUrl } =
    item.properties;
  const name = textOf(Principal)?.pattern ?? '*';
  const service = name.endsWith('.amazonaws.com') || name.endsWith('.amazonaws.com.cn');
  const conditions: Record<string, Value> = {};
  if (SourceArn !== undefined) conditions.ArnLike = { 'AWS:SourceArn': SourceArn };
  const equals: Record<string, Value> = {};
  if (SourceAccount !== undefined) equals['AWS:SourceAccount'] = SourceAccount;
  if (PrincipalOrgID !== undefined) equals['aws:PrincipalOrgID'] = PrincipalOrgID;
  if (FunctionUrlAuthType !== undefined) equals['lambda:FunctionUrlAuthType'] = FunctionUrlAuthType;
  if (Object.keys(equals).length > 0) conditions.StringEquals = equals;
  if (InvokedViaFunctionUrl !== undefined)
    conditions.Bool = { 'lambda:InvokedViaFunctionUrl': Text.of(textOf(InvokedViaFunctionUrl)?.pattern ?? 'true') };
  const [target] = on('', 'FunctionName', functionArn)!(item).arns;
  return asDocument([
    {
      Effect: Text.of('Allow'),
      Principal: { [service ? 'Service' : 'AWS']: Principal ?? new Opaque('a permission without a principal') },
      Action: Action ?? new Opaque('a permission without an action'),
      Resource: target ?? Text.of('*'),
      ...(Object.keys(conditions).length > 0 ? { Condition: conditions } : {}),
    },
  ]);
}

function layerPermission(item: Item): Value {
  const { Action, Principal, OrganizationId, LayerVersionArn } = item.properties;
  return asDocument([
    {
      Effect: Text.of('Allow'),
      Principal: { AWS: Principal ?? Text.of('*') },
      Action: Action ?? Text.of('lambda:GetLayerVersion'),
      Resource: LayerVersionArn ?? Text.of('*'),
      ...(OrganizationId === undefined
        ? {}
        : { Condition: { StringEquals: { 'aws:PrincipalOrgID': OrganizationId } } }),
    },
  ]);
}

/** Either a whole statement or, in the older form, an account or `*` that may put events. */
function busPolicy(item: Item): Value {
  const statement = item.properties.Statement;
  if (statement !== undefined) return asDocument(listOf(statement));
  const { Action, Principal } = item.properties;
  return asDocument([
    {
      Effect: Text.of('Allow'),
      Principal: { AWS: Principal ?? Text.of('*') },
      Action: Action ?? Text.of('events:PutEvents'),
      Resource: Text.of('*'),
    },
  ]);
}

function replicaPolicies(item: Item, ...path: readonly string[]): Value | undefined {
  const documents: Value[] = possibleEntries(property(item.properties, 'Replicas')).flatMap((replica) => {
    const document = property(replica, ...path);
    return document === undefined ? [] : [document];
  });
  return documents.length === 0
    ? undefined
    : documents.length === 1
      ? documents[0]
      : asDocument(documents.flatMap((one) => listOf(property(one, 'Statement'))));
}
