import { extraSigns, type Extra } from './extras.js';
import type { Mark } from '../../picture/marks.js';
import { edgeId } from '../../picture/marks.js';
import { boxText, chipText } from '../../picture/sizes.js';
import type { Shown, ShownEdge, ShownNode } from '../../picture/state.js';

/** What the matrix shows. */
export interface MatrixData {
  readonly shown: Shown;
  /** By id of a shown box or arrow. */
  readonly marks: ReadonlyMap<string, Mark>;
  /** Ids of shown boxes and arrows that match the filter; `null` without one. */
  readonly matching: ReadonlySet<string> | null;
  /** What is laid over the picture, by the id of the cell. */
  readonly extras: ReadonlyMap<string, readonly Extra[]>;
}

/** The connections of a matrix by the id of their cell; those inside a box are on the diagonal. */
export type Cells = ReadonlyMap<string, ShownEdge>;

export function cellsOf({ edges, inside }: Shown): Cells {
  return new Map([...edges, ...inside.values()].map((edge) => [edge.id, edge]));
}

/** What one cell looks like and is called. */
export interface CellLook {
  readonly classes: string;
  readonly text: string;
  readonly label: string;
}

/** With `wide` cells the first services are named, else they are counted. */
export function cellLook(
  { marks, matching, extras }: MatrixData,
  cells: Cells,
  row: ShownNode,
  column: ShownNode,
  wide: boolean,
): CellLook {
  const id = edgeId(row.id, column.id);
  const group = row.form === 'open' || column.form === 'open';
  const classes = ['cell', row.id === column.id ? 'self' : '', group ? 'group' : ''];
  const edge = cells.get(id);
  const more = extras.get(id) ?? [];
  classes.push(...more.map(({ kind }) => `extra ${kind}`));
  const signs = more.map(({ kind }) => extraSigns[kind].sign).join('');
  const words = more.map(({ kind, services }) => `${extraSigns[kind].verb} on ${services.join(', ')}`);
  if (edge === undefined && more.length > 0) {
    const text = wide ? `${signs} ${more[0]!.services[0] ?? ''}` : signs;
    return {
      classes: classes.filter(Boolean).join(' '),
      text,
      label: `${text}, ${row.id} to ${column.id}: ${words.join('; ')}`,
    };
  }
  if (edge === undefined) {
    const label = group
      ? `${row.id} to ${column.id}: see the zones inside`
      : `${row.id} to ${column.id}: nothing allowed`;
    return { classes: classes.filter(Boolean).join(' '), text: '', label };
  }
  const mark = marks.get(id);
  classes.push(
    'allowed',
    matching !== null && !matching.has(id) ? 'dim' : '',
    mark === undefined ? '' : `marked ${mark.severity}`,
  );
  const found = mark === undefined ? '' : `, ${mark.count} ${mark.count === 1 ? 'finding' : 'findings'}`;
  const text = `${signs === '' ? '' : `${signs} `}${wide ? chipText(edge) : edge.services.length}`;
  const label = `${row.id} to ${column.id}: allowed on ${edge.services.join(', ')}${words.map((word) => `; ${word}`).join('')}${found}`;
  return {
    classes: classes.filter(Boolean).join(' '),
    text,
    // What is to be read comes first where the label does not say the same: speech control expects it there.
    label: label.includes(text) ? label : `${text}, ${label}`,
  };
}

/** What stands at the beginning of a row or column, and what it is called. */
export function lineName(node: ShownNode): { text: string; label: string } {
  const { name } = boxText(node);
  const inside =
    node.form === 'closed' ? `, closed, ${node.hidden} inside` : node.form === 'open' ? ', open' : '';
  const title = node.node.title === null ? '' : `, ${node.node.title}`;
  return { text: name, label: `${node.id}${title}${inside}` };
}
