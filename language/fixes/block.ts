import type { TextEdit } from '../findings.js';
import type { SourceFile } from '../names/declarations.js';
import { tiers } from '../policy/model.js';
import { insert, isFirstOnLine, lineBreak, replace } from './edits.js';

/** Rules as text that is set in as far as lines of a block at the top of a file are. */
export const blockIndent = '  ';

/** The last block of a tier at the top of a file, of those that `isMeant` takes; `undefined` where there is none. */
export function blockOf(
  { tree: { items, parents, ends }, text }: SourceFile,
  tier: number,
  isMeant: (item: number) => boolean = () => true,
): number | undefined {
  const index = items.findLastIndex(
    (node, item) =>
      node.kind === 'tier' &&
      node.name?.text === tiers[tier] &&
      parents[item] < 0 &&
      text[ends[item] - 1] === '}' &&
      isMeant(item),
  );
  return index < 0 ? undefined : index;
}

/** Adds lines at the end of a block. */
export function putIntoBlock(file: SourceFile, block: number, added: string): TextEdit {
  const close = file.tree.ends[block] - 1;
  const nl = lineBreak(file);
  if (isFirstOnLine(file, close))
    return insert(file, file.lines.lineStart(file.lines.lineAt(close)), added + nl);
  const start = file.text.slice(0, close).trimEnd().length;
  return replace(file, { start, end: close }, nl + added + nl);
}

/** Adds a block of a tier with some lines at the end of a file. */
export function putNewBlock(file: SourceFile, tier: number, added: string): TextEdit {
  const { text } = file;
  const nl = lineBreak(file);
  const gap = text === '' ? '' : /[\r\n]$/.test(text) ? nl : nl + nl;
  return insert(file, text.length, `${gap}tier ${tiers[tier]} {${nl}${added}${nl}}${nl}`);
}
