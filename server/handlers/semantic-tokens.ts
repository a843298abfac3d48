import {
  SemanticTokensBuilder,
  type SemanticTokens,
  type SemanticTokensParams,
  type SemanticTokensRangeParams,
} from 'vscode-languageserver';
import { semanticTokens, tokenModifiers, tokenTypes, type SemanticToken } from '../../language/ide/index.js';
import type { Span } from '../../language/text/span.js';
import { toSpan } from '../convert/positions.js';
import type { Session, View } from '../session.js';

/** `textDocument/semanticTokens/full` */
export async function allTokens(
  session: Session,
  { textDocument }: SemanticTokensParams,
): Promise<SemanticTokens | null> {
  const view = await session.view(textDocument.uri);
  return view ? tokensIn(session, view) : null;
}

/** `textDocument/semanticTokens/range` */
export async function tokensInRange(
  session: Session,
  { textDocument, range }: SemanticTokensRangeParams,
): Promise<SemanticTokens | null> {
  const view = await session.view(textDocument.uri);
  return view ? tokensIn(session, view, toSpan(view.file.lines, range)) : null;
}

/** What a grammar colours as well; two colourings of one word would differ from theme to theme. */
const lexical: ReadonlySet<SemanticToken['type']> = new Set(['keyword', 'number', 'string']);

function tokensIn({ features }: Session, { snapshot, path, file }: View, span?: Span): SemanticTokens {
  const builder = new SemanticTokensBuilder();
  for (const token of semanticTokens(snapshot, path, span)) {
    if (features.augmentsSyntaxTokens && lexical.has(token.type)) continue;
    const { line, column } = file.lines.positionAt(token.span.start);
    builder.push(line, column, token.span.end - token.span.start, typeIndex(token), modifierBits(token));
  }
  return builder.build();
}

const typeIndex = ({ type }: SemanticToken): number => tokenTypes.indexOf(type);

const modifierBits = ({ modifiers }: SemanticToken): number =>
  modifiers.reduce((bits, modifier) => bits | (1 << tokenModifiers.indexOf(modifier)), 0);
