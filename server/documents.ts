import type { TextDocumentContentChangeEvent } from 'vscode-languageserver';
import { LineIndex } from '../language/text/lines.js';
import { toOffset } from './convert/positions.js';
import { normalUri } from './convert/uris.js';

/** One state of a document that is open in the client. Its lines are those that the engine reads the text by: a large text has one list of them. */
export class OpenDocument {
  /** `uri` is as the client writes it. */
  constructor(
    readonly uri: string,
    readonly version: number,
    readonly text: string,
    private index?: LineIndex,
    /** Where it was last edited, if it was: an offset. */
    readonly edited?: number,
  ) {}

  get lines(): LineIndex {
    return (this.index ??= new LineIndex(this.text));
  }

  /** The document after changes, one after the other: each of a range, or of the whole text where it names none. */
  changed(changes: readonly TextDocumentContentChangeEvent[], version: number): OpenDocument {
    let { text, index, edited } = this;
    for (const change of changes) {
      if (!('range' in change)) {
        [text, index, edited] = [change.text, undefined, undefined];
        continue;
      }
      const lines = index ?? new LineIndex(text);
      const ends = [change.range.start, change.range.end].map((end) => toOffset(lines, end));
      // Some clients name the end first.
      const [start, end] = [Math.min(...ends), Math.max(...ends)];
      text = text.slice(0, start) + change.text + text.slice(end);
      index = lines.edited(text, start, end, change.text.length - (end - start));
      edited = start;
    }
    return new OpenDocument(this.uri, version, text, index, edited);
  }
}

/** The open documents, by normal URI. Their text is what counts, not that of the disk. */
export class OpenDocuments {
  private readonly byUri = new Map<string, OpenDocument>();

  /** Opens a document; returns its normal URI. */
  open(uri: string, version: number, text: string): string {
    const key = normalUri(uri);
    this.byUri.set(key, new OpenDocument(uri, version, text));
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
    this.byUri.set(key, document.changed(changes, version));
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

  /** Length of all open documents together, in characters. */
  get length(): number {
    let length = 0;
    for (const { text } of this.byUri.values()) length += text.length;
    return length;
  }

  /** Normal URIs of all open documents. */
  uris(): string[] {
    return [...this.byUri.keys()];
  }
}
