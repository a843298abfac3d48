import { generatePolicy, Random } from '../generate.js';

/** A change as `textDocument/didChange` takes it. */
export interface Keystroke {
  readonly range: { readonly start: Position; readonly end: Position };
  readonly text: string;
}

export interface Position {
  readonly line: number;
  readonly character: number;
}

/** A policy in one file of about so many lines, most of them rules. */
export function policyOfLines(lines: number): string {
  const zones = generatePolicy('segments', lines)[0].text.split('\n').length;
  return generatePolicy('segments', Math.max(1, lines - zones))
    .map(({ text }) => text)
    .join('');
}

/**
 * A text that somebody edits, seeded: most keystrokes write new rules letter by letter, some change the service of a rule
 * or the address of a zone, some delete a line. Keeps the text as lines, so that an edit costs little here.
 */
export class EditedText {
  private readonly lines: string[];
  private readonly random: Random;
  private readonly queue: Keystroke[] = [];

  constructor(text: string, seed: number) {
    this.lines = text.split('\n');
    this.random = new Random(seed);
  }

  /** The next keystroke, which the text has after it. */
  next(): Keystroke {
    if (this.queue.length === 0) this.plan();
    const stroke = this.queue.shift()!;
    this.apply(stroke);
    return stroke;
  }

  /** A place on the name of a zone or workload in a rule. */
  nameInRule(): Position {
    const line = this.ruleLine();
    return { line, character: this.lines[line].indexOf(' to ') + 6 };
  }

  /** The text of a line. */
  line(line: number): string {
    return this.lines[line];
  }

  get lineCount(): number {
    return this.lines.length;
  }

  private plan(): void {
    const kind = this.random.next();
    if (kind < 0.6) this.write();
    else if (kind < 0.8) this.revalue(this.ruleLine(), / on (.+)$/, `tcp/${1 + this.random.below(60_000)}`);
    else if (kind < 0.9)
      this.revalue(this.zoneLine(), /10\.\d+\.(\d+)\.0\/24/, String(this.random.below(250)));
    else this.deleteLine(this.ruleLine());
  }

  /** Writes a rule below another, letter by letter. */
  private write(): void {
    const line = this.ruleLine();
    const [from, to] = [this.lines[line], this.lines[this.ruleLine()]].map(
      (rule) => /(\S+) to (\S+)/.exec(rule) ?? ['', 'any', 'any'],
    );
    const text = `\nallow ${from[1]} to ${to[2]} on tcp/${1 + this.random.below(60_000)}`;
    let at: Position = { line, character: this.lines[line].length };
    for (const letter of text) {
      this.queue.push({ range: { start: at, end: at }, text: letter });
      at =
        letter === '\n' ? { line: line + 1, character: 0 } : { line: at.line, character: at.character + 1 };
    }
  }

  /** Deletes what a group matches and writes something else in its place. */
  private revalue(line: number, pattern: RegExp, value: string): void {
    const match = pattern.exec(this.lines[line]);
    if (match === null) return this.write();
    const start = match.index + match[0].lastIndexOf(match[1]);
    const from = { line, character: start };
    this.queue.push({ range: { start: from, end: { line, character: start + match[1].length } }, text: '' });
    [...value].forEach((letter, i) => {
      const at = { line, character: start + i };
      this.queue.push({ range: { start: at, end: at }, text: letter });
    });
  }

  private deleteLine(line: number): void {
    this.queue.push({
      range: { start: { line, character: 0 }, end: { line: line + 1, character: 0 } },
      text: '',
    });
  }

  private ruleLine(): number {
    return this.find(/^flow .* to \S+ on [^{]+$/);
  }

  private zoneLine(): number {
    return this.find(/^ {2}zone z\d+ \{ addresses = 10/);
  }

  private find(pattern: RegExp): number {
    for (let at = this.random.below(this.lines.length); ; at = (at + 1) % this.lines.length) {
      if (pattern.test(this.lines[at])) return at;
    }
  }

  private apply({ range: { start, end }, text }: Keystroke): void {
    const whole =
      this.lines[start.line].slice(0, start.character) + text + this.lines[end.line].slice(end.character);
    this.lines.splice(start.line, end.line - start.line + 1, ...whole.split('\n'));
  }
}
