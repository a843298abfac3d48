import type { CompletionItem } from 'vscode-languageserver';
import { completionDocumentation } from '../../language/ide/index.js';
import { toMarkup } from '../convert/markup.js';
import type { Session } from '../session.js';
import type { CompletionData } from './completion.js';

/** `completionItem/resolve`: adds the documentation. */
export async function resolveCompletion(session: Session, item: CompletionItem): Promise<CompletionItem> {
  const { uri, about } = (item.data ?? {}) as Partial<CompletionData>;
  if (typeof uri !== 'string' || typeof about !== 'string') return item;
  const view = await session.view(uri);
  const subject = about.endsWith(':') ? about + item.label : about;
  const markdown = view && completionDocumentation(view.snapshot, subject);
  if (markdown === undefined) return item;
  return { ...item, documentation: toMarkup(markdown, session.features.markdownCompletion) };
}
