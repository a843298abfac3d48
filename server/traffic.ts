/** An answer is on its way after so many turns: one to take the message up, one to write, one for what it brings along. */
const turnsPerAnswer = 3;

/** So long work makes room for messages that do not end, or that nobody takes, before it takes its next step. Milliseconds. */
const patienceMs = 50;

/** What goes on between client and server, so that work in the background makes room for it. */
export class Traffic {
  private count = 0;
  private last = 0;

  /**
   * `turn` lets the next messages in; it resolves when they have been taken up. `isSending` says whether some of what was
   * written has not gone out yet: a long answer goes in pieces, as the client takes them, and between these only where no
   * work is in the way.
   */
  constructor(
    private readonly turn: () => Promise<void>,
    private readonly isSending: () => boolean = () => false,
  ) {}

  /** A message of the client has come, or has been answered. */
  noted(): void {
    this.count++;
    this.last = Date.now();
  }

  /** How long there has been nothing. Milliseconds. */
  get quietMs(): number {
    return Date.now() - this.last;
  }

  /** Lets in what waits, and what that is followed by, until all that has been asked is answered as far as it can be, and sent. */
  async breathe(): Promise<void> {
    const begun = Date.now();
    let seen: number;
    do {
      seen = this.count;
      for (let i = 0; i < turnsPerAnswer; i++) await this.turn();
      // Where the client is slow to take it, it shall not be waited for in a hurry.
      if (this.isSending()) await new Promise((resolve) => setTimeout(resolve, 1));
    } while ((this.count !== seen || this.isSending()) && Date.now() - begun < patienceMs);
  }
}
