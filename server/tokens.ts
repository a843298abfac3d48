/** The tokens of a document that a client has got. */
interface Sent {
  readonly resultId: string;
  readonly data: readonly number[];
}

/** What each open document's newest tokens were, so that the next answer can say what has changed since. */
export class TokenMemory {
  private readonly sent = new Map<string, Sent>();
  private lastId = 0;

  /** Keeps what is sent for a document, by its normal URI, in place of what was before; returns the id to send with it. */
  keep(uri: string, data: readonly number[]): string {
    const resultId = String(++this.lastId);
    this.sent.set(uri, { resultId, data });
    return resultId;
  }

  /** What was sent for a document under an id; `undefined` where that is no longer known. */
  find(uri: string, resultId: string): readonly number[] | undefined {
    const known = this.sent.get(uri);
    return known?.resultId === resultId ? known.data : undefined;
  }

  drop(uri: string): void {
    this.sent.delete(uri);
  }
}
