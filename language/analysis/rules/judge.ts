import { present, type Book } from '../book.js';
import { numbersOf } from '../numbers.js';
import type { Point } from '../engine/region.js';
import { corner } from '../engine/space.js';
import { blameForShadow } from './blame.js';
import { Effort, stages, type Allowance, type Costs } from './effort.js';
import { firstNeededDay, firstUnshadowedDay } from './expiry.js';
import { inertness, mayBeInert } from './inert.js';
import { meetingAny, standing, standingOf, type Carried } from './carry.js';
import type { Neighbourhoods } from './nearby.js';
import { findDecision, isPoint, type Answer } from './open.js';
import { masking, opposition, type Limits, type Opponents } from './opponents.js';
import { redundancyOf } from './redundancy.js';

/** What of a rule could not be decided in the budget. */
export type Question = 'shadowed' | 'redundant' | 'conflict' | 'masked' | 'inert' | 'expiry';

/** What is known of one rule, free of messages. Other rules are named by the numbers that their book has for them. */
export interface RuleFacts {
  /** `expired` and `empty` rules take no part, and nothing else is known of them. */
  readonly state: 'expired' | 'empty' | 'shadowed' | 'deciding' | 'undecided';
  /** A connection of E(r); of B(r) where the rule is shadowed. */
  readonly witness: Point | undefined;
  /** Of a shadowed rule, by their numbers, in the order of blame; `undefined` where the budget ran out. */
  readonly blame?: readonly number[];
  /** Of a redundant rule: the numbers of those that say the same, by place. */
  readonly redundantBy?: readonly number[];
  /** The first day on which it would be needed after all. */
  readonly neededFrom?: string;
  readonly conflict?: Opponents;
  readonly exception?: Opponents;
  readonly masked?: Opponents;
  readonly inert?: true;
  readonly undecided: readonly Question[];
}

/** Whether all that is known is that the rule decides something, for its own sake and against no other rule. */
const isPlain = (facts: RuleFacts): boolean =>
  facts.state === 'deciding' &&
  facts.undecided.length === 0 &&
  facts.inert === undefined &&
  (facts.redundantBy ?? facts.conflict ?? facts.exception ?? facts.masked) === undefined;

type Draft = { -readonly [K in keyof RuleFacts]: RuleFacts[K] };

/** All facts about the rules of a book against each other, by rule id. */
export function judge(
  book: Book,
  near: Neighbourhoods,
  limits: Limits,
  carried?: Carried,
): readonly RuleFacts[] {
  const steps = judgeInSteps(book, near, limits, carried);
  for (let step = steps.next(); ; step = steps.next()) if (step.done) return step.value.facts;
}

/** All facts about the rules of a book, by rule id, and what they cost. */
export interface Judgement {
  readonly facts: readonly RuleFacts[];
  /** How each rule stands, one of `standing`. */
  readonly standing: Uint8Array;
  /** By rule id 1 where more is known of it than that it decides something. */
  readonly told: Uint8Array;
  /** By rule id 1 where facts have been found anew, and were not carried over. */
  readonly anew: Uint8Array;
  readonly costs: Costs;
}

/**
 * The same in steps, between which other questions may be asked of the book. `carried` are facts of an earlier judgement
 * that still hold as far as the rules themselves go.
 */
export function* judgeInSteps(
  book: Book,
  near: Neighbourhoods,
  limits: Limits,
  carried?: Carried,
): Generator<void, Judgement> {
  book.states.fill(present.kept);
  const count = book.rules.length;
  const drafts: Draft[] = carried?.facts ?? new Array<Draft>(count);
  const standings = carried?.standing ?? new Uint8Array(count);
  const told = carried?.told ?? new Uint8Array(count);
  // Rules whose facts are not, or no longer, known.
  const stale = carried?.affected.slice() ?? new Uint8Array(count).fill(1);
  // Facts that were carried over belong to the earlier judgement too, and must not be written to.
  const isOwn = stale.slice();
  // Rules with a connection that no other rule matches: they are needed for it.
  const hasOwn = new Uint8Array(count);
  // Where a rule's standing differs from before, what is known of the rules that meet it no longer counts.
  const compare = (id: number, now: boolean, kind: number): void => {
    if (carried === undefined || now === (standings[id] === kind)) return;
    for (const met of meetingAny(book, id)) stale[met] = 1;
  };
  const effort = new Effort(book.work, limits, count, carried?.costs);
  if (carried === undefined) {
    yield* near.lookAtAll();
    effort.noteCommon();
  }
  for (let id = 0; id < count; id++) {
    if (isOwn[id] === 0) continue;
    if (effort.isDue()) yield* effort.rest();
    effort.begin();
    const rivals = near.rivals(id);
    if (rivals === 'nobody') hasOwn[id] = 1;
    drafts[id] =
      rivals === 'nobody' || rivals === 'weaker'
        ? draft('deciding', cornerOf(book, id))
        : openDraft(book, id, near, effort.within(stages.opening));
    effort.end(stages.opening, id);
  }
  for (let id = 0; id < count; id++) {
    const isShadowed =
      isOwn[id] === 1 ? drafts[id].state === 'shadowed' : standings[id] === standing.shadowed;
    if (isShadowed) book.states[id] = present.removable;
    if (isOwn[id] === 1) compare(id, isShadowed, standing.shadowed);
  }
  for (let id = count - 1; id >= 0; id--) {
    if (stale[id] === 1) {
      if (effort.isDue()) yield* effort.rest();
      if (isOwn[id] === 0) drafts[id] = reopen(drafts[id], ['shadowed']);
      isOwn[id] = 1;
      effort.begin();
      if (hasOwn[id] === 0) settleRedundancy(id, drafts[id], near, effort.within(stages.redundancy));
      effort.end(stages.redundancy, id);
      compare(id, drafts[id].redundantBy !== undefined, standing.redundant);
    } else if (standings[id] === standing.redundant) book.states[id] = present.removable;
  }
  for (let id = 0; id < count; id++) {
    if (stale[id] === 0) continue;
    if (effort.isDue()) yield* effort.rest();
    book.work.judged++;
    if (isOwn[id] === 0) {
      const { redundantBy } = drafts[id];
      drafts[id] = reopen(drafts[id], ['shadowed', 'redundant']);
      drafts[id].redundantBy = redundantBy;
    }
    effort.begin();
    finish(book, id, drafts, near, effort.within(stages.opposition));
    effort.end(stages.opposition, id);
    standings[id] = standingOf(drafts[id]);
    told[id] = isPlain(drafts[id]) ? 0 : 1;
  }
  return { facts: drafts, standing: standings, told, anew: stale, costs: effort.costs };
}

/** A draft with nothing but whether the rule decides anything, and the questions that stay open. */
const reopen = (known: Draft, open: readonly Question[]): Draft => ({
  state: known.state,
  witness: known.witness,
  undecided: known.undecided.filter((question) => open.includes(question)),
});

/** The example point of what a rule matches. */
function cornerOf(book: Book, id: number): Point {
  for (const { regions, space } of book.worlds) {
    const region = regions[id];
    if (region !== undefined) return corner(region, space);
  }
  throw new Error('A rule that matches nothing has no example.');
}

/** Pieces for a rule that meets many once the effort is spent: most that decide anything show it at the first. */
const glance = 1;

function openDraft(book: Book, id: number, near: Neighbourhoods, limits: Allowance): Draft {
  if (book.worlds.every((world) => world.regions[id] === undefined))
    return draft(book.rules[id].expired ? 'expired' : 'empty');
  const pieces = !limits.isSpent || near.hasFew(id) ? limits.pieces : limits.isOver ? 0 : glance;
  const answer: Answer = findDecision(near.around(id), id, id, { pieces });
  if (isPoint(answer)) return draft('deciding', answer);
  if (answer === 'undecided') return { ...draft('undecided'), undecided: ['shadowed'] };
  return draft('shadowed', cornerOf(book, id));
}

/** The witness is copied, as a list that grew keeps room for more, which a hundred thousand would waste. */
const draft = (state: Draft['state'], witness?: Point): Draft => ({
  state,
  witness: witness?.slice(),
  undecided: nothing,
});

const nothing: readonly Question[] = [];

/** Leaves a question open. */
function leave(draft: Draft, question: Question): void {
  draft.undecided = [...draft.undecided, question];
}

function settleRedundancy(id: number, draft: Draft, near: Neighbourhoods, limits: Allowance): void {
  if (draft.state !== 'deciding' || near.isAlone(id)) return;
  if (limits.isSpent && !near.hasFew(id)) return leave(draft, 'redundant');
  const book = near.around(id);
  const redundancy = redundancyOf(book, id, limits.pieces);
  if (redundancy === 'undecided') leave(draft, 'redundant');
  else if (redundancy !== 'needed') {
    draft.redundantBy = numbersOf(book.numbers, redundancy.by);
    book.states[id] = present.removable;
  }
}

function finish(
  book: Book,
  id: number,
  drafts: readonly Draft[],
  near: Neighbourhoods,
  limits: Allowance,
): void {
  const draft = drafts[id];
  if (limits.isSpent && !near.hasFew(id)) return giveUp(book, id, draft);
  if (draft.state === 'deciding' && near.isAlone(id)) {
    if (mayBeInert(book, id)) draft.inert = true;
  } else if (draft.state === 'deciding') oppose(id, drafts, near, limits);
  else if (draft.state === 'shadowed') {
    const blame = blameForShadow(near.around(id), id, limits.pieces);
    draft.blame = blame && numbersOf(book.numbers, blame);
    note(draft, firstUnshadowedDay(near, id, limits.pieces));
  }
}

/** Leaves open all that is not known of a rule. */
function giveUp(book: Book, id: number, draft: Draft): void {
  const isPass = book.rules[id].action === 'pass';
  if (draft.state === 'deciding') {
    if (!isPass) leave(draft, 'conflict');
    if (!isPass && book.ruleset === undefined) leave(draft, 'masked');
    if (mayBeInert(book, id) && draft.redundantBy === undefined) leave(draft, 'inert');
  }
  if ((draft.state === 'shadowed' || draft.redundantBy !== undefined) && book.isDated) leave(draft, 'expiry');
}

function oppose(id: number, drafts: readonly Draft[], near: Neighbourhoods, limits: Limits): void {
  const draft = drafts[id];
  if (draft.redundantBy !== undefined) note(draft, firstNeededDay(near, id, limits.pieces));
  const opponents = opposition(near, id, drafts, limits);
  draft.conflict = opponents.conflict;
  draft.exception = opponents.exception;
  if (opponents.undecided) leave(draft, 'conflict');
  const { action, tier } = near.book.rules[id];
  if (tier > 0 && action !== 'pass') {
    const { masked, undecided } = masking(near, id, drafts, limits);
    draft.masked = masked;
    if (undecided) leave(draft, 'masked');
  }
  if (draft.redundantBy !== undefined || draft.undecided.includes('redundant')) return;
  const inert = inertness(near, id, draft.witness!, limits.pieces);
  if (inert === 'undecided') leave(draft, 'inert');
  else if (inert) draft.inert = true;
}

function note(draft: Draft, date: string | undefined | 'undecided'): void {
  if (date === 'undecided') leave(draft, 'expiry');
  else draft.neededFrom = date;
}
