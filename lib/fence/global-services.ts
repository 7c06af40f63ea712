import { homeRegionBeside, partitionOf } from '../contract/partitions';
import type { Surroundings } from './facts';
import { type Properties, type Resource, intrinsicOf, isObject, textOf } from './template';

/** A property in which a service of the whole world takes something of its home region alone. */
interface Taken {
  /** Names from the resource's properties inwards; `*` is each item of a list. */
  readonly path: readonly string[];
  /** Type of what it names, where the same template makes it. */
  readonly type: string;
  /** What it is, in words. */
  readonly what: string;
}

const CERTIFICATE = { type: 'AWS::CertificateManager::Certificate', what: 'a certificate' };
const VERSION = { type: 'AWS::Lambda::Version', what: 'a function version' };
const EDGE_FUNCTION = ['LambdaFunctionAssociations', '*', 'LambdaFunctionARN'];

/** What CloudFront, and what is built on it, and Route 53 take from us-east-1 alone (their developer guides). */
const TAKEN: Readonly<Record<string, readonly Taken[]>> = {
  'AWS::ApiGateway::DomainName': [{ ...CERTIFICATE, path: ['CertificateArn'] }],
  'AWS::CloudFront::Distribution': [
    { ...CERTIFICATE, path: ['DistributionConfig', 'ViewerCertificate', 'AcmCertificateArn'] },
    { ...VERSION, path: ['DistributionConfig', 'DefaultCacheBehavior', ...EDGE_FUNCTION] },
    { ...VERSION, path: ['DistributionConfig', 'CacheBehaviors', '*', ...EDGE_FUNCTION] },
    { type: 'AWS::WAFv2::WebACL', what: 'a web ACL', path: ['DistributionConfig', 'WebACLId'] },
  ],
  'AWS::Cognito::UserPoolDomain': [{ ...CERTIFICATE, path: ['CustomDomainConfig', 'CertificateArn'] }],
  'AWS::Route53::HostedZone': [
    { type: 'AWS::Logs::LogGroup', what: 'a log group', path: ['QueryLoggingConfig', 'CloudWatchLogsLogGroupArn'] },
  ],
  'AWS::Route53::KeySigningKey': [{ type: 'AWS::KMS::Key', what: 'a key', path: ['KeyManagementServiceArn'] }],
};

/** Firewalls of CloudFront are made in its home region. */
const SCOPED: readonly string[] = [
  'AWS::WAFv2::IPSet',
  'AWS::WAFv2::RegexPatternSet',
  'AWS::WAFv2::RuleGroup',
  'AWS::WAFv2::WebACL',
];

/** What the whole world's services would refuse at deployment: things of another region than their own. */
export function globalServiceProblems(resource: Resource, around: Surroundings): string[] {
  const { region } = around;
  const home = homeRegionBeside(region);
  // Elsewhere CloudFront takes its certificates from IAM, or there is none.
  if (region === home || partitionOf(region) !== 'aws') return [];
  const { type, properties } = resource;
  const instead = `put it into a Stack of the stage with env.region '${home}' and crossRegionReferences, which needs globalRegion: '${home}' of the environment`;
  const scoped = SCOPED.includes(type) && properties['Scope'] === 'CLOUDFRONT';
  return [
    ...(scoped ? [`Scope is "CLOUDFRONT" in ${region}, which ${home} alone takes: ${instead}`] : []),
    ...(TAKEN[type] ?? []).flatMap((taken) =>
      valuesAt(properties, taken.path)
        .map((value) => regionOf(value, taken, around))
        .filter((found) => found !== undefined && found !== home)
        .map((found) => `${taken.path.join('.')} names ${taken.what} of ${found}, expected one of ${home}: ${instead}`),
    ),
  ];
}

/** Where a thing is that a property names; undefined where nobody can tell. */
function regionOf(value: unknown, { type }: Taken, { region, types }: Surroundings): string | undefined {
  const [name, given] = intrinsicOf(value) ?? [];
  // An export is taken in its own region alone.
  if (name === 'Fn::ImportValue') return region;
  if (name === 'Ref' || name === 'Fn::GetAtt') {
    const [id] = Array.isArray(given) ? (given as unknown[]) : String(given).split('.');
    return types.get(String(id)) === type ? region : undefined;
  }
  const text = textOf(value).replace('${AWS::Partition}', 'aws').replace('${AWS::Region}', region);
  return /^arn:[\w-]+:[\w-]+:([a-z]+(?:-[a-z]+)+-\d):/.exec(text)?.[1];
}

function valuesAt(value: unknown, [name, ...rest]: readonly string[]): readonly unknown[] {
  if (name === undefined) return value === undefined ? [] : [value];
  if (name === '*') return Array.isArray(value) ? value.flatMap((item) => valuesAt(item, rest)) : [];
  return isObject(value) ? valuesAt((value as Properties)[name], rest) : [];
}
