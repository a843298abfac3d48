import {
  CompletionItemKind,
  InsertTextFormat,
  type CompletionItem,
  type CompletionList,
  type CompletionParams,
  type Range,
} from 'vscode-languageserver';
import {
  complete,
  withoutPlaceholders,
  type Completion,
  type CompletionKind,
} from '../../language/ide/index.js';
import { toRange } from '../convert/positions.js';
import type { Session, View } from '../session.js';

/** What an item keeps until it is resolved. */
export interface CompletionData {
  /** URI of the document. */
  readonly uri: string;
  /** For `completionDocumentation`; the label belongs behind a colon at its end. Left out: nothing explains the item. */
  readonly about?: string;
}

const kinds: Record<CompletionKind, CompletionItemKind> = {
  keyword: CompletionItemKind.Keyword,
  snippet: CompletionItemKind.Snippet,
  zone: CompletionItemKind.Module,
  workload: CompletionItemKind.Class,
  group: CompletionItemKind.Enum,
  service: CompletionItemKind.Interface,
  identity: CompletionItemKind.Constant,
  condition: CompletionItemKind.Event,
  team: CompletionItemKind.Struct,
  tier: CompletionItemKind.Folder,
  property: CompletionItemKind.Property,
  value: CompletionItemKind.Value,
  labelKey: CompletionItemKind.Field,
  labelValue: CompletionItemKind.EnumMember,
  finding: CompletionItemKind.Constant,
};

/** `textDocument/completion` */
export async function completion(
  session: Session,
  { textDocument, position }: CompletionParams,
): Promise<CompletionList | null> {
  const view = await session.view(textDocument.uri);
  if (view === undefined) return null;
  const { items, incomplete } = complete(view.snapshot, view.path, view.offsetAt(position));
  if (items.length === 0) return { isIncomplete: incomplete, items: [] };
  const common = commonTo(view, items);
  const takesDefaults = session.features.completionDefaults;
  return {
    isIncomplete: incomplete,
    ...(takesDefaults ? { itemDefaults: { editRange: common.range, data: common.data } } : {}),
    items: items.map((item) =>
      takesDefaults ? toShortItem(session, common, item) : toItem(session, common, item),
    ),
  };
}

/** What is the same for all items of a list, or for most. */
interface Common {
  readonly range: Range;
  readonly data: CompletionData;
}

/** All items take the place of one word, and most explain a name of one kind. */
function commonTo(view: View, items: readonly Completion[]): Common {
  const about = items.find(({ data, label }) => data?.endsWith(`:${label}`));
  return {
    range: toRange(view.file.lines, items[0].replace),
    data: { uri: view.uri, ...(about && { about: prefixOf(about) }) },
  };
}

const prefixOf = ({ data, label }: Completion): string => data!.slice(0, data!.length - label.length);

function toItem(session: Session, { range, data }: Common, item: Completion): CompletionItem {
  return {
    ...shownOf(session, item),
    textEdit: { range, newText: textOf(session, item) },
    ...(item.data === undefined
      ? {}
      : { data: { uri: data.uri, about: item.data } satisfies CompletionData }),
  };
}

/** An item for a client that knows by `itemDefaults` what is common to all: with hundreds of names it halves the answer. */
function toShortItem(session: Session, { data }: Common, item: Completion): CompletionItem {
  const text = textOf(session, item);
  const isCommon = data.about !== undefined && item.data === data.about + item.label;
  return {
    ...shownOf(session, item),
    ...(text === item.label ? {} : { textEditText: text }),
    ...(isCommon ? {} : { data: { uri: data.uri, about: item.data } satisfies CompletionData }),
  };
}

const isSnippet = ({ features }: Session, { format }: Completion): boolean =>
  format === 'snippet' && features.snippets;

const textOf = (session: Session, item: Completion): string =>
  item.format === 'text' || isSnippet(session, item) ? item.insert : withoutPlaceholders(item.insert);

function shownOf(session: Session, item: Completion): CompletionItem {
  const { label, kind, detail, sort, filter, again } = item;
  return {
    label,
    kind: kinds[kind],
    sortText: sort,
    ...(isSnippet(session, item) ? { insertTextFormat: InsertTextFormat.Snippet } : {}),
    ...(detail === undefined ? {} : { detail }),
    ...(detail !== undefined && session.features.labelDetails
      ? { labelDetails: { description: detail } }
      : {}),
    ...(filter === undefined ? {} : { filterText: filter }),
    ...(again ? { command: { title: 'Suggest', command: 'editor.action.triggerSuggest' } } : {}),
  };
}
