import type {
  CallHierarchyIncomingCall,
  CallHierarchyIncomingCallsParams,
  CallHierarchyItem,
  CallHierarchyOutgoingCall,
  CallHierarchyOutgoingCallsParams,
  CallHierarchyPrepareParams,
  CancellationToken,
} from 'vscode-languageserver';
import { callItemAt, incomingCalls, outgoingCalls, type CallItem } from '../../language/ide/index.js';
import { toLocation, type PlaceReader } from '../convert/diagnostics.js';
import { symbolKinds } from '../convert/symbols.js';
import type { Session } from '../session.js';
import { drawn } from './drawn.js';

/** `textDocument/prepareCallHierarchy`: on the name of a zone or workload. */
export async function prepareCalls(
  session: Session,
  { textDocument, position }: CallHierarchyPrepareParams,
): Promise<CallHierarchyItem[] | null> {
  const view = await session.view(textDocument.uri);
  const item = view && callItemAt(view.snapshot, view.path, view.offsetAt(position));
  return item ? [toItem(view, item)] : null;
}

/** `callHierarchy/incomingCalls`: who may reach me. */
export async function callsInto(
  session: Session,
  { item }: CallHierarchyIncomingCallsParams,
  token: CancellationToken,
): Promise<CallHierarchyIncomingCall[] | null> {
  const view = await drawn(session, item.uri, token);
  if (view === undefined) return null;
  return incomingCalls(view.snapshot, idOf(item)).map(({ item: from, rules }) => ({
    from: toItem(view, from),
    fromRanges: rules.map((place) => toLocation(view, place).range),
  }));
}

/** `callHierarchy/outgoingCalls`: whom may I reach. */
export async function callsOutOf(
  session: Session,
  { item }: CallHierarchyOutgoingCallsParams,
  token: CancellationToken,
): Promise<CallHierarchyOutgoingCall[] | null> {
  const view = await drawn(session, item.uri, token);
  if (view === undefined) return null;
  return outgoingCalls(view.snapshot, idOf(item), view.path).map(({ item: to, rules }) => ({
    to: toItem(view, to),
    fromRanges: rules.map((place) => toLocation(view, place).range),
  }));
}

function toItem(reader: PlaceReader, { id, kind, detail, place, namePlace }: CallItem): CallHierarchyItem {
  const { uri, range } = toLocation(reader, place);
  return {
    name: id === '*' ? 'addresses of no zone' : id,
    kind: symbolKinds[kind],
    uri,
    range,
    selectionRange: toLocation(reader, namePlace).range,
    data: id,
    ...(detail === undefined ? {} : { detail }),
  };
}

/** A client may leave out what it should hand back. */
const idOf = ({ data, name }: CallHierarchyItem): string => (typeof data === 'string' ? data : name);
