import ipaddr from 'ipaddr.js';
import { v4End, v6End, type EndpointSet } from './endpoints.js';
import { Pool } from './pool.js';

/** One address: IPv4 as an unsigned 32-bit number, IPv6 as an unsigned 128-bit bigint. */
export type Address =
  { readonly family: 4; readonly value: number } | { readonly family: 6; readonly value: bigint };

/** Reads one address in its usual form (dotted decimal; RFC 4291 section 2.2), or `undefined` where it is none. */
export function parseAddress(text: string): Address | undefined {
  if (!text.includes(':')) {
    const value = parseV4(text);
    return value === undefined ? undefined : { family: 4, value };
  }
  const tail = text.slice(text.lastIndexOf(':') + 1);
  // ipaddr.js would take a scope (`fe80::1%eth0`) and octal or hexadecimal parts in a dotted tail as well.
  if (!/^[\da-f:.]+$/i.test(text) || (tail.includes('.') && parseV4(tail) === undefined)) return undefined;
  const value = parseV6(text);
  return value === undefined ? undefined : { family: 6, value };
}

function parseV6(text: string): bigint | undefined {
  let parts: readonly number[];
  try {
    ({ parts } = ipaddr.IPv6.parse(text));
  } catch {
    return undefined;
  }
  let value = 0n;
  for (let i = 0; i < parts.length; i += 2) value = (value << 32n) | BigInt(parts[i] * 65_536 + parts[i + 1]);
  return value;
}

function parseV4(text: string): number | undefined {
  const value = v4At(text, 0, text.length);
  return value < 0 ? undefined : value;
}

/** The IPv4 address from `start` to `end` of `text`, or -1. Character by character, because questions come by the million. */
function v4At(text: string, start: number, end: number): number {
  let value = 0;
  let part = -1;
  let dots = 0;
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code === dot && part >= 0 && dots < 3) {
      value = value * 256 + part;
      part = -1;
      dots++;
    } else if (code >= zero && code <= zero + 9) {
      // A part with a leading zero is refused: some systems read it as octal.
      if (part === 0) return -1;
      part = Math.max(part, 0) * 10 + code - zero;
      if (part > 255) return -1;
    } else return -1;
  }
  return dots === 3 && part >= 0 ? value * 256 + part : -1;
}

const dot = '.'.charCodeAt(0);
const zero = '0'.charCodeAt(0);
const slash = '/'.charCodeAt(0);

/** An IPv4 address in dotted decimal. */
export function formatV4(value: number): string {
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.');
}

/** An IPv6 address in the form of RFC 5952. */
export function formatV6(value: bigint): string {
  const bytes: number[] = [];
  for (let shift = 120n; shift >= 0n; shift -= 8n) bytes.push(Number((value >> shift) & 255n));
  return new ipaddr.IPv6(bytes).toRFC5952String();
}

/** What a literal says, or the fact and the remedy where it is no address set, with the text that would mend it. */
export type Literal = { readonly set: EndpointSet } | { readonly problem: string; readonly mended?: string };

/** Reads an address literal: one address, a CIDR block with no host bits set, or a range from the lower address up. */
export function readLiteral(from: string, prefix: number | undefined, to: string | undefined): Literal {
  const first = parseAddress(from);
  if (first === undefined) return noAddress(from, prefix === undefined && to === undefined);
  if (prefix !== undefined) return block(first, prefix);
  const last = to === undefined ? first : parseAddress(to);
  if (last === undefined) return noAddress(to!, false);
  if (first.family !== last.family) {
    return {
      problem: 'A range cannot begin in one address family and end in the other. Write one range for each.',
    };
  }
  if (first.value > last.value) {
    return {
      problem: `The range ends before it begins. Swap its ends: \`${to}-${from}\`.`,
      mended: `${to}-${from}`,
    };
  }
  if (to === undefined && first.family === 4) return { set: v4Block(first.value, 32) };
  return { set: span(first, last.value) };
}

const nothing: readonly never[] = [];
const blocks = new Pool<EndpointSet>(({ v4 }) => v4, 50_000);
const blockOf = (v4: readonly number[]): EndpointSet => ({ v4, v6: nothing, symbols: nothing });

/** An IPv4 block. Large policies name the same ones very often: equal ones are mostly the same object. */
const v4Block = (value: number, prefix: number): EndpointSet =>
  blocks.of([value, value + 2 ** (32 - prefix)], blockOf);

/**
 * The set of the IPv4 address or block that stands from `start` to `end` of `text`; `undefined` where something else does,
 * or the literal has a mistake: `readLiteral` tells.
 */
export function v4LiteralAt(text: string, start: number, end: number): EndpointSet | undefined {
  const slashAt =
    text.charCodeAt(end - 2) === slash ? end - 2 : text.charCodeAt(end - 3) === slash ? end - 3 : end;
  let prefix = slashAt === end ? 32 : 0;
  for (let i = slashAt + 1; i < end; i++) prefix = prefix * 10 + text.charCodeAt(i) - zero;
  const value = v4At(text, start, slashAt);
  const isBlock = value >= 0 && prefix >= 0 && prefix <= 32 && value % 2 ** (32 - prefix) === 0;
  return isBlock ? v4Block(value, prefix) : undefined;
}

function block(first: Address, prefix: number): Literal {
  if (first.family === 4 && prefix <= 32 && first.value % 2 ** (32 - prefix) === 0)
    return { set: v4Block(first.value, prefix) };
  const bits = first.family === 4 ? 32 : 128;
  if (prefix > bits) {
    return {
      problem: `A prefix of an IPv${first.family} address has at most ${bits} bits${unlike(prefix)}. Correct it.`,
    };
  }
  const size = 1n << BigInt(bits - prefix);
  const value = BigInt(first.value);
  const start = value - (value % size);
  if (start !== value) {
    const base = first.family === 4 ? formatV4(Number(start)) : formatV6(start);
    const written = first.family === 4 ? formatV4(first.value) : formatV6(first.value);
    const problem = `\`${written}/${prefix}\` has bits set after the prefix. Write the block, \`${base}/${prefix}\`, or the one address, \`${written}\`.`;
    return { problem, mended: `${base}/${prefix}` };
  }
  const end = start + size - 1n;
  return { set: span(first, first.family === 4 ? Number(end) : end) };
}

function span(first: Address, last: number | bigint): EndpointSet {
  if (first.family === 4)
    return { v4: [first.value, Math.min(Number(last) + 1, v4End)], v6: nothing, symbols: nothing };
  const end = BigInt(last) + 1n;
  return { v4: nothing, v6: [first.value, end > v6End ? v6End : end], symbols: nothing };
}

/** What was written in place of a number: nothing where it has more digits than are counted. */
export const unlike = (value: number): string => (Number.isSafeInteger(value) ? `, not ${value}` : '');

/** `isAlone`: the text is the whole literal. */
function noAddress(text: string, isAlone: boolean): Literal {
  const [address, index] = text.split('%', 2);
  if (index === undefined || parseAddress(address) === undefined) return { problem: notAnAddress(text) };
  const problem = `\`%${index}\` names an interface of one machine, which means nothing to a network. Write the address alone: \`${address}\`.`;
  return isAlone ? { problem, mended: address } : { problem };
}

function notAnAddress(text: string): string {
  const kind = text.includes(':') ? 'IPv6' : 'IPv4';
  const form =
    kind === 'IPv4'
      ? 'four numbers from 0 to 255 without leading zeros, as in `10.0.0.1`'
      : 'as in `2001:db8::1`';
  return `\`${text}\` is no ${kind} address. Write ${form}.`;
}

/** A set as text, shortest form first: CIDR blocks and ranges of IPv4, then IPv6; symbols are left to the caller. */
export function formatRanges(set: EndpointSet): string[] {
  const result: string[] = [];
  for (let i = 0; i < set.v4.length; i += 2)
    result.push(formatRange(BigInt(set.v4[i]), BigInt(set.v4[i + 1]), 4));
  for (let i = 0; i < set.v6.length; i += 2) result.push(formatRange(set.v6[i], set.v6[i + 1], 6));
  return result;
}

function formatRange(lo: bigint, hi: bigint, family: 4 | 6): string {
  const print = (value: bigint): string => (family === 4 ? formatV4(Number(value)) : formatV6(value));
  const size = hi - lo;
  if (size === 1n) return print(lo);
  const isBlock = (size & (size - 1n)) === 0n && lo % size === 0n;
  if (!isBlock) return `${print(lo)}-${print(hi - 1n)}`;
  return `${print(lo)}/${(family === 4 ? 32 : 128) - (size.toString(2).length - 1)}`;
}
