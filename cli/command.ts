import type { ExitCode } from './failure.js';
import type { Call, OptionSpec } from './options.js';
import type { Place } from './policies.js';
import type { Terminal } from './terminal.js';

/** What a command runs in. */
export interface Context extends Place {
  readonly terminal: Terminal;
}

/** One command of `zoneflow`. */
export interface Command {
  readonly name: string;
  /** What it does, in one line. */
  readonly summary: string;
  /** How it is called, a line each, without `zoneflow` and its name. */
  readonly usage: readonly string[];
  readonly options: Readonly<Record<string, OptionSpec>>;
  /** What the user should know, as paragraphs. */
  readonly details: string;
  readonly examples: readonly { readonly call: string; readonly meaning: string }[];
  run(call: Call, context: Context): Promise<ExitCode>;
}
