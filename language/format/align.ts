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

/** Sets the columns of lines that follow each other, such as the `=` of properties and the clauses of rules. */
export function align(lines: readonly Line[]): string[] {
  const result: string[] = [];
  for (let from = 0; from < lines.length;) {
    let to = from + 1;
    if (lines[from].sort !== '') while (to < lines.length && belong(lines[from], lines[to])) to++;
    result.push(...alignGroup(lines.slice(from, to)));
    from = to;
  }
  return result;
}

function belong(first: Line, next: Line): boolean {
  return first.sort === next.sort && indent(first) === indent(next);
}

function alignGroup(lines: readonly Line[]): string[] {
  const done = lines.map(({ text }) => ({ text, shift: 0 }));
  const keys = new Set(lines.flatMap(({ stops }) => stops.map(({ key }) => key)));
  for (const key of [...keys].sort((a, b) => rank(lines, a) - rank(lines, b))) {
    const stops = lines.map(({ stops }, i) => {
      const stop = stops.find((candidate) => candidate.key === key);
      return stop === undefined ? -1 : stop.at + done[i].shift;
    });
    const present = stops.filter((at) => at >= 0);
    const column = Math.max(...present);
    if (column - Math.min(...present) > maxShift) continue;
    stops.forEach((at, i) => {
      if (at < 0 || at === column) return;
      const { text, shift } = done[i];
      done[i] = {
        text: text.slice(0, at) + ' '.repeat(column - at) + text.slice(at),
        shift: shift + column - at,
      };
    });
  }
  return done.map(({ text }) => text);
}

/** Keys are set from left to right; every line has them in one order. */
const rank = (lines: readonly Line[], key: string): number =>
  Math.max(...lines.map(({ stops }) => stops.findIndex((stop) => stop.key === key)));

const indent = ({ text }: Line): number => text.length - text.trimStart().length;
