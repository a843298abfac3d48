import type {
  SemanticTokens,
  SemanticTokensDelta,
  SemanticTokensDeltaParams,
  SemanticTokensParams,
  SemanticTokensRangeParams,
} from 'vscode-languageserver';
import {
  semanticTokens,
  tokenEdits,
  tokenModifiers,
  tokenTypes,
  type SemanticToken,
} from '../../language/ide/index.js';
import type { Span } from '../../language/text/span.js';
import { toSpan } from '../convert/positions.js';
import type { Session, View } from '../session.js';

/** `textDocument/semanticTokens/full` */
export async function allTokens(
  session: Session,
  { textDocument }: SemanticTokensParams,
): Promise<SemanticTokens | null> {
  const view = await session.view(textDocument.uri);
  if (view === undefined) return null;
  const data = encoded(session, view);
  return { resultId: session.tokens.keep(view.uri, data), data };
}

/** `textDocument/semanticTokens/full/delta`: what has changed since `previousResultId`, all where that is no longer known. */
export async function changedTokens(
  session: Session,
  { textDocument, previousResultId }: SemanticTokensDeltaParams,
): Promise<SemanticTokens | SemanticTokensDelta | null> {
  const view = await session.view(textDocument.uri);
  if (view === undefined) return null;
  const before = session.tokens.find(view.uri, previousResultId);
  const data = encoded(session, view);
  const resultId = session.tokens.keep(view.uri, data);
  if (before === undefined) return { resultId, data };
  const edits = tokenEdits(before, data).map((edit) => ({ ...edit, data: [...edit.data] }));
  return { resultId, edits };
}

/** `textDocument/semanticTokens/range` */
export async function tokensInRange(
  session: Session,
  { textDocument, range }: SemanticTokensRangeParams,
): Promise<SemanticTokens | null> {
  const view = await session.view(textDocument.uri);
  return view ? { data: encoded(session, view, toSpan(view.file.lines, range)) } : null;
}

/** What a grammar colours as well; two colourings of one word would differ from theme to theme. */
const lexical: ReadonlySet<SemanticToken['type']> = new Set(['keyword', 'number', 'string']);

/** Five numbers for each token, its line and column relative to the token before (LSP 3.17, `SemanticTokens.data`). */
function encoded({ features }: Session, { snapshot, path, file }: View, span?: Span): number[] {
  const data: number[] = [];
  let [lastLine, lastColumn] = [0, 0];
  for (const token of semanticTokens(snapshot, path, span)) {
    if (features.augmentsSyntaxTokens && lexical.has(token.type)) continue;
    const { line, column } = file.lines.positionAt(token.span.start);
    const length = token.span.end - token.span.start;
    const fromColumn = line === lastLine ? column - lastColumn : column;
    data.push(line - lastLine, fromColumn, length, typeIndex(token), modifierBits(token));
    [lastLine, lastColumn] = [line, column];
  }
  return data;
}

const typeIndex = ({ type }: SemanticToken): number => tokenTypes.indexOf(type);

const modifierBits = ({ modifiers }: SemanticToken): number =>
  modifiers.reduce((bits, modifier) => bits | (1 << tokenModifiers.indexOf(modifier)), 0);
