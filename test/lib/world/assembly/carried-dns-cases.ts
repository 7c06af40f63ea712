import { ACCOUNTS } from '../../../_helpers/assembly-folder';
import type { Case } from './carried-cases';

const { dev } = ACCOUNTS;
const record = (Type: string, more: Record<string, unknown>): Case => ({
  type: 'AWS::Route53::RecordSet',
  properties: { HostedZoneName: 'shop.example.', Name: 'pay.shop.example.', Type, ...more },
});
const alias = (DNSName: unknown): Case => record('A', { AliasTarget: { DNSName, HostedZoneId: 'Z1' } });

/** Names of prod that lead to what others answer, and its own resolver. */
export const DNS_CASES: Readonly<Record<string, Case>> = {
  'a name that is delegated to servers nobody describes': {
    ...record('NS', { ResourceRecords: ['ns-1.awsdns-01.com.'] }),
    told: /leads to ns-1\.awsdns-01\.com\..* answers there/,
  },
  'an alias of a load balancer that nothing describes': {
    ...alias('dev-1.eu-west-2.elb.amazonaws.com'),
    told: /whoever holds dev-1/,
  },
  'a canonical name of an interface that nothing describes': {
    ...record('CNAME', { ResourceRecords: ['abc.execute-api.eu-west-2.amazonaws.com'] }),
    told: /whoever holds abc/,
  },
  'a canonical name in a zone of dev': {
    ...record('CNAME', { ResourceRecords: ['api.dev.example'] }),
    told: new RegExp(`leads to api\\.dev\\.example, and whoever acts in .*${dev}`),
  },
  'a group of records with a delegation': {
    type: 'AWS::Route53::RecordSetGroup',
    properties: {
      HostedZoneName: 'shop.example.',
      RecordSets: [{ Name: 'x', Type: 'NS', ResourceRecords: ['ns.other.example'] }],
    },
    told: /leads to ns\.other\.example/,
  },
  'a zone below that the template itself makes': record('NS', {
    ResourceRecords: { 'Fn::GetAtt': ['Own', 'NameServers'] },
  }),
  'a canonical name that is put together from a resource of the template': record('CNAME', {
    ResourceRecords: [{ 'Fn::Join': ['', [{ Ref: 'Own' }, '.execute-api.eu-west-2.amazonaws.com']] }],
  }),
  'a canonical name whose beginning is filled in while it is deployed': {
    ...record('CNAME', { ResourceRecords: ['{{resolve:ssm:/edge/name}}.cloudfront.net'] }),
    told: /leads to \*\.cloudfront\.net/,
  },
  'an alias of a bucket of its own': alias({ 'Fn::GetAtt': ['Own', 'RegionalDomainName'] }),
  'an address, and what proves that a name is one\u2019s own': record('TXT', { ResourceRecords: ['"v=spf1 -all"'] }),
  'a canonical name at which a certificate is validated': record('CNAME', {
    ResourceRecords: ['_x.acm-validations.aws.'],
  }),
  'names that are forwarded to addresses elsewhere': {
    type: 'AWS::Route53Resolver::ResolverRule',
    properties: { RuleType: 'FORWARD', DomainName: 'corp.example', TargetIps: [{ Ip: '10.9.0.2', Port: '53' }] },
    told: /whoever answers at these addresses/,
  },
  'a rule of a resolver that another account shares': {
    type: 'AWS::Route53Resolver::ResolverRuleAssociation',
    properties: { VPCId: { Ref: 'Vpc' }, ResolverRuleId: 'rslvr-rr-1' },
    told: /ResolverRuleId = rslvr-rr-1 leads is not described/,
  },
};
