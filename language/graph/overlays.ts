import { present, seeing, treeOf, type Book, type World } from '../analysis/book.js';
import { dimension } from '../analysis/coordinates.js';
import { intersectRegions, peel, withinRegion, type Region } from '../analysis/engine/region.js';
import { analyse, type Analysis } from '../analysis/index.js';
import { decidedPieces, type Pieces } from '../analysis/pieces.js';
import { tiers, type Action, type Rule } from '../policy/model.js';
import { EdgeCollector, type OwedEdge } from './collect.js';
import type { GraphNode } from './model.js';
import { layOut, touching } from './nodes.js';

/**
 * What the picture can show besides what is allowed. An edge stands wherever at least one connection between two nodes
 * that show nothing nested is as said here; `services` are those of such connections. Each is exact, and defined by the
 * policy with some rules thought away or brought back.
 */
export interface Overlays {
  /**
   * What denies take away: connections that are denied, and would be allowed if the policy had no deny. `rules` are the
   * allows that would decide then, `by` the denies that decide now.
   */
  readonly denied: readonly OwedEdge[];
  /**
   * What passes make possible: connections that are allowed, and would be denied by a deny of an earlier tier if the
   * policy had no pass. `rules` are the allows that decide, `by` the passes that keep that tier silent.
   */
  readonly passed: readonly OwedEdge[];
  /**
   * What has ended: connections that are denied, and would be allowed if allows that have expired were still in force.
   * `rules` are those; `by` is empty.
   */
  readonly expired: readonly OwedEdge[];
  /** The rests of zones that these edges join: the graph has only those that its own edges join. */
  readonly rests: readonly GraphNode[];
  /** False where a limit of effort left something out. */
  readonly complete: boolean;
}

export interface OverlayOptions {
  /** Levels of zones that are shown, as for the graph; all unless told. */
  readonly depth?: number;
  /** At most so many edges of each kind; 20,000 unless told. */
  readonly maxEdges?: number;
}

/** Works the overlays out in steps: between two of them the caller may see to something else, or give up. */
export function* overlaysInSteps(
  analysis: Analysis,
  { depth = Infinity, maxEdges = 20_000 }: OverlayOptions = {},
): Generator<void, Overlays> {
  const { ends } = layOut(analysis.policy, depth);
  let complete = true;
  const draw = function* (
    base: Analysis,
    find: (base: Analysis) => Generator<Found | undefined, boolean>,
  ): Generator<void, OwedEdge[]> {
    const touched = touching(base.library.coordinates.axis, ends);
    const collector = new EdgeCollector(base.policy, ends, maxEdges);
    const found = find(base);
    let step = found.next();
    for (; !step.done; step = found.next()) {
      yield;
      if (collector.isFull) break;
      if (step.value === undefined) continue;
      const { region, rule, by } = step.value;
      const sources = touched(region[dimension.source]);
      const targets = touched(region[dimension.destination]);
      collector.add(sources, targets, region[dimension.service], rule.name, by?.name);
    }
    complete = complete && step.value === true && !collector.isFull;
    return yield* collector.takeOwed();
  };
  const denied = yield* draw(analysis, deniedOf);
  const passed = yield* draw(analysis, passedOf);
  const before = withExpired(analysis);
  const expired = before === undefined ? [] : yield* draw(before, expiredOf);
  const used = new Set([denied, passed, expired].flat().flatMap(({ source, target }) => [source, target]));
  const rests = ends.map(({ node }) => node).filter(({ kind, id }) => kind === 'rest' && used.has(id));
  return { denied, passed, expired, rests, complete };
}

/** The overlays, all at once. */
export function overlaysOf(analysis: Analysis, options: OverlayOptions = {}): Overlays {
  const steps = overlaysInSteps(analysis, options);
  for (let step = steps.next(); ; step = steps.next()) if (step.done) return step.value;
}

/** Connections that are as an overlay says, and the rules that make them so. */
interface Found {
  readonly region: Region;
  readonly rule: Rule;
  readonly by?: Rule;
}

/** What rules decide while some are thought away; notes where a limit of effort left something out. */
class View {
  complete = true;
  private readonly known: (Pieces | undefined)[] = [];

  constructor(
    readonly book: Book,
    private readonly work: (id: number) => Pieces,
  ) {}

  /** The rules as they are. */
  static of(analysis: Analysis): View {
    return new View(analysis.library.tiers, analysis.decided);
  }

  /** The rules without some. The indexes are shared; only what takes part is said anew. */
  static without({ library, limits }: Analysis, isGone: (rule: Rule) => boolean): View {
    const all = library.tiers;
    const states = Uint8Array.from(all.rules, (rule) => (isGone(rule) ? present.gone : present.kept));
    const book = { ...all, states };
    return new View(book, (id) => decidedPieces(book, id, limits.pieces));
  }

  decided(id: number): readonly Region[] {
    const { regions, complete } = (this.known[id] ??= this.work(id));
    this.complete &&= complete;
    return regions;
  }
}

/** What an allow would decide without denies, and a deny decides with them. */
function* deniedOf(analysis: Analysis): Generator<Found | undefined, boolean> {
  const now = View.of(analysis);
  const free = View.without(analysis, ({ action }) => action === 'deny');
  for (const { id, rule, whole } of allowsOf(now.book)) {
    yield undefined;
    if (!whole.some((region) => meeting(now.book, region, 'deny', rule.tier).length > 0)) continue;
    for (const region of free.decided(id)) {
      for (const deny of meeting(now.book, region, 'deny', rule.tier))
        yield* common(region, now.decided(deny), { rule, by: now.book.rules[deny] });
    }
  }
  return now.complete && free.complete;
}

/** What an allow decides, and a deny of an earlier tier would decide without passes. */
function* passedOf(analysis: Analysis): Generator<Found | undefined, boolean> {
  const now = View.of(analysis);
  const strict = View.without(analysis, ({ action }) => action === 'pass');
  for (const { id, rule, whole } of allowsOf(now.book)) {
    yield undefined;
    if (!whole.some((region) => meeting(now.book, region, 'pass', rule.tier - 1).length > 0)) continue;
    for (const region of now.decided(id)) {
      for (const deny of meeting(now.book, region, 'deny', rule.tier - 1)) {
        for (const { region: open } of common(region, strict.decided(deny), { rule }))
          yield* passesOver(now.book, open, rule, now.book.rules[deny].tier);
      }
    }
  }
  return now.complete && strict.complete;
}

/** The part of a region that each pass of a tier matches. */
function* passesOver(book: Book, region: Region, rule: Rule, tier: number): Generator<Found> {
  for (const entry of treeOf(worldOf(book, region), tier, 'pass').meeting(region, seeing(book, 1)))
    yield* common(region, [entry.region], { rule, by: book.rules[entry.id] });
}

/** The policy with the allows that have expired; `undefined` where there are none. */
function withExpired({ policy, limits }: Analysis): Analysis | undefined {
  if (!policy.rules.some(({ action, expired }) => action === 'allow' && expired)) return undefined;
  const rules = policy.rules.map((rule) => (rule.action === 'allow' ? { ...rule, expired: false } : rule));
  return analyse({ ...policy, rules }, limits);
}

/** What an ended allow would decide, and no allow that is in force does. The rules of `before` are of both kinds. */
function* expiredOf(before: Analysis): Generator<Found | undefined, boolean> {
  const hasEnded = ({ expires }: Rule): boolean => expires !== undefined && expires < before.policy.asOf;
  const then = View.of(before);
  const now = View.without(before, hasEnded);
  for (const { id, rule } of allowsOf(then.book)) {
    yield undefined;
    if (!hasEnded(rule)) continue;
    for (const region of then.decided(id)) {
      for (const left of notAllowed(now, region)) yield { region: left, rule };
    }
  }
  return then.complete && now.complete;
}

/** What of a region no allow of a view decides. */
function notAllowed(view: View, region: Region): readonly Region[] {
  let rest = [region];
  for (const id of meeting(view.book, region, 'allow', tiers.length - 1)) {
    for (const taken of view.decided(id)) {
      const left: Region[] = [];
      for (const piece of rest) peel(piece, taken, left);
      rest = left;
    }
  }
  return rest;
}

/** The allows that take part in some world, with what they match. */
function* allowsOf(book: Book): Generator<{ id: number; rule: Rule; whole: readonly Region[] }> {
  for (let id = 0; id < book.rules.length; id++) {
    const rule = book.rules[id];
    if (rule.action !== 'allow') continue;
    const whole = book.worlds.map(({ regions }) => regions[id]).filter((region) => region !== undefined);
    if (whole.length > 0) yield { id, rule, whole };
  }
}

function* common(region: Region, others: readonly Region[], rules: Omit<Found, 'region'>): Generator<Found> {
  for (const other of others) {
    const both = intersectRegions(region, other);
    if (both !== undefined) yield { ...rules, region: both };
  }
}

/** Ids of the rules with an action that meet a region, of the tiers up to `last`. */
function meeting(book: Book, region: Region, action: Action, last: number): number[] {
  const world = worldOf(book, region);
  const seen = seeing(book, 1);
  const ids: number[] = [];
  for (let tier = 0; tier <= last; tier++)
    for (const { id } of treeOf(world, tier, action).meeting(region, seen)) ids.push(id);
  return ids;
}

/** A world that holds a region. Where both do, its ends are symbols, and both have the same rules there. */
const worldOf = ({ worlds }: Book, region: Region): World =>
  withinRegion(region, worlds[0].space.full) ? worlds[0] : worlds[1];
