import type { EndpointSet } from '../net/endpoints.js';
import type { ServiceSet } from '../net/services.js';
import type { Expectation, Never, Policy, Rule, Traffic } from '../policy/model.js';
import type { Connection } from '../findings.js';
import { openLibrary, type Ancestor, type Ancestors, type Book, type Library } from './book.js';
import { finished } from '../text/steps.js';
import { effectiveServices } from './effective.js';
import type { Work } from './engine/work.js';
import { explainInSteps, type Explanation } from './explain.js';
import { checkExpectation, checkNever, type Outcome } from './intent.js';
import { Neighbourhoods } from './rules/nearby.js';
import { lineageOf, sameList } from './lineage.js';
import { decidedPieces, keptPieces, type Pieces } from './pieces.js';
import { Breadths } from './rules/breadths.js';
import { carryOver } from './rules/carry.js';
import { isFarFromLimit } from './rules/effort.js';
import { judgeInSteps, type Judgement } from './rules/judge.js';
import type { Limits } from './rules/opponents.js';
import type { Point } from './engine/region.js';
import { connectionAt } from './witness.js';
import { verdictOf, type ConnectionPoint, type Verdict } from './verdict.js';

export type { ConnectionPoint, End, Verdict } from './verdict.js';
export type { Explanation, Part } from './explain.js';
export type { Hop, Outcome } from './intent.js';
export type { RuleFacts } from './rules/judge.js';
export type { Work } from './engine/work.js';

/** Rules that are judged together, with the facts about each by its index. */
export interface JudgedBook extends Judgement {
  readonly book: Book;
  /** Stands for the book without keeping it. */
  readonly token: object;
  /** `undefined` where nothing is known of an earlier state, or too much is different. */
  origin: Origin | undefined;
  /** For each rule the book of those that meet it: the same answers about the rule, sooner. */
  readonly near: Neighbourhoods;
  readonly breadths: Breadths;
}

/** How a judged book came out of an earlier one: what was worked out for its rules one by one can be taken over. */
export interface Origin {
  /** The token of the earlier book. */
  readonly token: object;
  /** By id in the earlier book the id now; -1 where the rule is gone. */
  readonly newIds: Int32Array;
  /** By id 1 where the rule, or what is known of it, is not the same object as before. */
  readonly fresh: Uint8Array;
}

export interface AnalysisOptions {
  /** Pieces of regions looked at before a question is given up as undecided; 20,000 unless told. */
  readonly pieces?: number;
  /** Opponents listed of one rule at most; 100 unless told. */
  readonly listed?: number;
  /** Rules compared with one rule at most when its opponents are sought; 4,000 unless told. */
  readonly compared?: number;
  /** Steps of judging all rules after which the rest get next to no effort; 50 million unless told. */
  readonly steps?: number;
}

/** Pieces of regions looked at before a question is given up, unless told otherwise. */
export const defaultPieces = 20_000;

const defaults: Limits = { pieces: defaultPieces, listed: 100, compared: 4_000, steps: 50_000_000 };

/** Exact answers about one policy. Building it costs the indexes; every answer is computed when asked. */
export interface Analysis {
  readonly policy: Policy;
  readonly library: Library;
  readonly limits: Limits;
  /** Work done so far, for tests of effort. */
  readonly work: Work;
  /** The verdict on one connection; `undefined` where its ends and service fit no connection. */
  verdict(connection: ConnectionPoint): Verdict | undefined;
  /** Who decides the connections of a set. */
  explain(traffic: Traffic): Explanation;
  /** The same in steps: between two of them the caller may see to something else, or give up. */
  explainInSteps(traffic: Traffic): Generator<void, Explanation>;
  never(never: Never): Outcome;
  expectation(expectation: Expectation): Outcome;
  /** What is known of the rules against each other: of the tiers first, then of each ruleset. Worked out once. */
  books(): readonly JudgedBook[];
  /** Does a part of what `books` needs; true when there is no more to do. */
  judgeStep(): boolean;
  /** Forgets how the books came out of earlier ones: once all has been taken over, it is of no more use. */
  settle(): void;
  /** Whether `books` has been worked out. */
  isJudged(): boolean;
  /** A point as the connection to report: one between the ends of `within`, where it was sought there. */
  connection(point: Point, within?: Pick<Traffic, 'source' | 'destination'>): Connection;
  /** What the rule of the tiers with this index decides, in regions; worked out once. */
  decided(id: number): Pieces;
  /** The answers of `decided` so far, by rule. */
  readonly known: readonly (Pieces | undefined)[];
  /** Services on which an allow of the tiers really allows connections between two sets; `undefined`: budget ran out. */
  effective(rule: Rule, source: EndpointSet, destination: EndpointSet): ServiceSet | undefined;
}

/** A book of an earlier analysis with its facts, and what became of its rules. */
type JudgedAncestor = Ancestor & JudgedBook;

interface JudgedAncestors extends Ancestors {
  find(ruleset: string | undefined): JudgedAncestor | undefined;
}

/** Steps of judging rules for each one that may be spent on how broad they are. */
const breadthPart = 4;

function* judgeBook(
  book: Book,
  limits: Limits,
  before: JudgedAncestor | undefined,
): Generator<void, JudgedBook> {
  const near = new Neighbourhoods(book);
  const carried = before && carryOver(before, before, book);
  yield;
  const judgement = yield* judgeInSteps(book, near, limits, carried);
  yield;
  const breadths = new Breadths(book, judgement.facts, near, {
    pieces: limits.pieces,
    steps: limits.steps / breadthPart,
  });
  if (carried) breadths.inherit(before!.breadths, before!.lineage, carried.affected);
  const origin =
    carried && before!.book.coordinates === book.coordinates ? originOf(before!, judgement) : undefined;
  return { ...judgement, book, near, breadths, token: {}, origin };
}

/** Of rules that came all is found anew. */
function originOf({ token, lineage }: JudgedAncestor, { anew }: Judgement): Origin {
  const fresh = anew.slice();
  for (const id of lineage.renewed) fresh[id] = 1;
  return { token, newIds: lineage.newIds, fresh };
}

/** What an earlier analysis judged, book by book, where the two agree in all that facts may depend on. */
function earlier(
  previous: Analysis | undefined,
  policy: Policy,
  limits: Limits,
): JudgedAncestors | undefined {
  if (!previous?.isJudged() || !isComparable(previous, policy, limits)) return undefined;
  const books = new Map<string | undefined, JudgedAncestor>();
  for (const judged of previous.books()) {
    const { book, costs } = judged;
    // Near the limit of steps it matters which rule is judged when, so that what is kept could differ from a fresh look.
    if (!isFarFromLimit(costs, limits.steps)) continue;
    const rules = rulesOf(policy, book.ruleset);
    // Of two rulesets with one name nobody can tell which is which.
    const lineage = rules && rulesOf(previous.policy, book.ruleset) && lineageOf(book.rules, rules);
    if (lineage) books.set(book.ruleset, { ...judged, lineage });
  }
  return {
    coordinates: previous.library.coordinates,
    isWhole: books.size === previous.books().length,
    find: (ruleset) => books.get(ruleset),
  };
}

/** The rules of the tiers, or of the one ruleset of a name. */
function rulesOf(policy: Policy, ruleset: string | undefined): readonly Rule[] | undefined {
  if (ruleset === undefined) return policy.rules;
  const named = policy.rulesets.filter(({ name }) => name === ruleset);
  return named.length === 1 ? named[0].rules : undefined;
}

const isComparable = (previous: Analysis, policy: Policy, limits: Limits): boolean =>
  sameList(previous.policy.symbols, policy.symbols) &&
  sameList(previous.policy.identities, policy.identities) &&
  sameList(previous.policy.conditions, policy.conditions) &&
  previous.policy.asOf === policy.asOf &&
  sameList(Object.values(previous.limits), Object.values(limits));

/**
 * Opens a policy for questions. `previous` is an analysis of an earlier state of the same policy: what it found about
 * rules that nothing has touched since is kept, and the answers are the same as without it.
 */
export function analyse(policy: Policy, options: AnalysisOptions = {}, previous?: Analysis): Analysis {
  const limits = { ...defaults, ...options };
  let before = earlier(previous, policy, limits);
  const library = openLibrary(policy, before);
  const { pieces } = limits;
  let judged: readonly JudgedBook[] | undefined;
  let ids: ReadonlyMap<Rule, number> | undefined;
  const known: (Pieces | undefined)[] = [];
  const ancestor = before?.find(undefined);
  const kept = ancestor && keptPieces(previous!.known, ancestor.book, library.tiers, ancestor.lineage);
  const idOf = (rule: Rule): number => {
    ids ??= new Map(policy.rules.map((known, id) => [known, id]));
    return ids.get(rule) ?? -1;
  };
  function* judging(): Generator<void, void> {
    const books: JudgedBook[] = [];
    for (const book of [library.tiers, ...library.rulesets]) {
      books.push(yield* judgeBook(book, limits, before?.find(book.ruleset)));
    }
    judged = books;
    // The earlier policy is of no more use, and would keep its indexes.
    before = undefined;
  }
  // One run for all who ask: it notes in the books which rules it thinks away.
  let run: Generator<void, void> | undefined;
  const judgeStep = (): boolean => {
    if (judged !== undefined) return true;
    run ??= judging();
    try {
      return run.next().done === true;
    } catch (error) {
      run = undefined;
      throw error;
    }
  };
  return {
    policy,
    library,
    limits,
    work: library.work,
    verdict: (connection) => verdictOf(library.tiers, connection),
    explain: (traffic) => finished(explainInSteps(library, traffic, pieces)),
    explainInSteps: (traffic) => explainInSteps(library, traffic, pieces),
    never: (never) => checkNever(library, never, pieces),
    expectation: (expectation) => checkExpectation(library, expectation, pieces),
    books: () => {
      while (!judgeStep());
      return judged!;
    },
    judgeStep,
    settle: () => judged?.forEach((book) => (book.origin = undefined)),
    isJudged: () => judged !== undefined,
    connection: (point, within) => connectionAt(policy, library.coordinates, point, within),
    decided: (id) => (known[id] ??= kept?.(id) ?? decidedPieces(library.tiers, id, pieces)),
    known,
    effective: (rule, source, destination) =>
      effectiveServices(library, idOf(rule), source, destination, pieces),
  };
}
