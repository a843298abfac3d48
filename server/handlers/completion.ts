import {
  CompletionItemKind,
  InsertTextFormat,
  type CompletionItem,
  type CompletionList,
  type CompletionParams,
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
  /** For `completionDocumentation`. */
  readonly about: string;
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
  return { isIncomplete: incomplete, items: items.map((item) => toItem(session, view, item)) };
}

function toItem({ features }: Session, view: View, completion: Completion): CompletionItem {
  const { label, kind, detail, data, format, sort, filter, again } = completion;
  const asSnippet = format === 'snippet' && features.snippets;
  const newText = asSnippet || format === 'text' ? completion.insert : withoutPlaceholders(completion.insert);
  return {
    label,
    kind: kinds[kind],
    sortText: sort,
    textEdit: { range: toRange(view.file.lines, completion.replace), newText },
    ...(asSnippet ? { insertTextFormat: InsertTextFormat.Snippet } : {}),
    ...(detail === undefined ? {} : { detail }),
    ...(detail !== undefined && features.labelDetails ? { labelDetails: { description: detail } } : {}),
    ...(filter === undefined ? {} : { filterText: filter }),
    ...(again ? { command: { title: 'Suggest', command: 'editor.action.triggerSuggest' } } : {}),
    ...(data === undefined ? {} : { data: { uri: view.uri, about: data } satisfies CompletionData }),
  };
}
