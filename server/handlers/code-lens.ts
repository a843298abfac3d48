import {
  LSPErrorCodes,
  ResponseError,
  type CancellationToken,
  type CodeLens,
  type CodeLensParams,
  type Command,
} from 'vscode-languageserver';
import { lenses, lensText, type LensText } from '../../language/ide/index.js';
import { toLocation } from '../convert/diagnostics.js';
import { toRange } from '../convert/positions.js';
import { clientCommands, type ShowFlowsArguments, type ShowReachArguments } from '../protocol.js';
import type { Session, View } from '../session.js';
import { drawn } from './drawn.js';

/** What a lens keeps until it is resolved. */
interface LensData {
  readonly uri: string;
  readonly name: string;
  /** The lens leads to the blast radius; else it tells what goes in and out. */
  readonly reach?: true;
}

/** More places than this help nobody. */
const mostPlaces = 500;

/** `textDocument/codeLens`: where the lenses are; what they say is worked out for those that come into sight. */
export async function codeLenses(
  session: Session,
  { textDocument }: CodeLensParams,
): Promise<CodeLens[] | null> {
  const view = session.settings.current.codeLens ? await session.view(textDocument.uri) : undefined;
  if (view === undefined) return null;
  return lenses(view.snapshot, view.path).flatMap(({ name, span }): CodeLens[] => {
    const range = toRange(view.file.lines, span);
    const data: LensData = { uri: view.uri, name };
    // Resolved as the counts are: a client then shows both at once, and the line does not shift under the mouse.
    const reach: LensData = { ...data, reach: true };
    return session.features.showsReach
      ? [
          { range, data },
          { range, data: reach },
        ]
      : [{ range, data }];
  });
}

/** `codeLens/resolve`. Throws where the text has changed meanwhile: then the client asks for all lenses again. */
export async function resolveCodeLens(
  session: Session,
  lens: CodeLens,
  token: CancellationToken,
): Promise<CodeLens> {
  const { uri, name, reach } = (lens.data ?? {}) as Partial<LensData>;
  if (uri === undefined || name === undefined) return lens;
  if (reach) return { ...lens, command: reachCommand(uri, name) };
  const view = await drawn(session, uri, token);
  if (view === undefined) throw new ResponseError(LSPErrorCodes.ContentModified, 'The document is closed.');
  const text = lensText(view.snapshot, name);
  return { ...lens, command: text ? commandOf(session, view, lens, text) : gone };
}

function reachCommand(uri: string, id: string): Command {
  const argument: ShowReachArguments = { uri, id };
  return { title: 'blast radius', command: clientCommands.showReach, arguments: [argument] };
}

/** Without a command of its own a client shows the words alone. */
const plain = (title: string): Command => ({ title, command: '' });

const gone = plain('no longer declared');

function commandOf(
  { features }: Session,
  view: View,
  { range }: CodeLens,
  { title, rules }: LensText,
): Command {
  if (rules.length === 0 || !features.showsFlows) return plain(title);
  const places = rules.slice(0, mostPlaces).map((place) => toLocation(view, place));
  const uri = view.uriOf(view.path);
  const argument: ShowFlowsArguments = { uri, position: range.start, places };
  return { title, command: clientCommands.showFlows, arguments: [argument] };
}
