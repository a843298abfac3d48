import { exitCode } from './failure.js';
import { reasonOf } from './reason.js';

/** Where a command writes and what it may assume of the reader. */
export interface Terminal {
  /** Standard input. */
  readonly input: AsyncIterable<Uint8Array>;
  /** Results. Resolves when the reader can take more. */
  readonly out: (text: string) => Promise<void>;
  /** What is wrong with the call, and notes. A line each. */
  readonly note: (text: string) => void;
  /** Shows for the moment what is going on, where a person looks at a terminal; what is written next takes its place. */
  readonly status: (text: string) => void;
  /** Whether results may carry colours. */
  readonly colour: boolean;
}

/** To the start of the line, and the line away (ECMA-48). */
const eraseLine = '\r\x1b[2K';

/** The terminal of this process. A reader that goes away ends the process quietly, with the code it has so far. */
export function processTerminal(): Terminal {
  const { stdin, stdout, stderr } = process;
  for (const stream of [stdout, stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') {
        process.exitCode = exitCode.failed;
        if (stream === stdout)
          stderr.write(
            `zoneflow: The results could not be written: ${reasonOf(error)}. Write them elsewhere.\n`,
          );
      }
      process.exit();
    });
  }
  let shown = false;
  const clear = (): void => {
    if (shown) stderr.write(eraseLine);
    shown = false;
  };
  return {
    input: stdin,
    out: (text) =>
      new Promise((resolve) => {
        clear();
        if (stdout.write(text)) resolve();
        else stdout.once('drain', resolve);
      }),
    note: (text) => {
      clear();
      stderr.write(`zoneflow: ${printable(text)}\n`);
    },
    status: (text) => {
      if (!stderr.isTTY) return;
      shown = true;
      stderr.write(`${eraseLine}${printable(text)}`);
    },
    colour: wantsColour(stdout.isTTY),
  };
}

/** Colours on a terminal alone; NO_COLOR (no-color.org) and FORCE_COLOR win. */
function wantsColour(isTerminal: boolean, env: NodeJS.ProcessEnv = process.env): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  return isTerminal && env.TERM !== 'dumb';
}

/**
 * Text of a policy, of a file name or of a message as a terminal may show it: control characters and those that turn the
 * direction of writing come out as `\u{1b}`, so that no text can move the cursor or disguise itself. Line ends stay.
 */
export const printable = (text: string): string =>
  text.replace(
    /[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]/gu,
    escape,
  );

/** The same on one line: what stands at the start of a line of output, such as `::error::`, can be a command to who reads it. */
export const oneLine = (text: string): string => printable(text).replace(/[\r\n]/g, escape);

const escape = (char: string): string => `\\u{${char.codePointAt(0)!.toString(16)}}`;

export type Paint = (text: string) => string;
export type Colour = 'red' | 'yellow' | 'blue' | 'cyan' | 'green' | 'dim' | 'bold';

const codes: Readonly<Record<Colour, readonly [number, number]>> = {
  red: [31, 39],
  yellow: [33, 39],
  blue: [34, 39],
  cyan: [36, 39],
  green: [32, 39],
  dim: [2, 22],
  bold: [1, 22],
};

/** Painters that colour, or leave text as it is. */
export function painter(colour: boolean): (name: Colour) => Paint {
  return (name) => (text) => (colour ? `\x1b[${codes[name][0]}m${text}\x1b[${codes[name][1]}m` : text);
}
