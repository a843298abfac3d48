import type { Regions } from './index.js';
import { boundsMeet, fanout, type Packed } from './pack.js';
import { meetsRegion } from './region.js';
import type { Work } from './work.js';

/** Which entries of an index meet which others, as far as those are few. */
export interface Meetings {
  /** Whether the entry with an id meets more others than were to be listed, or may do so. */
  isCrowded(id: number): boolean;
  /** Whether the entry with an id meets no other. */
  isAlone(id: number): boolean;
  /** Ids of the others that meet the entry with an id, in ascending order; of a crowded one not all of them. */
  others(id: number): Int32Array;
}

/** Comparisons in vain that all entries share, about; beyond their share of it entries count as crowded. */
const comparisons = 8_000_000;

/** So many every entry has at least. */
const leastCompared = 128;

/** Pairs of nodes compared between two steps. */
const pairsInStep = 2_000;

/**
 * Finds which entries of a tree meet each other: all at once, by walking the tree against itself, which takes a small part
 * of the time of a question for each entry. `regions` are by id. Entries that meet more than `most`
 * others are crowded, and so are those that are near so many that to compare them all would take long; nodes that hold no
 * others are not compared any more, so that the work stays in proportion to what is listed, however many meet. Comes in
 * steps.
 */
export function* joinInSteps(
  packed: Packed,
  regions: Regions,
  most: number,
  work: Work,
): Generator<void, Meetings> {
  const join = new Join(packed, regions, most, work);
  while (join.compare(pairsInStep)) yield;
  return join.meetings();
}

class Join {
  /** Node pairs still to compare: level, node, node. */
  private open: Int32Array = new Int32Array(3 * 1024);
  private openSize = 0;
  /** Ids of those that meet, two and two. */
  private pairs: Int32Array = new Int32Array(1024);
  private size = 0;
  /** By id how many others have been met; an entry of several boxes may be counted more than once. */
  private readonly counts: Int32Array;
  /** By id with how many others it was compared in vain, and with how many it may be. */
  private readonly compared: Int32Array;
  private readonly mostCompared: number;
  /** By node the boxes below it whose entries are not crowded. */
  private readonly wanting: Int32Array;
  /** By id the boxes of an entry. */
  private readonly boxes: Int32Array;
  private readonly nextBox: Int32Array;

  constructor(
    private readonly packed: Packed,
    private readonly regions: Regions,
    private readonly most: number,
    private readonly work: Work,
  ) {
    const { levels, leastId, plain } = packed;
    const ids = regions.length;
    this.counts = new Int32Array(ids);
    this.compared = new Int32Array(ids);
    this.mostCompared = Math.max(leastCompared, Math.floor(comparisons / ids));
    this.wanting = new Int32Array(leastId.length);
    this.boxes = new Int32Array(ids).fill(-1);
    this.nextBox = new Int32Array(plain.length);
    for (let box = 0; box < plain.length; box++) {
      this.wanting[box] = 1;
      this.nextBox[box] = this.boxes[leastId[box]];
      this.boxes[leastId[box]] = box;
    }
    for (let level = 1; level < levels.length; level++) {
      const start = levels[level - 1];
      for (let child = start; child < levels[level]; child++)
        this.wanting[this.parent(level - 1, child)] += this.wanting[child];
    }
    if (plain.length > 1) this.leave(levels.length - 1, leastId.length - 1, leastId.length - 1);
  }

  /** Compares some pairs of nodes; false when there are no more. */
  compare(count: number): boolean {
    for (let i = 0; i < count; i++) {
      if (this.openSize === 0) return false;
      this.openSize -= 3;
      const level = this.open[this.openSize];
      const a = this.open[this.openSize + 1];
      const b = this.open[this.openSize + 2];
      if (this.wanting[a] === 0 && this.wanting[b] === 0) continue;
      this.work.nodes++;
      if (level === 1) this.compareBoxes(a, b);
      else this.openChildren(level, a, b);
    }
    return true;
  }

  meetings(): Meetings {
    const { counts, most, pairs, size } = this;
    const starts = new Int32Array(counts.length + 1);
    for (let i = 0; i < size; i++) if (counts[pairs[i]] <= most) starts[pairs[i] + 1]++;
    for (let id = 0; id < counts.length; id++) starts[id + 1] += starts[id];
    const lists = new Int32Array(starts[counts.length]);
    const ends = starts.slice(0, counts.length);
    for (let i = 0; i < size; i++) if (counts[pairs[i]] <= most) lists[ends[pairs[i]]++] = pairs[i ^ 1];
    for (let id = 0; id < counts.length; id++) ends[id] = sortDistinct(lists, starts[id], ends[id]);
    return {
      isCrowded: (id) => counts[id] > most,
      isAlone: (id) => counts[id] === 0,
      others: (id) => lists.subarray(starts[id], ends[id]),
    };
  }

  /** Leaves a pair of nodes to be compared. */
  private leave(level: number, a: number, b: number): void {
    if (this.openSize + 3 > this.open.length) this.open = grown(this.open);
    this.open[this.openSize] = level;
    this.open[this.openSize + 1] = a;
    this.open[this.openSize + 2] = b;
    this.openSize += 3;
  }

  private parent(level: number, node: number): number {
    const { levels } = this.packed;
    return levels[level + 1] + Math.floor((node - levels[level]) / fanout);
  }

  private openChildren(level: number, a: number, b: number): void {
    const { levels } = this.packed;
    const below = levels[level - 1];
    const firstOfA = below + (a - levels[level]) * fanout;
    const lastOfA = Math.min(firstOfA + fanout, levels[level]);
    const firstOfB = below + (b - levels[level]) * fanout;
    const lastOfB = Math.min(firstOfB + fanout, levels[level]);
    for (let one = firstOfA; one < lastOfA; one++) {
      if (a !== b && !this.near(one, b)) continue;
      for (let other = a === b ? one : firstOfB; other < lastOfB; other++)
        if (one === other || this.near(one, other)) this.leave(level - 1, one, other);
    }
  }

  private compareBoxes(a: number, b: number): void {
    const { bounds, sketches, levels } = this.packed;
    const start = levels[1];
    const firstOfA = (a - start) * fanout;
    const lastOfA = Math.min(firstOfA + fanout, start);
    const firstOfB = (b - start) * fanout;
    const lastOfB = Math.min(firstOfB + fanout, start);
    for (let one = firstOfA; one < lastOfA; one++) {
      if (a !== b && !this.near(one, b)) continue;
      // The innermost loop of all: what it needs of the one box is at hand.
      const i = 6 * one;
      const sketch = sketches[one];
      const low0 = bounds[i];
      const high0 = bounds[i + 1];
      const low1 = bounds[i + 2];
      const high1 = bounds[i + 3];
      const low2 = bounds[i + 4];
      const high2 = bounds[i + 5];
      for (let other = a === b ? one + 1 : firstOfB; other < lastOfB; other++) {
        const j = 6 * other;
        if (
          bounds[j] < high0 &&
          low0 < bounds[j + 1] &&
          bounds[j + 2] < high1 &&
          low1 < bounds[j + 3] &&
          bounds[j + 4] < high2 &&
          low2 < bounds[j + 5] &&
          (sketches[other] & sketch) !== 0
        )
          this.compareEntries(one, other);
      }
    }
  }

  private compareEntries(one: number, other: number): void {
    const { leastId, plain } = this.packed;
    const a = leastId[one];
    const b = leastId[other];
    if (a === b || (this.wanting[one] === 0 && this.wanting[other] === 0)) return;
    this.work.examined++;
    const sure = plain[one] === 1 && plain[other] === 1;
    if (!sure && !meetsRegion(this.regions[a]!, this.regions[b]!)) {
      this.noteCompared(a);
      this.noteCompared(b);
      return;
    }
    if (this.size === this.pairs.length) this.pairs = grown(this.pairs);
    this.pairs[this.size++] = a;
    this.pairs[this.size++] = b;
    if (++this.counts[a] === this.most + 1) this.crowd(a);
    if (++this.counts[b] === this.most + 1) this.crowd(b);
  }

  /** Notes that an entry was compared in vain. */
  private noteCompared(id: number): void {
    if (++this.compared[id] !== this.mostCompared || this.counts[id] > this.most) return;
    this.counts[id] = this.most + 1;
    this.crowd(id);
  }

  /** Whether the boxes of two nodes meet. */
  private near(a: number, b: number): boolean {
    const { bounds, sketches } = this.packed;
    if ((sketches[a] & sketches[b]) === 0) return false;
    return boundsMeet(bounds, a, b);
  }

  private crowd(id: number): void {
    for (let box = this.boxes[id]; box >= 0; box = this.nextBox[box]) {
      let node = box;
      for (let level = 0; ; level++) {
        this.wanting[node]--;
        if (level === this.packed.levels.length - 1) break;
        node = this.parent(level, node);
      }
    }
  }
}

function grown(list: Int32Array): Int32Array {
  const longer = new Int32Array(2 * list.length);
  longer.set(list);
  return longer;
}

/** So few numbers are sorted by hand: to call for it takes longer. */
const handful = 24;

/** Sorts a stretch of a list and drops what is there twice; gives its new end. */
function sortDistinct(list: Int32Array, start: number, end: number): number {
  if (end - start < 2) return end;
  if (end - start > handful) list.subarray(start, end).sort();
  else {
    for (let i = start + 1; i < end; i++) {
      const value = list[i];
      let at = i;
      for (; at > start && list[at - 1] > value; at--) list[at] = list[at - 1];
      list[at] = value;
    }
  }
  let to = start + 1;
  for (let from = start + 1; from < end; from++) if (list[from] !== list[to - 1]) list[to++] = list[from];
  return to;
}
