import { joinChanges, narrowed, type Change } from './change.js';

/** A position in a text: line and column, both from 0, columns in UTF-16 units as in the Language Server Protocol. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Where the lines of two texts begin alike; offsets of the newer one. */
export interface SameLines {
  /** Up to here every offset is at the same place in both. */
  readonly upTo: number;
  /** From here on every offset is at the same column in both, and as many lines further down. */
  readonly from: number;
  /** How much further on the same text stands behind `from`. */
  readonly shift: number;
}

/** How a text came from another by an edit. Holds neither text: what is known of edits must not keep old ones. */
interface Origin {
  /** That of the text before the edit; `undefined` where nothing is known of one. */
  readonly before: Origin | undefined;
  readonly change: Change;
  /** How many edits are known in a row. */
  readonly count: number;
}

/** More edits than these are not remembered in a row. */
const mostEdits = 256;

const origins = new WeakMap<LineIndex, Origin>();

function originOf(lines: LineIndex): Origin {
  let origin = origins.get(lines);
  if (origin === undefined)
    origins.set(lines, (origin = { before: undefined, change: { start: 0, end: 0, newEnd: 0 }, count: 0 }));
  return origin;
}

/** Where the lines of one text begin. `\n`, `\r\n` and a lone `\r` end a line. */
export class LineIndex {
  private readonly starts: Int32Array;

  constructor(
    private readonly text: string,
    starts?: Int32Array,
  ) {
    this.starts = starts ?? new Int32Array(withFirst(breaksIn(text, 0, text.length)));
  }

  /** The index of a text that came from this one by replacing `start` to `end` so that what followed moved by `shift`. */
  edited(text: string, start: number, end: number, shift: number): LineIndex {
    const old = this.starts;
    // One character more on each side: `\r` and `\n` may come together or apart.
    const from = Math.max(0, start - 1);
    const to = Math.min(this.text.length, end + 1);
    const keep = this.lineAt(from);
    const rest = this.lineAt(to) + 1;
    const next = (old[rest] ?? this.text.length) + shift;
    const put = [old[keep], ...breaksIn(text, old[keep], next)];
    if (rest < old.length && put.at(-1) === next) put.pop();
    const starts = new Int32Array(keep + put.length + old.length - rest);
    starts.set(old.subarray(0, keep));
    starts.set(put, keep);
    for (let i = rest, at = keep + put.length; i < old.length; i++, at++) starts[at] = old[i] + shift;
    const index = new LineIndex(text, starts);
    const origin = originOf(this);
    if (origin.count < mostEdits) {
      const change = narrowed(this.text, text, { start, end, newEnd: end + shift });
      origins.set(index, { before: origin, change, count: origin.count + 1 });
    }
    return index;
  }

  /** The edits that made this text of an older one, as one; `undefined` where that is not known. */
  changeSince(before: LineIndex): Change | undefined {
    const first = origins.get(before);
    let change: Change | undefined;
    for (let origin = origins.get(this); origin?.before; origin = origin.before) {
      change = change === undefined ? origin.change : joinChanges(origin.change, change);
      if (origin.before === first) return change;
    }
    return undefined;
  }

  /** Compares where lines begin with an older text; what is written on them is not looked at. */
  compare(before: LineIndex): SameLines {
    const [old, now] = [before.starts, this.starts];
    const most = Math.min(old.length, now.length);
    let head = 0;
    while (head < most && old[head] === now[head]) head++;
    const shift = this.text.length - before.text.length;
    const moved = now.length - old.length;
    let tail = now.length;
    while (tail > now.length - most && now[tail - 1] - old[tail - 1 - moved] === shift) tail--;
    return {
      upTo: Math.min(old[head] ?? Infinity, now[head] ?? Infinity),
      from: now[tail] ?? Infinity,
      shift,
    };
  }

  get lineCount(): number {
    return this.starts.length;
  }

  /** The line, from 0, that holds `offset`; offsets outside the text are taken as its nearest end. */
  lineAt(offset: number): number {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.starts[middle] <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Offset of the first character of a line; of the end of the text for a line past the last. */
  lineStart(line: number): number {
    return line < 0 ? 0 : (this.starts[line] ?? this.text.length);
  }

  /** Offset after the last character of a line, before its line break. */
  lineEnd(line: number): number {
    let end = this.lineStart(line + 1);
    while (end > this.lineStart(line) && isLineBreak(this.text.charCodeAt(end - 1))) end--;
    return end;
  }

  positionAt(offset: number): Position {
    const inside = Math.max(0, Math.min(offset, this.text.length));
    const line = this.lineAt(inside);
    return { line, column: inside - this.starts[line] };
  }

  /** The offset of a position; columns past the end of a line are taken as its end. */
  offsetAt(position: Position): number {
    if (position.line >= this.starts.length) return this.text.length;
    return Math.min(
      this.lineStart(position.line) + Math.max(0, position.column),
      this.lineEnd(position.line),
    );
  }
}

function withFirst(starts: number[]): number[] {
  starts.unshift(0);
  return starts;
}

/** The starts of the lines that begin after a line break between `from` and `to`. */
function breaksIn(text: string, from: number, to: number): number[] {
  const starts: number[] = [];
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i);
    if (code === 13 && text.charCodeAt(i + 1) === 10) continue;
    if (code === 10 || code === 13) starts.push(i + 1);
  }
  return starts;
}

const isLineBreak = (code: number): boolean => code === 10 || code === 13;
