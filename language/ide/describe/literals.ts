import { readLiteral } from '../../net/address.js';
import { intersectEndpoints, isEmptySet, subtractEndpoints, type EndpointSet } from '../../net/endpoints.js';
import { isProtocol, portRange, protocolByNumber } from '../../net/services.js';
import { intersect } from '../../net/ranges.js';
import type { Policy } from '../../policy/model.js';
import type { Snapshot } from '../../workspace.js';
import { code, codes, counted } from '../markdown.js';
import { usageOf } from '../usage.js';
import type { AddressLiteral, LabelMap, ServiceLiteral } from '../mentions.js';
import { countOf } from './endpoints.js';
import { describeProtocol } from './words.js';

/** An address literal: how many addresses, and which zones and workloads hold them. */
export function describeAddress(
  { resolved: { policy } }: Snapshot,
  { from, prefix, to }: AddressLiteral,
): string | undefined {
  const read = readLiteral(from, prefix, to);
  if (!('set' in read)) return undefined;
  const { whole, partly } = holders(policy, read.set);
  const lines = [`**${countOf(read.set)}**`];
  if (whole.length > 0) lines.push(`in ${codes(whole, 6)}`);
  if (partly.length > 0) lines.push(`partly in ${codes(partly, 6)}`);
  if (whole.length + partly.length === 0) lines.push('in no zone or workload');
  return lines.join('\n\n');
}

/** The innermost zones and workloads that declare all of a set or some of it. */
function holders({ segments }: Policy, set: EndpointSet): { whole: string[]; partly: string[] } {
  const whole = new Set<number>();
  const partly = new Set<number>();
  segments.forEach(({ kind, declared, own }, index) => {
    if (kind === 'group') return;
    // What a zone with the unclaimed addresses has got is in `own` alone.
    const sets = own === undefined || own === declared ? [declared] : [declared, own];
    if (sets.some((held) => isEmptySet(subtractEndpoints(set, held)))) whole.add(index);
    else if (sets.some((held) => !isEmptySet(intersectEndpoints(held, set)))) partly.add(index);
  });
  // A zone that holds all need not be named where one inside it does.
  for (const index of [...whole])
    for (let at = segments[index].parent; at >= 0; at = segments[at].parent) whole.delete(at);
  const names = (found: Iterable<number>): string[] => [...found].map((index) => segments[index].name);
  return { whole: names(whole), partly: names(partly) };
}

/** A service literal: its protocol, and which named services it belongs to. */
export function describeServiceLiteral(
  { resolved: { policy } }: Snapshot,
  { protocol, from, to }: ServiceLiteral,
): string | undefined {
  if (Number.isNaN(from) || Number.isNaN(to)) return describeProtocol(protocol.text);
  const set =
    protocol.text === 'protocol'
      ? protocolByNumber(from)
      : isProtocol(protocol.text)
        ? portRange(protocol.text, from, to)
        : undefined;
  if (set === undefined) return undefined;
  const names = [...policy.services]
    .filter(([, services]) => intersect(services, set).length > 0)
    .map(([name]) => name);
  const meaning = describeProtocol(protocol.text);
  return names.length > 0 ? `${meaning}\n\nmeets ${codes(names, 8)}` : meaning;
}

/** A label map: the workloads that it finds. */
export function describeLabelMap({ resolved: { policy } }: Snapshot, { pairs }: LabelMap): string {
  return `**label map** — ${workloads(
    policy,
    pairs.map(({ key, value }) => [key.text, value.text]),
  )}`;
}

export function describeLabelKey(snapshot: Snapshot, key: string): string | undefined {
  const { labels, labelsInUse } = usageOf(snapshot);
  const values = labels.get(key) ?? labelsInUse.get(key);
  return values && `**label** ${code(key)} — ${codes([...values], 12)}`;
}

export function describeLabelValue({ resolved: { policy } }: Snapshot, key: string, value: string): string {
  return `**label** ${code(`${key}: ${value}`)} — ${workloads(policy, [[key, value]])}`;
}

function workloads({ segments }: Policy, pairs: readonly (readonly [string, string])[]): string {
  if (pairs.length === 0) return 'no label, so no workload';
  const found = segments.filter(
    ({ kind, labels }) => kind === 'workload' && pairs.every(([key, value]) => labels.get(key) === value),
  );
  if (found.length === 0) return 'no workload carries it';
  return `${counted(found.length, 'workload')}: ${codes(
    found.map(({ name }) => name),
    8,
  )}`;
}
