import type { Encoded } from './tokens.js';

/** What of each open document's tokens a client has got last, so that the next answer can say what has changed since. */
export class TokenMemory {
  private readonly sent = new Map<string, { readonly resultId: string; readonly tokens: Encoded }>();
  private lastId = 0;

  /** Keeps what is sent for a document, by its normal URI, in place of what was before; returns the id to send with it. */
  keep(uri: string, { meanings, file, items, starts, lines, pages }: Encoded): string {
    const resultId = String(++this.lastId);
    this.sent.set(uri, { resultId, tokens: { meanings, file, items, starts, lines, pages } });
    return resultId;
  }

  /** The newest that was sent for a document, and whether it went under this id. */
  find(uri: string, resultId?: string): { readonly tokens: Encoded; readonly isKnown: boolean } | undefined {
    const last = this.sent.get(uri);
    return last && { tokens: last.tokens, isKnown: last.resultId === resultId };
  }

  drop(uri: string): void {
    this.sent.delete(uri);
  }
}
