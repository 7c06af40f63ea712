/** What a stage sets where the workload leaves it out: nothing that anybody said, and only what the type has. */
import { STATEFUL, UNSAID, isUnsaid, unsaidOf } from '../../../lib/fence';

const named = (type: string, name: string) =>
  UNSAID.find((one) => one.type === type && one.path.includes(name)) ?? UNSAID[0]!;
const PUBLIC = named('AWS::RDS::DBInstance', 'PubliclyAccessible');
const BETWEEN = named('AWS::OpenSearchService::Domain', 'NodeToNodeEncryptionOptions');
const OLDER = named('AWS::Elasticsearch::Domain', 'NodeToNodeEncryptionOptions');
const TOKEN = named('AWS::EC2::Instance', 'HttpTokens');
const TLS = named('AWS::MSK::Cluster', 'ClientBroker');

test.each([
  ['nothing said', {}, PUBLIC, true],
  ['nothing said, in so many words', { PubliclyAccessible: null }, PUBLIC, true],
  ['a machine by itself', {}, TOKEN, true],
  ['a machine of a template, which says it for it', { LaunchTemplate: { Version: '1' } }, TOKEN, false],
  ['said to be public', { PubliclyAccessible: true }, PUBLIC, false],
  ['decided at deployment', { PubliclyAccessible: { Ref: 'P' } }, PUBLIC, false],
  ['a half of it said', { EncryptionInfo: { EncryptionAtRest: { DataVolumeKMSKeyId: 'k' } } }, TLS, true],
  ['the whole decided at deployment', { EncryptionInfo: { 'Fn::If': ['C', {}, {}] } }, TLS, false],
  ['plain text asked for', { EncryptionInfo: { EncryptionInTransit: { ClientBroker: 'PLAINTEXT' } } }, TLS, false],
  ['the newest of OpenSearch', {}, BETWEEN, true],
  ['an OpenSearch', { EngineVersion: 'OpenSearch_2.19' }, BETWEEN, true],
  ['an Elasticsearch that can', { EngineVersion: 'Elasticsearch_7.10' }, BETWEEN, true],
  ['an Elasticsearch that cannot', { EngineVersion: 'Elasticsearch_5.6' }, BETWEEN, false],
  ['a version that nobody knows yet', { EngineVersion: { Ref: 'V' } }, BETWEEN, false],
  ['no version of Elasticsearch, which is 1.5', {}, OLDER, false],
  ['a later one', { ElasticsearchVersion: '7.1' }, OLDER, true],
])('%s', (_, properties, unsaid, expected) => {
  expect(isUnsaid(properties, unsaid)).toBe(expected);
});

test('encryption is prod’s, a closed door is everybody’s', () => {
  expect(unsaidOf('AWS::RDS::DBInstance', false)).toHaveLength(1);
  expect(unsaidOf('AWS::DAX::Cluster', false)).toEqual([]);
  expect(unsaidOf('AWS::DAX::Cluster', true)).toHaveLength(1);
});

test('none says what a guard of the data says already', () => {
  const asked = UNSAID.filter(({ type, path }) =>
    (STATEFUL[type]?.guards ?? []).some((guard) => guard.path.join() === path.join()),
  );
  expect(asked).toEqual([]);
});
