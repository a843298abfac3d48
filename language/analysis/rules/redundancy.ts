import { tiers, type Rule } from '../../policy/model.js';
import { present, seeing, treeOf, type Book, type World } from '../book.js';
import { decidedBefore, decidedBeforeRule, levelOf, pickHolder, without } from '../decided.js';
import { findUncovered, type Coverage, type Probe } from '../engine/cover.js';
import { intersectRegions, type Point, type Region } from '../engine/region.js';

/** Whether a rule is redundant, and if so the rules that say the same, by place. */
export type Redundancy = 'needed' | 'undecided' | { readonly by: readonly number[] };

/**
 * Whether no verdict changes without rule `id`, in whatever combination it and the rules whose state is `removable` go.
 * The rule decides something; rules with the state `gone` take no part. Of `need` `verdict` a pass is not asked for others
 * of its tier that cover it: only whether verdicts depend on it.
 */
export function redundancyOf(
  book: Book,
  id: number,
  pieces: number,
  need: 'cover' | 'verdict' = 'cover',
): Redundancy {
  const by = new Set<number>();
  const { action } = book.rules[id];
  const phases =
    book.ruleset !== undefined ? [orderedCover] : need === 'verdict' ? [passCover] : phasesOf[action];
  let result: Redundancy = { by: [] };
  for (const phase of phases) {
    for (const world of book.worlds) {
      const region = world.regions[id];
      if (region === undefined) continue;
      const probe = phase(book, world, id, (other) => by.add(other));
      const answer: Coverage = findUncovered(region, probe, world.space, { pieces }, book.work);
      if (answer === 'undecided') result = 'undecided';
      else if (answer !== 'covered') return 'needed';
    }
  }
  return result === 'undecided' ? result : { by: [...by].sort((a, b) => a - b) };
}

/** Told of every rule that a proof rests on. */
type Note = (id: number) => void;
type Phase = (book: Book, world: World, id: number, note: Note) => Probe;

/** Taken by a rule of the same tier and action that stays. */
function keptTwin(book: Book, world: World, id: number, note: Note): Probe {
  const rule = book.rules[id];
  const tree = treeOf(world, rule.tier, rule.action);
  const kept = seeing(book, present.kept, id);
  return (point, piece) => {
    const twin = pickHolder(tree, point, piece, kept);
    if (twin === undefined) return undefined;
    note(twin.id);
    return twin.region;
  };
}

const either = (...probes: readonly Probe[]): Probe => {
  return (point, piece) => {
    for (const probe of probes) {
      const covered = probe(point, piece);
      if (covered !== undefined) return covered;
    }
    return undefined;
  };
};

/** A deny, or a pass where it decides: others of its tier and action say the same. */
const twinCover: Phase = (book, world, id, note) =>
  either(decidedBeforeRule(book, world, id, present.removable), keptTwin(book, world, id, note));

/**
 * Decided before the rule whatever goes: by rules that stay, with no pass that may be there. Where this is not so, there
 * is a combination in which the rule is asked.
 */
function surelyDecided(book: Book, world: World, id: number): Probe {
  return decidedBefore(world, levelOf(book, id), seeing(book, present.kept), seeing(book, present.removable));
}

/** An allow: a twin, or later tiers allow it, wherever the rule may be asked. */
const allowCover: Phase = (book, world, id, note) =>
  either(
    surelyDecided(book, world, id),
    keptTwin(book, world, id, note),
    laterAllow(book, world, book.rules[id].tier + 1, id, note),
  );

/** A pass, also where it decides only once removable rules are gone: a twin, or the rest of the tiers allows anyway. */
const passCover: Phase = (book, world, id, note) =>
  either(
    surelyDecided(book, world, id),
    keptTwin(book, world, id, note),
    laterAllow(book, world, book.rules[id].tier, id, note),
  );

const phasesOf: Record<Rule['action'], readonly Phase[]> = {
  allow: [allowCover],
  deny: [twinCover],
  pass: [twinCover, passCover],
};

/**
 * The tiers from `start` on, without rule `id`, allow the point in every combination of what may go. The region around
 * it is where the same reasons hold.
 */
function laterAllow(book: Book, world: World, start: number, id: number, note: Note): Probe {
  const kept = seeing(book, present.kept, id);
  const seen = seeing(book, present.removable, id);
  return (point, piece) => {
    let region = piece;
    const by: number[] = [];
    for (let tier = start; tier < tiers.length; tier++) {
      const passes = treeOf(world, tier, 'pass');
      const pass = pickHolder(passes, point, region, kept);
      if (pass !== undefined) {
        region = intersectRegions(region, pass.region)!;
        continue;
      }
      const denies = treeOf(world, tier, 'deny');
      if (denies.someHolder(point, seen)) return undefined;
      const allow = pickHolder(treeOf(world, tier, 'allow'), point, region, kept);
      if (allow !== undefined) {
        by.push(allow.id);
        region = intersectRegions(region, allow.region)!;
      }
      region = without(region, denies.meeting(region, seen), point, world.space);
      if (allow === undefined || passes.someHolder(point, seen)) continue;
      by.forEach(note);
      return without(region, passes.meeting(region, seen), point, world.space);
    }
    return undefined;
  };
}

/** A rule of a ruleset: the rules after it say the same, whichever of them are there. */
const orderedCover: Phase = (book, world, id, note) =>
  either(decidedBeforeRule(book, world, id, present.removable), laterSame(book, world, id, note));

function laterSame(book: Book, world: World, id: number, note: Note): Probe {
  const { action } = book.rules[id];
  const later = seeing(book, present.removable, -1, id + 1);
  return (point: Point, piece: Region) => {
    for (const holder of world.trees[0].holders(point, later)) {
      if (book.rules[holder.id].action !== action) return undefined;
      if (book.states[holder.id] !== present.kept) continue;
      note(holder.id);
      const region = intersectRegions(piece, holder.region)!;
      const between = seeing(book, present.removable, -1, id + 1, holder.id);
      const others = world.trees[0]
        .meeting(region, between)
        .filter((entry) => book.rules[entry.id].action !== action);
      return without(region, others, point, world.space);
    }
    return undefined;
  };
}
