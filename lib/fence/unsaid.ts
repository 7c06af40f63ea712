import { type Properties, intrinsicOf } from './template';

/** A property that a stage sets where the workload leaves it out; what the workload says stays, and the rule packs judge it. */
export interface Unsaid {
  readonly type: string;
  /** Names from the resource's properties inwards. */
  readonly path: readonly string[];
  readonly value: unknown;
  /** Prod alone gets encryption that other environments can do without. */
  readonly prodOnly: boolean;
  /** Whether the resource takes it. */
  readonly applies?: (properties: Properties) => boolean;
}

type More = Pick<Unsaid, 'applies'>;

const everywhere = (type: string, path: string, value: unknown, more: More = {}): Unsaid => ({
  ...{ type, path: path.split('.'), value },
  ...{ prodOnly: false, ...more },
});

const inProd = (type: string, path: string, value: unknown, more: More = {}): Unsaid => ({
  ...everywhere(type, path, value, more),
  prodOnly: true,
});

/** Elasticsearch encrypts between its nodes from 6.0 on; where no version is said, it is 1.5, or OpenSearch's newest. */
const encryptsBetweenNodes = ({
  ElasticsearchVersion: own = '1.5',
  EngineVersion: engine = own,
}: Properties): boolean => typeof engine === 'string' && !/^(Elasticsearch_)?[1-5]\./.test(engine);

const openSearch = (properties: Properties): boolean =>
  properties['EngineVersion'] === undefined || encryptsBetweenNodes(properties);

/** A launch template says it for its instance, or says nothing and is told itself. */
const byItself = ({ LaunchTemplate: template }: Properties): boolean => template === undefined;

/**
 * What costs nothing and changes nothing for clients. An instance of a database, of a replication or of a warehouse gets a
 * public address where nothing is said and its network has a way to the internet. Credentials of a machine are given for
 * a token alone: the older way answers to whatever the machine is made to ask for.
 */
export const UNSAID: readonly Unsaid[] = [
  everywhere('AWS::AutoScaling::LaunchConfiguration', 'MetadataOptions.HttpTokens', 'required'),
  everywhere('AWS::DMS::ReplicationInstance', 'PubliclyAccessible', false),
  everywhere('AWS::EC2::Instance', 'MetadataOptions.HttpTokens', 'required', { applies: byItself }),
  everywhere('AWS::EC2::LaunchTemplate', 'LaunchTemplateData.MetadataOptions.HttpTokens', 'required'),
  everywhere('AWS::RDS::DBInstance', 'PubliclyAccessible', false),
  everywhere('AWS::Redshift::Cluster', 'PubliclyAccessible', false),
  inProd('AWS::DAX::Cluster', 'SSESpecification.SSEEnabled', true),
  inProd('AWS::Elasticsearch::Domain', 'NodeToNodeEncryptionOptions.Enabled', true, { applies: encryptsBetweenNodes }),
  inProd('AWS::Kinesis::Stream', 'StreamEncryption', { EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' }),
  inProd('AWS::MSK::Cluster', 'EncryptionInfo.EncryptionInTransit.ClientBroker', 'TLS'),
  inProd('AWS::MSK::Cluster', 'EncryptionInfo.EncryptionInTransit.InCluster', true),
  inProd('AWS::OpenSearchService::Domain', 'NodeToNodeEncryptionOptions.Enabled', true, { applies: openSearch }),
];

/** What a resource of a type may be told. */
export function unsaidOf(type: string, isProd: boolean): readonly Unsaid[] {
  return UNSAID.filter((one) => one.type === type && (isProd || !one.prodOnly));
}

/** Whether the workload left it out, and the resource takes it. An intrinsic on the way says something. */
export function isUnsaid(properties: Properties, { path, applies }: Unsaid): boolean {
  return applies?.(properties) !== false && isAbsent(properties, path);
}

function isAbsent(value: unknown, [name, ...rest]: readonly string[]): boolean {
  if (value === undefined || value === null) return true;
  if (name === undefined || typeof value !== 'object' || intrinsicOf(value) !== undefined) return false;
  return isAbsent((value as Properties)[name], rest);
}
