import type { Snapshot } from '../../language/workspace.js';
import { answerer } from './answer.js';

/** A longer line is no question. UTF-16 units. */
export const maxLineLength = 1_000_000;

const tooLong = JSON.stringify({
  error: `The line is longer than ${maxLineLength} characters. Ask one question a line.`,
});

/**
 * Answers questions, one JSON object a line, in order. Reads no faster than `write` takes the answers, so that input of
 * any length needs little memory. `write` resolves when the reader can take more.
 */
export async function answerStream(
  snapshot: Snapshot,
  input: AsyncIterable<Uint8Array>,
  write: (text: string) => Promise<void>,
): Promise<void> {
  const answer = answerer(snapshot);
  const decoder = new TextDecoder();
  const lines = new Lines();
  for await (const chunk of input) {
    const answers = lines
      .take(decoder.decode(chunk, { stream: true }))
      .map((line) => `${reply(line, answer)}\n`);
    if (answers.length > 0) await write(answers.join(''));
  }
  const rest = lines.take(decoder.decode()).concat(lines.end());
  if (rest.length > 0) await write(rest.map((line) => `${reply(line, answer)}\n`).join(''));
}

const reply = (line: string | undefined, answer: (line: string) => string): string =>
  line === undefined ? tooLong : answer(line);

/** Cuts text that comes in pieces into lines; `undefined` stands for one that is too long. */
class Lines {
  private begun = '';
  private skipping = false;

  take(text: string): (string | undefined)[] {
    const pieces = text.split('\n');
    const last = pieces.pop()!;
    const lines = pieces.map((piece) => this.close(piece));
    this.extend(last);
    return lines;
  }

  /** The last line, where no line break ends it. */
  end(): (string | undefined)[] {
    return this.begun === '' && !this.skipping ? [] : [this.close('')];
  }

  private extend(piece: string): void {
    if (this.begun.length + piece.length > maxLineLength) {
      this.skipping = true;
      this.begun = '';
    }
    if (!this.skipping) this.begun += piece;
  }

  private close(piece: string): string | undefined {
    this.extend(piece);
    const line = this.skipping ? undefined : this.begun;
    this.begun = '';
    this.skipping = false;
    return line;
  }
}
