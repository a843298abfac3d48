import type {
  CancellationToken,
  SemanticTokens,
  SemanticTokensDelta,
  SemanticTokensDeltaParams,
  SemanticTokensParams,
  SemanticTokensRangeParams,
} from 'vscode-languageserver';
import { semanticTokensInSteps, type Words } from '../../language/ide/index.js';
import type { Span } from '../../language/text/span.js';
import { toSpan } from '../convert/positions.js';
import { encode, type Position } from '../convert/tokens.js';
import type { Session, View } from '../session.js';
import { takeSteps } from '../steps.js';
import { allNumbers } from '../token-pages.js';
import { encodeTokens, type Encoded, type Reencoded } from '../tokens.js';

/** `textDocument/semanticTokens/full` */
export async function allTokens(
  session: Session,
  { textDocument }: SemanticTokensParams,
  token: CancellationToken,
): Promise<SemanticTokens | null> {
  const view = await session.view(textDocument.uri);
  const tokens = view && (await encoded(session, view, session.tokens.find(view.uri)?.tokens, token));
  if (!tokens) return null;
  return { resultId: session.tokens.keep(view.uri, tokens), data: allNumbers(tokens.pages) };
}

/** `textDocument/semanticTokens/full/delta`: what has changed since `previousResultId`, all where that is no longer known. */
export async function changedTokens(
  session: Session,
  { textDocument, previousResultId }: SemanticTokensDeltaParams,
  token: CancellationToken,
): Promise<SemanticTokens | SemanticTokensDelta | null> {
  const view = await session.view(textDocument.uri);
  const before = view && session.tokens.find(view.uri, previousResultId);
  const tokens = view && (await encoded(session, view, before?.tokens, token));
  if (!tokens) return null;
  const resultId = session.tokens.keep(view.uri, tokens);
  if (!before?.isKnown) return { resultId, data: allNumbers(tokens.pages) };
  return { resultId, edits: tokens.edits.map((edit) => ({ ...edit, data: [...edit.data] })) };
}

/** `textDocument/semanticTokens/range` */
export async function tokensInRange(
  session: Session,
  { textDocument, range }: SemanticTokensRangeParams,
  token: CancellationToken,
): Promise<SemanticTokens | null> {
  const view = await session.view(textDocument.uri);
  if (view === undefined) return null;
  const steps = encodedIn(view, toSpan(view.file.lines, range), wordsFor(session));
  const data = await takeSteps(session.host, steps, () => token.isCancellationRequested);
  return data ? { data } : null;
}

/** Tokens encoded in one step. */
const atOnce = 2_000;

/** The tokens of a range as LSP has them. An editor asks for what it shows, but some ask for whole files. */
function* encodedIn({ snapshot, path, file }: View, range: Span, words: Words): Generator<void, number[]> {
  const tokens = yield* semanticTokensInSteps(snapshot, path, range, words);
  const data: number[] = [];
  let last: Position = { line: 0, column: 0 };
  for (let from = 0; from < tokens.length; from += atOnce) {
    last = encode(file.lines, tokens.slice(from, from + atOnce), last, data);
    yield;
  }
  return data;
}

/** What a grammar colours as well is left to it; two colourings of one word would differ from theme to theme. */
const wordsFor = ({ features }: Session): Words => (features.augmentsSyntaxTokens ? 'names' : 'all');

/** A large file takes a while: others are let in meanwhile. `undefined` where the request has been cancelled. */
const encoded = (
  session: Session,
  { snapshot, file }: View,
  before: Encoded | undefined,
  token: CancellationToken,
): Promise<Reencoded | undefined> =>
  takeSteps(
    session.host,
    encodeTokens(snapshot, file, wordsFor(session), before),
    () => token.isCancellationRequested,
  );
