/** Every type that CloudFormation knows is reviewed: it holds data and is protected, or it holds nothing. */
import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { IN_PASSING, STATEFUL, closedBy, judgeTemplate, reviewedTypes } from '../../../lib/fence';

const spec = loadAwsServiceSpecSync();
const source = [...spec.all('resource')];
const types = source.map(({ cloudFormationType }) => cloudFormationType);
const reviewed = reviewedTypes();

const homes = (type: string): number =>
  [Object.hasOwn(STATEFUL, type), reviewed.has(type), closedBy(type) !== undefined].filter(Boolean).length;

test('each type has one place', () => {
  expect(types.length).toBeGreaterThan(1800);
  expect(types.filter((type) => homes(type) === 0)).toEqual([]);
  expect(types.filter((type) => homes(type) > 1)).toEqual([]);
});

test('a type that nobody reviewed has none, and nothing reviewed is made up', () => {
  expect(homes('AWS::Tomorrow::Store')).toBe(0);
  const known = new Set(types);
  expect([...Object.keys(STATEFUL), ...reviewed].filter((type) => !known.has(type))).toEqual([]);
});

test('what the source calls stateful is, or says why not', () => {
  const stateful = source.filter(({ isStateful }) => isStateful).map(({ cloudFormationType }) => cloudFormationType);
  const taken = (type: string): boolean =>
    Object.hasOwn(STATEFUL, type) || Object.hasOwn(IN_PASSING, type) || closedBy(type) !== undefined;
  expect(stateful.filter((type) => !taken(type))).toEqual([]);
});

test('each guard names a property that the type has', () => {
  const properties = new Map(source.map(({ cloudFormationType, properties: all }) => [cloudFormationType, all]));
  const missing = Object.entries(STATEFUL).flatMap(([type, { guards }]) =>
    guards.filter(({ path }) => !(path[0]! in (properties.get(type) ?? {}))).map(({ path }) => `${type} ${path[0]}`),
  );
  expect(missing.filter((each) => !each.startsWith('AWS::Serverless::'))).toEqual([]);
});

/** What is said in prod of one resource that is retained. */
function said(
  Type: string,
  Properties: object,
  more: object = { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' },
): string {
  const facts = {
    prod: true,
    region: 'eu-west-2',
    boundary: '',
    nestedTemplates: [],
    namedRoles: new Map<string, string>(),
    exports: [],
  };
  return judgeTemplate({ Resources: { It: { Type, Properties, ...more } } }, facts)
    .map(({ problem }) => problem)
    .join('\n');
}

describe('a store that says less is refused', () => {
  test.each(Object.keys(STATEFUL).filter((type) => STATEFUL[type]!.holds === undefined))(
    '%s without Retain',
    (type) => {
      expect(said(type, {}, { DeletionPolicy: 'Delete' })).toContain("DeletionPolicy is 'Delete', expected 'Retain'");
      expect(said(type, {}, { DeletionPolicy: 'Retain' })).toContain('UpdateReplacePolicy is not set');
    },
  );

  test.each<[string, object, string]>([
    ['AWS::DSQL::Cluster', { DeletionProtectionEnabled: false }, 'DeletionProtectionEnabled is false'],
    ['AWS::Redshift::Cluster', { Encrypted: false }, 'Encrypted is false'],
    ['AWS::Redshift::Cluster', { AutomatedSnapshotRetentionPeriod: 1 }, 'AutomatedSnapshotRetentionPeriod is 1'],
    ['AWS::OpenSearchServerless::Collection', { DeletionProtection: 'DISABLED' }, 'DeletionProtection is "DISABLED"'],
    ['AWS::RDS::GlobalCluster', { StorageEncrypted: false }, 'StorageEncrypted is false'],
    ['AWS::RDS::DBCluster', { BackupRetentionPeriod: { Ref: 'Days' } }, 'BackupRetentionPeriod is {"Ref":"Days"}'],
    ['Custom::LogRetention', { RetentionInDays: 1 }, 'RetentionInDays is 1, expected at least 90'],
    ['Custom::LogRetention', { RemovalPolicy: 'destroy' }, "RemovalPolicy is 'destroy'"],
    ['Custom::S3AutoDeleteObjects', {}, 'empties its store'],
  ])('%s %j', (type, properties, message) => {
    expect(said(type, properties)).toContain(message);
  });

  const full = { DeletionProtection: true, BackupRetentionPeriod: 7 };
  test.each<[string, string, object]>([
    ['a restored cluster', 'AWS::RDS::DBCluster', { ...full, SnapshotIdentifier: 's' }],
    ['a secondary cluster', 'AWS::RDS::DBCluster', { ...full, GlobalClusterIdentifier: 'g' }],
    ['a replica', 'AWS::RDS::DBInstance', { DeletionProtection: true, SourceDBInstanceIdentifier: 'i' }],
    ['an instance of a cluster', 'AWS::RDS::DBInstance', { DBClusterIdentifier: 'c' }],
    [
      'text for numbers',
      'AWS::RDS::DBCluster',
      { DeletionProtection: 'true', BackupRetentionPeriod: '7', StorageEncrypted: true },
    ],
    ['imported key material', 'AWS::KMS::Key', { Origin: 'EXTERNAL' }],
    ['a log for ever', 'AWS::Logs::LogGroup', {}],
    ['a function’s log for a year', 'Custom::LogRetention', { RetentionInDays: 365 }],
  ])('but not %s', (_what, type, properties) => {
    expect(said(type, properties)).toBe('');
  });

  test('a primary of a global database decides its encryption', () => {
    const primary = { ...full, GlobalClusterIdentifier: 'g', MasterUsername: 'm', StorageEncrypted: false };
    expect(said('AWS::RDS::DBCluster', primary)).toContain('StorageEncrypted is false');
  });
});
