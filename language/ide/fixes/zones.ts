import type { Finding, Fix, TextEdit } from '../../findings.js';
import { fix, replace } from '../../fixes/edits.js';
import { textOf, withExcept } from '../../fixes/parts.js';
import { listOf } from '../../fixes/sets.js';
import { formatRanges } from '../../net/address.js';
import { intersectEndpoints, isEmptySet, subtractEndpoints, type EndpointSet } from '../../net/endpoints.js';
import type { SourceFile } from '../../names/declarations.js';
import type { Segment } from '../../policy/model.js';
import type { Expr } from '../../syntax/tree.js';
import type { Snapshot } from '../../workspace.js';

/** More ranges than this are not written into a zone: they were not meant one by one. */
const mostRanges = 6;

/** A zone leaves the addresses that others declare, too, to one of them. */
export function leaveShared(snapshot: Snapshot, { place, related = [] }: Finding): Fix[] {
  const zone = segmentAt(snapshot, place);
  if (zone?.own === undefined) return [];
  return related.slice(0, 3).flatMap((one) => {
    const other = segmentAt(snapshot, one.place);
    const shared = other && intersectEndpoints(zone.own!, other.declared);
    if (shared === undefined || isEmptySet(shared) || isEmptySet(subtractEndpoints(zone.own!, shared)))
      return [];
    return rewriteAddresses(
      snapshot,
      zone,
      shared,
      (written, value, ranges) => withExcept(written, value, ranges),
      (ranges) => `Leave ${ranges} to \`${other!.name}\`: what \`${zone.name}\` means changes`,
    );
  });
}

/** The zone around takes in the addresses that lie outside it. */
export function widenParent(snapshot: Snapshot, { place }: Finding): Fix[] {
  const zone = segmentAt(snapshot, place);
  const parent = zone && snapshot.resolved.policy.segments[zone.parent];
  if (zone?.own === undefined || parent?.own === undefined) return [];
  return rewriteAddresses(
    snapshot,
    parent,
    subtractEndpoints(zone.own, parent.own),
    (written, value, ranges) => {
      const old = value.kind === 'list' ? value.elements : [value];
      return listOf([...old.map((element) => textOf(written, element)), ...ranges]);
    },
    (ranges) => `Widen \`${parent.name}\` by ${ranges}: what it means changes`,
  );
}

type Written = { readonly file: SourceFile; readonly item: number };

function rewriteAddresses(
  snapshot: Snapshot,
  segment: Segment,
  set: EndpointSet,
  rewrite: (written: Written, value: Expr, ranges: readonly string[]) => string,
  titleOf: (ranges: string) => string,
): Fix[] {
  const ranges = formatRanges(set);
  const found = addressesOf(snapshot, segment);
  if (found === undefined || ranges.length === 0 || ranges.length > mostRanges) return [];
  const { file, item, value } = found;
  const start = file.tree.starts[item];
  const text = rewrite({ file, item }, value, ranges);
  const edit: TextEdit = replace(
    file,
    { start: start + value.span.start, end: start + value.span.end },
    text,
  );
  return [fix(titleOf(ranges.join(', ')), edit)];
}

const segmentAt = ({ resolved }: Snapshot, place: Finding['place']): Segment | undefined =>
  resolved.policy.segments.find(
    ({ namePlace }) => namePlace.file === place.file && namePlace.start === place.start,
  );

/** The value of a zone's own `addresses`, and the item that it stands in. */
function addressesOf(
  snapshot: Snapshot,
  { name }: Segment,
): (Written & { readonly value: Expr }) | undefined {
  const declaration = snapshot.resolved.declarations.byName.segment.get(name);
  if (declaration?.kind !== 'zone') return undefined;
  const { file, item: zone } = declaration;
  const { items, parents, ends, starts } = file.tree;
  for (let item = zone + 1; item < items.length && starts[item] < ends[zone]; item++) {
    const node = items[item];
    if (node.kind !== 'property' || parents[item] !== zone || node.property.key.text !== 'addresses')
      continue;
    return node.problems.length > 0 ? undefined : { file, item, value: node.property.value };
  }
  return undefined;
}
