/** Sizes of the matrix in pixels. */
export interface MatrixSizes {
  readonly row: number;
  readonly column: number;
  /** The width of the rows' names and the height of the columns'. */
  readonly side: number;
  readonly top: number;
}

/** What part of the matrix is on screen: rows and columns from `first` up to but not including `end`. */
export interface Span {
  readonly first: number;
  readonly end: number;
}

/** Lines drawn beyond the edge of the screen, so that scrolling by a little draws nothing. */
const beyond = 4;

/** The lines of one axis that are on screen, and a few more. */
export function spanOf(scrolled: number, room: number, size: number, count: number): Span {
  const first = Math.max(0, Math.floor(scrolled / size) - beyond);
  return { first, end: Math.min(count, Math.ceil((scrolled + room) / size) + beyond) };
}

/** A cell: the index of its row and column; -1 is the line of names. */
export interface Cell {
  readonly row: number;
  readonly column: number;
}

/** The cell that a key leads to from `at` in a matrix of `count` lines each way; `null` where the key means nothing. */
export function step(at: Cell, key: string, ctrl: boolean, count: number, page: number): Cell | null {
  const { row, column } = at;
  const clamp = ({ row, column }: Cell): Cell => {
    const to = (line: number): number => Math.max(-1, Math.min(count - 1, line));
    // The corner holds nothing to go to.
    const cell = { row: to(row), column: to(column) };
    return cell.row < 0 && cell.column < 0 ? at : cell;
  };
  if (key === 'ArrowUp') return clamp({ row: row - 1, column });
  if (key === 'ArrowDown') return clamp({ row: row + 1, column });
  if (key === 'ArrowLeft') return clamp({ row, column: column - 1 });
  if (key === 'ArrowRight') return clamp({ row, column: column + 1 });
  if (key === 'Home') return clamp({ row: ctrl ? 0 : row, column: row < 0 ? 0 : -1 });
  if (key === 'End') return clamp({ row: ctrl ? count - 1 : row, column: count - 1 });
  if (key === 'PageUp') return clamp({ row: Math.max(0, row - page), column });
  if (key === 'PageDown') return clamp({ row: row + page, column });
  return null;
}
