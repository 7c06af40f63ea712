import { isClosed } from '../../../lib/findings';

const own = (address: unknown): boolean => JSON.stringify(address) === '{"Fn::GetAtt":["Vpc","CidrBlock"]}';

test.each([
  ['nothing', [], true],
  ['another group', [{ SourceSecurityGroupId: { Ref: 'G' } }], true],
  ['a prefix list', [{ SourcePrefixListId: 'pl-1' }], true],
  ['a private network', [{ CidrIp: '10.0.0.0/8' }], true],
  ['one address of IPv6', [{ CidrIpv6: '2001:db8::1/128' }], true],
  ['the network of the app', [{ CidrIp: { 'Fn::GetAtt': ['Vpc', 'CidrBlock'] } }], true],
  ['everybody', [{ CidrIp: '0.0.0.0/0' }], false],
  ['everybody by IPv6', [{ CidrIpv6: '::/0' }], false],
  ['half of everybody', [{ CidrIp: '128.0.0.0/1' }], false],
  ['an address of tomorrow', [{ CidrIp: { Ref: 'Office' } }], false],
  ['a group, and everybody', [{ SourceSecurityGroupId: 'sg-1', CidrIp: '0.0.0.0/0' }], false],
  ['one entry of two', [{ CidrIp: '10.0.0.0/16' }, { CidrIp: '0.0.0.0/0' }], false],
  ['nobody named', [{}], false],
  ['an intrinsic in the place of an entry', [{ 'Fn::If': ['C', {}, {}] }], false],
  ['a text that is no network', [{ CidrIp: 'pl-1/24' }], false],
] as const)('%s', (_, entries, expected) => {
  expect(isClosed(entries as readonly object[], own)).toBe(expected);
});
