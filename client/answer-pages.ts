import { Disposable, EventEmitter, Uri, workspace } from 'vscode';
import { showPage } from './page.js';
import { withPreviewLinks } from './page-links.js';

/** Pages in Markdown that answer a question, each shown to the side and kept for as long as it is open. */
export class AnswerPages implements Disposable {
  private readonly pages = new Map<string, string>();
  private readonly changes = new EventEmitter<Uri>();
  private readonly registration: Disposable;

  /** `scheme` is that of the pages' URIs; no other has it. */
  constructor(private readonly scheme: string) {
    this.registration = Disposable.from(
      workspace.registerTextDocumentContentProvider(scheme, {
        onDidChange: this.changes.event,
        provideTextDocumentContent: (uri) =>
          this.pages.get(uri.toString()) ?? 'Ask again: this answer is no longer kept.',
      }),
      workspace.onDidCloseTextDocument((document) => this.pages.delete(document.uri.toString())),
    );
  }

  dispose(): void {
    this.registration.dispose();
    this.changes.dispose();
  }

  /** Shows a page, in place of an earlier one of the same title. */
  async show(title: string, markdown: string): Promise<void> {
    const uri = Uri.from({ scheme: this.scheme, path: `/${title.replaceAll('/', '∕')}.md` });
    const folder = workspace.workspaceFolders?.[0]?.uri.toString().replace(/\/$/, '');
    this.pages.set(uri.toString(), withPreviewLinks(markdown, folder));
    this.changes.fire(uri);
    await showPage(uri, 'beside');
  }
}
