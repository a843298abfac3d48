import type { TextEdit } from '../../findings.js';
import { replace, wholeLines } from '../../fixes/edits.js';
import { placeIn, type SourceFile } from '../../names/declarations.js';
import type { Span } from '../../text/span.js';

/**
 * Takes one of several pieces that stand side by side out of a file, such as an element of a list, with what parts it from
 * its neighbour: the next one on its line, else the one before.
 */
export function withoutPiece(file: SourceFile, pieces: readonly Span[], index: number): TextEdit {
  const { lines } = file;
  const own = pieces[index];
  const [before, after] = [pieces.at(index - 1), pieces.at(index + 1)];
  if (after && index + 1 < pieces.length && lines.lineAt(after.start) === lines.lineAt(own.end))
    return replace(file, { start: own.start, end: after.start }, '');
  if (before && index > 0 && lines.lineAt(before.end) === lines.lineAt(own.start))
    return replace(file, { start: before.end, end: own.end }, '');
  const comma = /^\s*,/.exec(file.text.slice(own.end, lines.lineEnd(lines.lineAt(own.end))));
  return replace(file, wholeLines(file, { start: own.start, end: own.end + (comma?.[0].length ?? 0) }), '');
}

/** The properties of an item, or those beside a property of a zone, by where they stand in the file. */
export function propertiesAround(file: SourceFile, item: number): Span[] {
  const { items, parents, starts } = file.tree;
  const node = items[item];
  if (node.kind === 'property') {
    const zone = parents[item];
    return items.flatMap((other, i) =>
      other.kind === 'property' && parents[i] === zone
        ? [{ start: starts[i], end: starts[i] + other.property.span.end }]
        : [],
    );
  }
  return 'properties' in node ? node.properties.map(({ span }) => placeIn(file, item, span)) : [];
}
