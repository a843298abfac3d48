import { TextDocument, type TextDocumentContentChangeEvent } from 'vscode-languageserver-textdocument';
import { normalUri } from './convert/uris.js';

/** A document that is open in the client; `document.uri` is as the client writes it. */
export type OpenDocument = TextDocument;

/** The open documents, by normal URI. Their text is what counts, not that of the disk. */
export class OpenDocuments {
  private readonly byUri = new Map<string, OpenDocument>();

  /** Opens a document; returns its normal URI. */
  open(uri: string, languageId: string, version: number, text: string): string {
    const key = normalUri(uri);
    this.byUri.set(key, TextDocument.create(uri, languageId, version, text));
    return key;
  }

  /** Applies changes in order; returns the normal URI, or `undefined` where no such document is open. */
  change(
    uri: string,
    version: number,
    changes: readonly TextDocumentContentChangeEvent[],
  ): string | undefined {
    const key = normalUri(uri);
    const document = this.byUri.get(key);
    if (document === undefined) return undefined;
    this.byUri.set(key, TextDocument.update(document, [...changes], version));
    return key;
  }

  /** Closes a document; returns its normal URI, or `undefined` where none was open. */
  close(uri: string): string | undefined {
    const key = normalUri(uri);
    return this.byUri.delete(key) ? key : undefined;
  }

  /** By normal URI. */
  get(uri: string): OpenDocument | undefined {
    return this.byUri.get(uri);
  }

  /** Normal URIs of all open documents. */
  uris(): string[] {
    return [...this.byUri.keys()];
  }
}
