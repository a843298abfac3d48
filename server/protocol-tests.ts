import type { SourceLocation } from './protocol.js';

/** The part of the protocol that is about tests. */

/** A `test` with its expectations, one `expect`, or one `never`. */
export interface TestEntry {
  /** Made of its text, so that it stays when the statement moves. */
  readonly id: string;
  readonly kind: 'test' | 'expect' | 'never';
  readonly label: string;
  readonly location: SourceLocation;
  readonly children: readonly TestEntry[];
}

export interface TestsResult {
  /** The policy's name, as a title. */
  readonly policy: string;
  /** URI of the policy root. */
  readonly root: string;
  readonly tests: readonly TestEntry[];
}

export interface RunTestsParams {
  /** A document of the policy, or its root. */
  readonly uri: string;
  /** Ids of expectations and intents; all of the policy unless given. Unknown ones are left out of the answer. */
  readonly ids?: readonly string[];
}

/** What became of one expectation or intent. */
export interface TestOutcome {
  readonly id: string;
  /** `undecided`: not within the limit of effort; `broken`: the statement is in error, or describes no connection. */
  readonly state: 'holds' | 'failed' | 'undecided' | 'broken';
  /** The counter-example and what to do; empty where it holds. */
  readonly message: string;
  readonly location: SourceLocation;
  /** The rules that decide the counter-example, in the order of its hops. */
  readonly deciding: readonly { readonly label: string; readonly location: SourceLocation }[];
}
