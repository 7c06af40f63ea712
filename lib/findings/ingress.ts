/** An entry of a security group, as CloudFormation has it; what is no text was not known at synthesis. */
export interface Ingress {
  readonly CidrIp?: unknown;
  readonly CidrIpv6?: unknown;
  readonly SourceSecurityGroupId?: unknown;
  readonly SourceSecurityGroupName?: unknown;
  readonly SourcePrefixListId?: unknown;
}

/** The wildest network that is somebody's own: the largest private one has 8 bits, the largest IPv6 allocation 20. */
const OWN_BITS = { v4: 8, v6: 16 } as const;

/**
 * Whether strangers cannot be meant by any entry: each is for a group, a prefix list or a network of somebody's own.
 *
 * @param isOwnNetwork Knows addresses that CloudFormation fills in from a network of the app.
 */
export function isClosed(entries: readonly Ingress[], isOwnNetwork: (address: unknown) => boolean): boolean {
  return entries.every((entry) => {
    const addresses = [entry.CidrIp, entry.CidrIpv6].filter((one) => one !== undefined);
    if (addresses.length > 0) return addresses.every((one) => isNarrow(one) || isOwnNetwork(one));
    const { SourceSecurityGroupId: id, SourceSecurityGroupName: name, SourcePrefixListId: list } = entry;
    return [id, name, list].some((one) => one !== undefined);
  });
}

function isNarrow(address: unknown): boolean {
  const [, network, bits] = /^([\d.]+|[\da-f:.]*:[\da-f:.]*)\/(\d+)$/i.exec(String(address)) ?? [];
  if (typeof address !== 'string' || network === undefined) return false;
  return Number(bits) >= (network.includes(':') ? OWN_BITS.v6 : OWN_BITS.v4);
}
