import type { Range } from './ranges';

/** IPv4 addresses are 0 to 2^32 - 1; IPv6 addresses lie above. */
const V6 = 1n << 40n;

/** All addresses of both families. */
export const ALL_ADDRESSES: readonly Range[] = [
  { from: 0n, to: (1n << 32n) - 1n },
  { from: V6, to: V6 + (1n << 128n) - 1n },
];

/** An address or a block in CIDR form as a range; host bits are ignored. Undefined where the text is neither. */
export function block(text: string): Range | undefined {
  const [address, length, ...more] = text.trim().split('/');
  if (more.length > 0 || (length !== undefined && !/^\d{1,3}$/.test(length))) return undefined;
  const four = version4(address);
  if (four !== undefined) return masked(four, 32, length, 0n);
  const six = version6(address);
  return six === undefined ? undefined : masked(six, 128, length, V6);
}

function masked(address: bigint, bits: number, length: string | undefined, offset: bigint): Range | undefined {
  const prefix = length === undefined ? bits : Number(length);
  if (prefix > bits) return undefined;
  const host = BigInt(bits - prefix);
  const from = (address >> host) << host;
  return { from: offset + from, to: offset + from + (1n << host) - 1n };
}

function version4(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || parts.some((part) => !/^\d{1,3}$/.test(part) || Number(part) > 255)) return undefined;
  return parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n);
}

function version6(text: string): bigint | undefined {
  if (!text.includes(':')) return undefined;
  const last = text.slice(text.lastIndexOf(':') + 1);
  const four = last.includes('.') ? version4(last) : undefined;
  if (last.includes('.') && four === undefined) return undefined;
  const plain = four === undefined ? text : text.slice(0, -last.length) + hexPair(four);
  const halves = plain.split('::');
  if (halves.length > 2) return undefined;
  const [left, right] = halves.map((half) => (half ? half.split(':') : []));
  const missing = 8 - left.length - (right?.length ?? 0);
  if (right ? missing < 1 : missing !== 0) return undefined;
  const groups = right ? [...left, ...Array<string>(missing).fill('0'), ...right] : left;
  if (groups.some((group) => !/^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return groups.reduce((sum, group) => (sum << 16n) + BigInt(`0x${group}`), 0n);
}

function hexPair(four: bigint): string {
  return `${(four >> 16n).toString(16)}:${(four & 0xffffn).toString(16)}`;
}

/** The text of an address of either family. */
export function addressText(address: bigint): string {
  if (address < V6) return [24n, 16n, 8n, 0n].map((shift) => ((address >> shift) & 255n).toString()).join('.');
  const bits = address - V6;
  const groups = Array.from({ length: 8 }, (_, index) => ((bits >> BigInt(112 - 16 * index)) & 0xffffn).toString(16));
  return groups.join(':');
}
