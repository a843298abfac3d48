import type { Snapshot } from '../../language/workspace.js';
import { Failure } from '../failure.js';
import { answerer } from './answer.js';

/** A longer line is no question. UTF-16 units. */
const maxLineLength = 1_000_000;

/** Input that goes on so long without a line break is no list of questions. UTF-16 units. */
const maxUnbroken = 16_000_000;

const tooLong = JSON.stringify({
  error: `The line is longer than ${maxLineLength} characters. Ask one question a line.`,
});

/**
 * Answers questions, one JSON object a line, in order. Reads no faster than `write` takes the answers, so that input of
 * any length needs little memory. `write` resolves when the reader can take more. Throws a `Failure` where lines never end.
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

/** Cuts text that comes in pieces into lines; `undefined` stands for one that is too long, as soon as it is. */
class Lines {
  private begun = '';
  /** How much of the line has been left out, where it is too long. */
  private skipped = 0;

  take(text: string): (string | undefined)[] {
    const pieces = text.split('\n');
    const last = pieces.pop()!;
    return [...pieces.flatMap((piece) => this.close(piece)), ...this.extend(last)];
  }

  /** The last line, where no line break ends it. */
  end(): (string | undefined)[] {
    return this.begun === '' ? [] : this.close('');
  }

  private extend(piece: string): undefined[] {
    if (this.skipped === 0 && this.begun.length + piece.length <= maxLineLength) {
      this.begun += piece;
      return [];
    }
    const isTold = this.skipped > 0;
    this.skipped += this.begun.length + piece.length;
    this.begun = '';
    if (this.skipped > maxUnbroken)
      throw new Failure(
        `The input goes on for ${maxUnbroken} characters without a line break. Ask one question a line.`,
      );
    return isTold ? [] : [undefined];
  }

  private close(piece: string): (string | undefined)[] {
    const told = this.extend(piece);
    const lines = this.skipped > 0 ? told : [this.begun];
    this.begun = '';
    this.skipped = 0;
    return lines;
  }
}
