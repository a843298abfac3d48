import { tokenModifiers, tokenTypes, type SemanticToken } from '../../language/ide/index.js';
import type { LineIndex, Position } from '../../language/text/lines.js';

export type { Position } from '../../language/text/lines.js';

const typeIndex = new Map(tokenTypes.map((type, index) => [type, index]));
const modifierBit = new Map(tokenModifiers.map((modifier, index) => [modifier, 1 << index]));

/**
 * Adds tokens to `data`: five numbers for each, its line and column relative to the token before (LSP 3.17,
 * `SemanticTokens.data`), the first of them to one that begins at `last`. Returns where the last of them begins.
 */
export function encode(
  lines: LineIndex,
  tokens: readonly SemanticToken[],
  last: Position,
  data: number[],
): Position {
  let before = last;
  for (const { span, type, modifiers } of tokens) {
    const position = positionFrom(lines, before.line, span.start);
    const line = position.line - before.line;
    let bits = 0;
    for (const modifier of modifiers) bits |= modifierBit.get(modifier)!;
    const column = line === 0 ? position.column - before.column : position.column;
    data.push(line, column, span.end - span.start, typeIndex.get(type)!, bits);
    before = position;
  }
  return before;
}

/** The position of an offset that does not lie before a line, and mostly not far from it. */
function positionFrom(lines: LineIndex, line: number, offset: number): Position {
  const start = lines.lineStart(line);
  return offset < lines.lineStart(line + 1) ? { line, column: offset - start } : lines.positionAt(offset);
}
