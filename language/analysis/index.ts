import type { EndpointSet } from '../net/endpoints.js';
import type { ServiceSet } from '../net/services.js';
import type { Expectation, Never, Policy, Rule, Traffic } from '../policy/model.js';
import { openLibrary, type Library } from './book.js';
import { effectiveServices } from './effective.js';
import type { Work } from './engine/work.js';
import { explainTraffic, type Explanation } from './explain.js';
import { checkExpectation, checkNever, type Outcome } from './intent.js';
import { verdictOf, type ConnectionPoint, type Verdict } from './verdict.js';

export type { ConnectionPoint, End, Verdict } from './verdict.js';
export type { Explanation, Part } from './explain.js';
export type { Hop, Outcome } from './intent.js';
export type { Work } from './engine/work.js';

export interface AnalysisOptions {
  /** Pieces of regions looked at before a question is given up as undecided; 20,000 unless told. */
  readonly pieces?: number;
}

export const defaultPieces = 20_000;

/** Exact answers about one policy. Building it costs the indexes; every answer is computed when asked. */
export interface Analysis {
  readonly policy: Policy;
  readonly library: Library;
  /** Work done so far, for tests of effort. */
  readonly work: Work;
  /** The verdict on one connection; `undefined` where its ends and service fit no connection. */
  verdict(connection: ConnectionPoint): Verdict | undefined;
  /** Who decides the connections of a set. */
  explain(traffic: Traffic): Explanation;
  never(never: Never): Outcome;
  expectation(expectation: Expectation): Outcome;
  /** Services on which an allow of the tiers really allows connections between two sets; `undefined`: budget ran out. */
  effective(rule: Rule, source: EndpointSet, destination: EndpointSet): ServiceSet | undefined;
}

export function analyse(policy: Policy, options: AnalysisOptions = {}): Analysis {
  const library = openLibrary(policy);
  const pieces = options.pieces ?? defaultPieces;
  const ids = new Map(policy.rules.map((rule, id) => [rule, id]));
  return {
    policy,
    library,
    work: library.work,
    verdict: (connection) => verdictOf(library.tiers, connection),
    explain: (traffic) => explainTraffic(library, traffic, pieces),
    never: (never) => checkNever(library, never, pieces),
    expectation: (expectation) => checkExpectation(library, expectation, pieces),
    effective: (rule, source, destination) =>
      effectiveServices(library, ids.get(rule) ?? -1, source, destination, pieces),
  };
}
