import type { Finding } from '../findings.js';
import { formatRanges } from '../net/address.js';
import { intersectEndpoints, isEmptySet, subtractEndpoints, type EndpointSet } from '../net/endpoints.js';
import type { Segment } from '../policy/model.js';
import { comparePlaces } from '../text/span.js';
import { remembered } from './remember.js';
import { finding, type CheckInput } from './report.js';

/** `zone-overlap`: zones that are not nested in each other and declare the same address. */
export const zoneOverlap = ({ policy }: CheckInput): readonly Finding[] => overlaps(policy.segments);

const overlaps = remembered((segments: readonly Segment[]): Finding[] => {
  const zones = segments
    .map((segment, index) => ({ segment, index }))
    .filter(({ segment }) => segment.kind === 'zone' && !isEmptySet(segment.declared))
    .sort((a, b) => comparePlaces(a.segment.place, b.segment.place));
  const findings: Finding[] = [];
  for (const [zone, before] of overlapping(segments, zones)) {
    const { segment } = zone;
    const shared = intersectEndpoints(segment.declared, before[0].declared);
    const others = before.length > 1 ? ` and ${before.length - 1} more` : '';
    const message =
      `Zone \`${segment.name}\` and zone \`${before[0].name}\`${others} both declare ${sample(shared)}, so a rule for one also ` +
      `speaks of the other. Give each its own addresses, or nest one zone in the other.`;
    const related = before.slice(0, 20).map((other) => ({
      place: other.namePlace,
      message: `\`${other.name}\` declares ${sample(intersectEndpoints(segment.declared, other.declared))} too.`,
    }));
    findings.push(finding('zone-overlap', segment.namePlace, message, { related }));
  }
  return findings;
});

interface Indexed {
  readonly segment: Segment;
  readonly index: number;
}

/** Each zone that overlaps ones before it, with these, by place: a sweep over all ranges sorted by their start. */
function overlapping(segments: readonly Segment[], zones: readonly Indexed[]): Map<Indexed, Segment[]> {
  const pairs = new Map<Indexed, Set<Indexed>>();
  const order = new Map(zones.map((zone, i) => [zone, i]));
  const meet = (a: Indexed, b: Indexed): void => {
    if (a === b || nested(segments, a.index, b.index) || nested(segments, b.index, a.index)) return;
    const [first, second] = order.get(a)! < order.get(b)! ? [a, b] : [b, a];
    pairs.set(second, (pairs.get(second) ?? new Set()).add(first));
  };
  sweep(zones, (zone) => zone.segment.declared.v4, meet);
  sweep(zones, (zone) => zone.segment.declared.v6, meet);
  return new Map(
    zones
      .filter((zone) => pairs.has(zone))
      .map((zone) => [
        zone,
        [...pairs.get(zone)!].sort((a, b) => order.get(a)! - order.get(b)!).map(({ segment }) => segment),
      ]),
  );
}

function sweep<T extends number | bigint>(
  zones: readonly Indexed[],
  ranges: (zone: Indexed) => readonly T[],
  meet: (a: Indexed, b: Indexed) => void,
): void {
  const starts: { lo: T; hi: T; zone: Indexed }[] = [];
  for (const zone of zones) {
    const list = ranges(zone);
    for (let i = 0; i < list.length; i += 2) starts.push({ lo: list[i], hi: list[i + 1], zone });
  }
  starts.sort((a, b) => (a.lo < b.lo ? -1 : a.lo > b.lo ? 1 : 0));
  let open: typeof starts = [];
  for (const range of starts) {
    open = open.filter(({ hi }) => hi > range.lo);
    for (const other of open) meet(other.zone, range.zone);
    open.push(range);
  }
}

function nested(segments: readonly Segment[], inner: number, outer: number): boolean {
  for (let at = inner; at >= 0; at = segments[at].parent) if (at === outer) return true;
  return false;
}

/** `outside-parent`: a zone's own addresses reach out of those of the zone around it. */
export const outsideParent = ({ policy }: CheckInput): readonly Finding[] => outside(policy.segments);

const outside = remembered((segments: readonly Segment[]): Finding[] => {
  const findings: Finding[] = [];
  for (const segment of segments) {
    const parent = segments[segment.parent];
    if (
      segment.kind !== 'zone' ||
      parent === undefined ||
      segment.own === undefined ||
      parent.own === undefined ||
      parent.unclaimed
    )
      continue;
    const rest = subtractEndpoints(segment.own, parent.own);
    if (isEmptySet(rest)) continue;
    const message =
      `${capital(sample(rest))} of zone \`${segment.name}\` lies outside \`${parent.name}\`, the zone around it. ` +
      `Widen the addresses of \`${parent.name}\`, or correct those of \`${segment.name}\`.`;
    const related = [{ place: parent.namePlace, message: `\`${parent.name}\` has ${sample(parent.own)}.` }];
    findings.push(finding('outside-parent', segment.namePlace, message, { related }));
  }
  return findings;
});

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** A few of a set's ranges, and how many more there are. */
export function sample(set: EndpointSet): string {
  const ranges = formatRanges(set);
  const more = ranges.length > 3 ? ` and ${ranges.length - 3} more` : '';
  return ranges.slice(0, 3).join(', ') + more;
}
