/** A line of the layout before its columns are set. */
export interface Line {
  readonly text: string;
  /** What sort of line it is: only lines of one sort that follow each other are aligned. Empty: never. */
  readonly sort: string;
  /** Where columns may begin, in order; lines of a group are aligned at stops of the same key. */
  readonly stops: readonly Stop[];
}

export interface Stop {
  readonly key: string;
  /** Offset in the line's text. */
  readonly at: number;
}

/** Columns are aligned where that moves nothing further than this: one long line must not push all others away. */
const maxShift = 28;

/** Lines that are looked at in one step. */
const atOnce = 1_000;

/** Sets the columns of lines that follow each other, such as the `=` of properties and the clauses of rules. In steps. */
export function* align(lines: readonly Line[]): Generator<void, string[]> {
  const result: string[] = [];
  let rested = 0;
  for (let from = 0; from < lines.length;) {
    let to = from + 1;
    if (lines[from].sort !== '') while (to < lines.length && belong(lines[from], lines[to])) to++;
    for (const { text } of yield* alignGroup(lines.slice(from, to))) result.push(text);
    if (to - rested > atOnce) {
      yield;
      rested = to;
    }
    from = to;
  }
  return result;
}

function belong(first: Line, next: Line): boolean {
  return first.sort === next.sort && indent(first) === indent(next);
}

/** A line whose first columns are set: how far the rest of it has been moved. */
interface Shifted {
  text: string;
  shift: number;
}

function* alignGroup(lines: readonly Line[]): Generator<void, readonly Shifted[]> {
  const done = lines.map(({ text }): Shifted => ({ text, shift: 0 }));
  if (lines.length === 1) return done;
  for (const key of keysOf(lines)) {
    if (lines.length > atOnce) yield;
    const stops = lines.map((line, i) => stopOf(line, key, done[i].shift));
    let [least, column] = [Infinity, -1];
    for (const at of stops) {
      if (at < 0) continue;
      if (at < least) least = at;
      if (at > column) column = at;
    }
    if (column - least > maxShift) continue;
    for (let i = 0; i < stops.length; i++) {
      if (i % atOnce === atOnce - 1) yield;
      if (stops[i] >= 0) moveTo(done[i], stops[i], column);
    }
  }
  return done;
}

/** Where the column of a key may begin in a line that has been moved; -1 where it has none. */
function stopOf({ stops }: Line, key: string, shift: number): number {
  for (const stop of stops) if (stop.key === key) return stop.at + shift;
  return -1;
}

function moveTo(line: Shifted, at: number, column: number): void {
  if (at === column) return;
  line.text = line.text.slice(0, at) + ' '.repeat(column - at) + line.text.slice(at);
  line.shift += column - at;
}

/** The keys of the lines from left to right; every line has them in one order. */
function keysOf(lines: readonly Line[]): string[] {
  const ranks = new Map<string, number>();
  for (const { stops } of lines)
    stops.forEach(({ key }, rank) => {
      if (rank > (ranks.get(key) ?? -1)) ranks.set(key, rank);
    });
  return [...ranks].sort(([, a], [, b]) => a - b).map(([key]) => key);
}

const indent = ({ text }: Line): number => text.length - text.trimStart().length;
