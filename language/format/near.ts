import { parse } from '../syntax/parse.js';
import type { SourceTree } from '../syntax/tree.js';
import type { LineIndex } from '../text/lines.js';
import type { Span } from '../text/span.js';
import type { Replacement } from './difference.js';
import { formatRange } from './range.js';

/** What is laid out at once is no longer than this: somebody is typing. Characters. */
const longest = 20_000;

/**
 * The same as `formatRange`, from the paragraph around the range alone: the statements of its block that follow each
 * other without a blank line, which is as far as columns reach. Nothing where that is long, or shares lines with others.
 */
export function formatNear(text: string, tree: SourceTree, lines: LineIndex, range: Span): Replacement[] {
  if (!tree.regular) return [];
  const part = paragraphAround(text, tree, lines, range);
  if (part === undefined || part.end - part.start > longest) return [];
  const { start, end, blocks } = part;
  const heads = blocks.map((block) =>
    text.slice(tree.starts[block], tree.starts[block] + tree.items[block].length),
  );
  const head = heads.map((one) => `${one}\n`).join('');
  const own = `${head}${text.slice(start, end)}\n${'}\n'.repeat(blocks.length)}`;
  const shift = start - head.length;
  const found = formatRange(own, parse(own), { start: range.start - shift, end: range.end - shift });
  return found.map((edit) => ({ ...edit, start: edit.start + shift, end: edit.end + shift }));
}

/** Whole lines of a block, and the blocks around them, the outermost first. */
interface Paragraph extends Span {
  readonly blocks: readonly number[];
}

function paragraphAround(
  text: string,
  tree: SourceTree,
  lines: LineIndex,
  range: Span,
): Paragraph | undefined {
  const first = itemsIn(tree, range);
  if (first === undefined) return undefined;
  const { block } = first;
  let { from, to } = first;
  const start = (item: number): number => lines.lineStart(lines.lineAt(tree.starts[item]));
  const end = (item: number): number => lines.lineEnd(lines.lineAt(tree.ends[item]));
  const isLong = (): boolean => end(to) - start(from) > longest;
  for (let next = from - 1; next > block && !isLong(); next--) {
    if (tree.parents[next] !== block) continue;
    if (hasBlankLine(text.slice(tree.ends[next], tree.starts[from]))) break;
    from = next;
  }
  for (let next = to + 1; next < tree.starts.length && !isLong(); next++) {
    if (tree.parents[next] === block) {
      if (hasBlankLine(text.slice(tree.ends[to], tree.starts[next]))) break;
      to = next;
    } else if (tree.starts[next] >= tree.ends[to]) break;
  }
  const span = { start: start(from), end: end(to) };
  const around =
    block < 0
      ? undefined
      : { start: tree.starts[block] + tree.items[block].length, end: tree.ends[block] - 1 };
  const isOwn = around === undefined || (around.start < span.start && span.end < around.end);
  const isWhole = text.slice(span.start, tree.starts[from]).trim() === '';
  const holds = span.start <= range.start && range.end <= span.end;
  return isOwn && isWhole && holds ? { ...span, blocks: blocksAround(tree, block) } : undefined;
}

/** The statements of the innermost block that the range touches. */
function itemsIn(
  { starts, ends, parents, items }: SourceTree,
  range: Span,
): { readonly block: number; readonly from: number; readonly to: number } | undefined {
  let low = -1;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle] <= range.end) low = middle;
    else high = middle - 1;
  }
  if (low < 0) return undefined;
  let to = low;
  // Up to the block whose inside holds all of the range.
  const isInside = (block: number): boolean =>
    block < 0 || (starts[block] + items[block].length <= range.start && range.end < ends[block]);
  while (to >= 0 && !isInside(parents[to])) to = parents[to];
  if (to < 0 || ends[to] < range.start) return undefined;
  let from = to;
  for (let before = to - 1; before > parents[to]; before--) {
    if (parents[before] !== parents[to]) continue;
    if (ends[before] < range.start) break;
    from = before;
  }
  return { block: parents[to], from, to };
}

const hasBlankLine = (gap: string): boolean => /(?:\r\n|\n|\r)[ \t]*(?:\r\n|\n|\r)/.test(gap);

function blocksAround({ parents }: SourceTree, block: number): number[] {
  const blocks: number[] = [];
  for (let at = block; at >= 0; at = parents[at]) blocks.unshift(at);
  return blocks;
}
