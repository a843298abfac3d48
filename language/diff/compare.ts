import { openLibrary, type Book, type Library } from '../analysis/book.js';
import { coordinatesOf, dimension } from '../analysis/coordinates.js';
import type { Region } from '../analysis/engine/region.js';
import type { Policy, Rule } from '../policy/model.js';
import { changesOf, type Reader } from './changes.js';
import { commonGround, rulesOfBoth, type CommonGround, type Renumbered } from './common.js';
import { endNamer, type EndNamer } from './ends.js';
import { gainsOf, type Effort } from './gained.js';
import { matchRules } from './match.js';
import type { BookDifference, Difference, Gains } from './model.js';
import { rowsOf, type Row } from './rows.js';
import { Suspects, type Side } from './suspects.js';

export interface CompareOptions {
  /** Pieces of regions looked at for all rules, and for one rule; 4 million and 20,000 unless told. */
  readonly pieces?: number;
  readonly each?: number;
  /** What a rule gains in more separate parts than this is told as one change that is not exact; 128 unless told. */
  readonly parts?: number;
}

/** What a rule may cost where all effort is spent. */
const least = 16;

/**
 * The exact difference of what two policies allow. Both must have been resolved with the same date. Names decide what is
 * the same: symbols, identities and conditions; addresses are what they are, and rules are what they say.
 *
 * A symbol that one policy does not have has no connections there, so it denies all of its connections. An identity or
 * condition that one policy does not have is one that no rule there asks for.
 */
export function comparePolicies(old: Policy, next: Policy, options: CompareOptions = {}): Difference {
  const steps = compareInSteps(old, next, options);
  for (let step = steps.next(); ; step = steps.next()) if (step.done) return step.value;
}

/** The same in steps: between two of them the caller may see to something else, or give up. */
export function* compareInSteps(
  old: Policy,
  next: Policy,
  { pieces = 4_000_000, each = 20_000, parts = 128 }: CompareOptions = {},
): Generator<void, Difference> {
  const ground = commonGround(old, next);
  // Where all rules are the same there is nothing to lay out.
  const coordinates = once(() => coordinatesOf(ground.old.policy, rulesOfBoth(ground)));
  const effort: Effort = { left: pieces, spent: 0, each, least, parts };
  const view = (policy: Policy, renumbered: Renumbered): View => ({
    policy,
    renumbered,
    library: once(() => openLibrary(renumbered.policy, undefined, coordinates())),
    namer: endNamer(policy),
  });
  const views = [view(old, ground.old), view(next, ground.new)] as const;
  yield;
  const tiers = yield* compareBooks(ground, views, undefined, effort);
  const rulesets: BookDifference[] = [];
  for (const name of rulesetNames(old, next)) {
    const difference = yield* compareBooks(ground, views, name, effort);
    const isBlank = [difference.allowed, difference.denied].every(
      ({ changes, undecided }) => changes.length === 0 && undecided.length === 0,
    );
    if (!isBlank || difference.presence !== 'both') rulesets.push(difference);
  }
  return {
    old,
    new: next,
    tiers,
    rulesets,
    onlyOld: ground.onlyOld,
    onlyNew: ground.onlyNew,
    isProven: [tiers, ...rulesets].every(
      ({ allowed, denied }) => allowed.undecided.length === 0 && denied.undecided.length === 0,
    ),
    pieces: effort.spent,
  };
}

/** A function that works its value out when it is first asked for it. */
function once<T>(compute: () => T): () => T {
  let known: { readonly value: T } | undefined;
  return () => (known ??= { value: compute() }).value;
}

/** One of the two policies with its library. */
interface View {
  readonly policy: Policy;
  readonly renumbered: Renumbered;
  readonly library: () => Library;
  readonly namer: EndNamer;
}

function rulesetNames(old: Policy, next: Policy): string[] {
  return [...new Set([...old.rulesets, ...next.rulesets].map(({ name }) => name))].sort((a, b) =>
    a < b ? -1 : a > b ? 1 : 0,
  );
}

/** A list of rules of a view: as the policy has them, and in common numbers. */
interface Listed {
  readonly view: View;
  readonly rules: readonly Rule[];
  readonly common: readonly Rule[];
  /** Which of the view's rulesets it is: -1 for the tiers, `undefined` for an empty one in place of one that is not there. */
  readonly at: number | undefined;
}

/** The rules of the tiers or of the first ruleset of a name. */
function listOf(view: View, ruleset: string | undefined): Listed {
  const { policy, renumbered } = view;
  if (ruleset === undefined) return { view, rules: policy.rules, common: renumbered.policy.rules, at: -1 };
  const at = policy.rulesets.findIndex(({ name }) => name === ruleset);
  if (at < 0) return { view, rules: [], common: [], at: undefined };
  return { view, rules: policy.rulesets[at].rules, common: renumbered.policy.rulesets[at].rules, at };
}

interface Opened {
  readonly view: View;
  readonly book: Book;
  readonly rules: readonly Rule[];
}

function open({ view, rules, at }: Listed, ruleset: string | undefined): Opened {
  const library = view.library();
  if (at !== undefined) return { view, book: at < 0 ? library.tiers : library.rulesets[at], rules };
  const nothing = { ...view.renumbered.policy, rules: [], rulesets: [{ name: ruleset ?? '', rules: [] }] };
  const [book] = openLibrary(nothing, undefined, library.coordinates).rulesets;
  return { view, book, rules };
}

const nothing: Gains = { changes: [], undecided: [] };

function* compareBooks(
  ground: CommonGround,
  [before, after]: readonly [View, View],
  ruleset: string | undefined,
  effort: Effort,
): Generator<void, BookDifference> {
  const [old, next] = [listOf(before, ruleset), listOf(after, ruleset)];
  const presence = next.at === undefined ? 'old' : old.at === undefined ? 'new' : 'both';
  const match = yield* matchRules(old.common, next.common, ground.oneSided, ruleset !== undefined);
  const isChanged = [...match.changed, ...match.otherChanged].includes(true);
  if (!isChanged && ground.oneSided.length === 0)
    return { ruleset, presence, allowed: nothing, denied: nothing };
  yield;
  const oldSide = { ...open(old, ruleset), changed: match.changed };
  yield;
  const newSide = { ...open(next, ruleset), changed: match.otherChanged };
  yield;
  const sides = [oldSide, newSide] as const;
  const { book } = sides[0];
  const suspects: Suspects[] = [];
  for (let w = 0; w < book.worlds.length; w++) {
    suspects.push(new Suspects(sides[0], sides[1], w, strangeRegions(book, w, ground.oneSided)));
    yield;
  }
  const allowed = yield* gains(sides[1], sides[0], suspects, effort);
  const denied = yield* gains(sides[0], sides[1], suspects, effort);
  return { ruleset, presence, allowed, denied };
}

/** All connections from or to symbols that only one of the policies has. */
function strangeRegions(book: Book, world: number, oneSided: readonly number[]): Region[] {
  const { symbolStart } = book.coordinates.axis;
  const cells = oneSided.flatMap((id) => [symbolStart + id, symbolStart + id + 1]);
  if (cells.length === 0) return [];
  return [dimension.source, dimension.destination].map((d) => {
    const region = [...book.worlds[world].space.full];
    region[d] = joined(cells);
    return region;
  });
}

function joined(cells: readonly number[]): number[] {
  const out: number[] = [];
  for (let i = 0; i < cells.length; i += 2) {
    if (out.at(-1) === cells[i]) out[out.length - 1] = cells[i + 1];
    else out.push(cells[i], cells[i + 1]);
  }
  return out;
}

function* gains(
  side: Side & Opened,
  other: Side & Opened,
  suspects: readonly Suspects[],
  effort: Effort,
): Generator<void, Gains> {
  const found: { rule: Rule; rows: readonly Row[] }[] = [];
  const undecided: Rule[] = [];
  for (let id = 0; id < side.rules.length; id++) {
    if (side.rules[id].action !== 'allow') continue;
    const gained = gainsOf(side, other, suspects, id, effort);
    if (gained === 'undecided') undecided.push(side.rules[id]);
    else if (gained.length > 0)
      found.push({ rule: side.rules[id], rows: rowsOf(gained, side.book.coordinates) });
    yield;
  }
  const reader: Reader = {
    policy: side.view.renumbered.policy,
    symbols: side.view.renumbered.symbols,
    segments: side.view.policy.segments,
    namer: side.view.namer,
    other: other.book,
    otherRules: other.rules,
  };
  return { changes: changesOf(found, reader), undecided };
}
