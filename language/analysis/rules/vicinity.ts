import { present, seeing, type World } from '../book.js';
import { costOf, type Budget } from '../engine/cover.js';
import type { Entry } from '../engine/index.js';
import { holdsPoint, intersectRegions, type Point, type Region } from '../engine/region.js';
import { corner } from '../engine/space.js';
import { stepsOf } from './effort.js';
import type { Neighbourhoods } from './nearby.js';
import { findDecision, type Answer } from './open.js';

/** After so many questions of the indexes it is known what one costs. */
const tried = 4;

/** Bounds compared, one after the other in memory, that cost as much as a step. */
const boundsInStep = 16;

/** Dimensions by which most regions are told apart. */
const compared = 3;

/** The regions of a list side by side, so that a point is compared with thousands of them in a few microseconds. */
class Boxes {
  private readonly bounds: Int32Array;

  /** `entries` are by id. */
  constructor(readonly entries: readonly Entry[]) {
    this.bounds = new Int32Array(2 * compared * entries.length);
    entries.forEach(({ region }, i) => {
      for (let d = 0; d < compared; d++) {
        this.bounds[2 * (compared * i + d)] = region[d][0];
        this.bounds[2 * (compared * i + d) + 1] = region[d][region[d].length - 1];
      }
    });
  }

  /** Whether the bounds of a region hold a point. */
  mayHold(i: number, a: number, b: number, c: number): boolean {
    const { bounds } = this;
    const at = 2 * compared * i;
    return (
      bounds[at] <= a &&
      a < bounds[at + 1] &&
      bounds[at + 2] <= b &&
      b < bounds[at + 3] &&
      bounds[at + 4] <= c &&
      c < bounds[at + 5]
    );
  }
}

/**
 * All rules that meet one rule, for many questions about what others decide of it: who holds a connection that the rule
 * matches meets the rule, so that nobody else need be asked. The answers are those of `findDecision`.
 */
export class Vicinity {
  /** By world the rules that meet the rule; `undefined` while it is not worth while to know them, or they are too many. */
  private met: readonly (readonly Entry[] | Boxes)[] | undefined;
  private asked = 0;
  private readonly begun: number;

  /** At most so many questions are to be `expected`. */
  constructor(
    private readonly near: Neighbourhoods,
    private readonly id: number,
    private readonly expected: number,
  ) {
    this.met = near.entries(id);
    this.begun = stepsOf(near.book.work);
  }

  /** A connection that a rule decides and this one matches. */
  decision(candidate: number, budget: Budget): Answer {
    if (this.met === undefined && ++this.asked === tried) this.met = this.collect();
    const { near, id } = this;
    return this.firstLook(candidate, budget) ?? findDecision(near.around(candidate), candidate, id, budget);
  }

  /** The example of what both match, where it is already the answer: mostly no stronger rule matches that. */
  private firstLook(candidate: number, budget: Budget): Point | undefined {
    if (this.met === undefined || budget.pieces <= 0) return undefined;
    const { worlds, work } = this.near.book;
    for (let i = 0; i < worlds.length; i++) {
      const { regions, space } = worlds[i];
      const common = commonOf(regions[candidate], regions[this.id]);
      if (common === undefined) continue;
      const point = corner(common, space);
      if (this.isHeld(this.met[i], point, candidate)) return undefined;
      work.questions++;
      work.pieces += costOf(common);
      budget.pieces -= costOf(common);
      return point;
    }
    return undefined;
  }

  /** Whether a rule that may win over the candidate holds a point. */
  private isHeld(met: readonly Entry[] | Boxes, point: Point, candidate: number): boolean {
    const { ruleset, keys, states, work } = this.near.book;
    const [a, b, c] = point;
    const entries = met instanceof Boxes ? met.entries : met;
    let i = 0;
    let isHeld = false;
    for (; i < entries.length && !isHeld; i++) {
      if (met instanceof Boxes && !met.mayHold(i, a, b, c)) continue;
      const { id, region } = entries[i];
      if (ruleset !== undefined && id >= candidate) break;
      if (ruleset === undefined && keys[id] >= keys[candidate]) continue;
      isHeld = states[id] <= present.removable && holdsPoint(region, point);
    }
    work.examined += met instanceof Boxes ? Math.ceil(i / boundsInStep) : i;
    return isHeld;
  }

  /**
   * Those that meet the rule, where to list them takes less than the questions that are still to come. In the tiers only
   * the stronger ones of a few indexes count, so that questions cost little.
   */
  private collect(): readonly Boxes[] | undefined {
    const { book } = this.near;
    if (book.ruleset === undefined) return undefined;
    const cost = (stepsOf(book.work) - this.begun) / tried;
    const most = Math.floor(cost * (this.expected - tried));
    const filter = seeing(book, present.removable, -1, 0, this.id);
    const met: Boxes[] = [];
    for (const world of book.worlds) {
      const entries = this.fewMeeting(world, filter, most);
      if (entries === undefined) return undefined;
      met.push(new Boxes(entries));
    }
    return met;
  }

  private fewMeeting(world: World, filter: ReturnType<typeof seeing>, most: number): Entry[] | undefined {
    const region = world.regions[this.id];
    return region === undefined ? [] : world.all.fewMeeting(region, filter, most);
  }
}

const commonOf = (a: Region | undefined, b: Region | undefined): Region | undefined =>
  a && b && intersectRegions(a, b);
