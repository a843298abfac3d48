import type { TextEdit } from '../findings.js';
import type { SourceFile } from '../names/declarations.js';
import type { Traffic } from '../policy/model.js';
import type { Expr, TrafficParts } from '../syntax/tree.js';
import { insert, replace } from './edits.js';
import { listOf } from './sets.js';

/** A rule, intent or expectation and where its text stands. */
export interface Written {
  readonly file: SourceFile;
  readonly item: number;
  readonly node: TrafficParts;
}

/** A part of what a statement says. */
export type Part = keyof Traffic;

/** The words of a part of a statement on one line, comments left out. */
export function textOf({ file, item }: Pick<Written, 'file' | 'item'>, { span }: Pick<Expr, 'span'>): string {
  const start = file.tree.starts[item];
  return file.text
    .slice(start + span.start, start + span.end)
    .replace(/\/\/.*|\/\*[^]*?\*\//g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Writes a part anew. `as` and `when` are added where the statement has none. */
export function writePart({ file, item, node }: Written, part: Part, text: string): TextEdit | undefined {
  const start = file.tree.starts[item];
  const value = node[part];
  if (value !== undefined)
    return replace(file, { start: start + value.span.start, end: start + value.span.end }, text);
  const before = part === 'conditions' ? (node.identities ?? node.services) : node.services;
  if (before === undefined || (part !== 'identities' && part !== 'conditions')) return undefined;
  const word = part === 'identities' ? 'as' : 'when';
  return insert(file, start + before.span.end, ` ${word} ${text}`);
}

/** A source or destination with some elements more after its `except`. */
export function withExcept(
  written: Pick<Written, 'file' | 'item'>,
  value: Expr,
  elements: readonly string[],
): string {
  if (value.kind !== 'except') return `${textOf(written, value)} except ${operandOf(elements)}`;
  const { base, without } = value;
  const old = without.kind === 'list' ? without.elements : [without];
  const all = [...old.map((element) => textOf(written, element)), ...elements];
  return `${textOf(written, base)} except ${operandOf(all)}`;
}

/** What may stand after `except`: one value without an `except` of its own, or a list. */
const operandOf = (elements: readonly string[]): string =>
  elements.length === 1 && elements[0].includes(' except ') ? `[${elements[0]}]` : listOf(elements);
