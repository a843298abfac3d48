import type { Finding, Fix } from '../../findings.js';
import { deletionOf } from '../../fixes/deletion.js';
import { fix, replace } from '../../fixes/edits.js';
import { placeIn, type SourceFile } from '../../names/declarations.js';
import type { Place } from '../../text/span.js';
import type { Snapshot } from '../../workspace.js';
import { thingAt } from '../at.js';
import { mentionsOf } from '../mentions.js';
import { unusedName } from '../unused-name.js';
import { propertiesAround, withoutPiece } from './pieces.js';
import { spotsOf } from '../values.js';

/** A second declaration of a name gets another one, or goes where it says just what the first does. */
export function mendDuplicate(snapshot: Snapshot, file: SourceFile, item: number, { place }: Finding): Fix[] {
  const thing = thingAt(snapshot, place.file, place.end);
  if (thing?.kind === 'labelKey') return takeOutPair(file, item, place);
  if (thing?.kind !== 'name' || !thing.declares) return takeOut(file, item, place.start);
  const { namespace, name } = thing;
  const own = file.text.slice(place.start, place.end);
  const fresh = unusedName(snapshot, namespace, `${own}-2`, name.slice(0, -own.length));
  const renaming: Fix = {
    ...fix(`Name this one \`${fresh}\``, replace(file, place, fresh)),
    focus: { edit: 0, start: 0, end: fresh.length, rename: true },
  };
  const { duplicates } = snapshot.resolved.declarations;
  const first = duplicates.find(
    ({ declaration }) => declaration.file === file && declaration.item === item,
  )?.first;
  const isCopy = first !== undefined && wordsOf(first.file, first.item) === wordsOf(file, item);
  return [...(isCopy ? [fix('Delete this copy', ...deletionOf(file, new Set([item])))] : []), renaming];
}

/** A declaration with all in it, white space aside. */
const wordsOf = ({ text, tree }: SourceFile, item: number): string =>
  text.slice(tree.starts[item], tree.ends[item]).replace(/\s+/g, ' ');

/** A pair whose key stands before it already goes. */
function takeOutPair(file: SourceFile, item: number, { start }: Place): Fix[] {
  for (const whole of mentionsOf(file.tree.items[item]).wholes) {
    if (whole.kind !== 'labels') continue;
    const pairs = whole.pairs.map(({ key, value }) =>
      placeIn(file, item, { start: key.span.start, end: value.span.end }),
    );
    const index = pairs.findIndex((pair) => pair.start === start);
    if (index < 0) continue;
    const text = file.text.slice(start, pairs[index].end);
    return [fix(`Delete this \`${text}\``, withoutPiece(file, pairs, index))];
  }
  return [];
}

/** A property that stands twice, or that is no property of the thing, goes. */
export function takeOut(file: SourceFile, item: number, offset: number): Fix[] {
  const properties = propertiesAround(file, item);
  const index = properties.findIndex(({ start, end }) => start <= offset && offset < end);
  if (index < 0) return [];
  const { start } = properties[index];
  const key = /^[\w-]*/.exec(file.text.slice(start))![0];
  return [fix(`Delete this \`${key}\``, withoutPiece(file, properties, index))];
}

/** A name that leads back to what it stands in goes from its list; where it stands alone, the declaration does. */
export function breakCircle(file: SourceFile, item: number, { place }: Finding): Fix[] {
  const start = file.tree.starts[item];
  const name = file.text.slice(place.start, place.end);
  for (const { value } of spotsOf(file.tree.items[item])) {
    if (value.kind !== 'list') continue;
    const spans = value.elements.map(({ span }) => ({ start: start + span.start, end: start + span.end }));
    const index = spans.findIndex((span) => span.start === place.start && span.end === place.end);
    if (index >= 0 && spans.length > 1)
      return [fix(`Take \`${name}\` out of this list`, withoutPiece(file, spans, index))];
  }
  const { kind } = file.tree.items[item];
  return [fix(`Delete this ${kind}`, ...deletionOf(file, new Set([item])))];
}
