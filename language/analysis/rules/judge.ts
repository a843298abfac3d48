import { isLive, present, type Book } from '../book.js';
import type { Point } from '../engine/region.js';
import { corner } from '../engine/space.js';
import { blameForShadow } from './blame.js';
import { firstNeededDay, firstUnshadowedDay } from './expiry.js';
import { inertness } from './inert.js';
import { findDecision, isPoint, type Answer } from './open.js';
import { masking, opposition, type Limits, type Opponents } from './opponents.js';
import { redundancyOf } from './redundancy.js';

/** What of a rule could not be decided in the budget. */
export type Question = 'shadowed' | 'redundant' | 'conflict' | 'masked' | 'inert' | 'expiry';

/** What is known of one rule: facts by rule id, free of messages. */
export interface RuleFacts {
  /** `expired` and `empty` rules take no part, and nothing else is known of them. */
  readonly state: 'expired' | 'empty' | 'shadowed' | 'deciding' | 'undecided';
  /** A connection of E(r); of B(r) where the rule is shadowed. */
  readonly witness: Point | undefined;
  /** Of a shadowed rule, in the order of blame; `undefined` where the budget ran out. */
  readonly blame?: readonly number[];
  /** Of a redundant rule: those that say the same, by place. */
  readonly redundantBy?: readonly number[];
  /** The first day on which it would be needed after all. */
  readonly neededFrom?: string;
  readonly conflict?: Opponents;
  readonly exception?: Opponents;
  readonly masked?: Opponents;
  readonly inert?: true;
  readonly undecided: readonly Question[];
}

type Draft = { -readonly [K in keyof RuleFacts]: RuleFacts[K] } & { undecided: Question[] };

/** All facts about the rules of a book against each other, by rule id. */
export function judge(book: Book, limits: Limits): readonly RuleFacts[] {
  const drafts = book.rules.map((_, id) => openDraft(book, id, limits));
  drafts.forEach((draft, id) => {
    if (draft.state === 'shadowed') book.states[id] = present.removable;
  });
  for (let id = drafts.length - 1; id >= 0; id--) settleRedundancy(book, id, drafts[id], limits);
  drafts.forEach((draft, id) => finish(book, id, draft, limits));
  return drafts;
}

function openDraft(book: Book, id: number, limits: Limits): Draft {
  if (book.rules[id].expired) return { state: 'expired', witness: undefined, undecided: [] };
  if (!isLive(book, id)) return { state: 'empty', witness: undefined, undecided: [] };
  const answer: Answer = findDecision(book, id, id, limits.pieces);
  if (isPoint(answer)) return { state: 'deciding', witness: answer, undecided: [] };
  if (answer === 'undecided') return { state: 'undecided', witness: undefined, undecided: ['shadowed'] };
  const matching = book.worlds.find((world) => world.regions[id] !== undefined)!;
  return { state: 'shadowed', witness: corner(matching.regions[id]!, matching.space), undecided: [] };
}

function settleRedundancy(book: Book, id: number, draft: Draft, limits: Limits): void {
  if (draft.state !== 'deciding') return;
  const redundancy = redundancyOf(book, id, limits.pieces);
  if (redundancy === 'undecided') draft.undecided.push('redundant');
  else if (redundancy !== 'needed') {
    draft.redundantBy = redundancy.by;
    book.states[id] = present.removable;
  }
}

function finish(book: Book, id: number, draft: Draft, limits: Limits): void {
  if (draft.state === 'shadowed') {
    draft.blame = blameForShadow(book, id, 10 * limits.pieces);
    note(draft, firstUnshadowedDay(book, id, limits.pieces));
    return;
  }
  if (draft.state !== 'deciding') return;
  if (draft.redundantBy !== undefined) note(draft, firstNeededDay(book, id, limits.pieces));
  const opponents = opposition(book, id, limits);
  draft.conflict = opponents.conflict;
  draft.exception = opponents.exception;
  if (opponents.undecided) draft.undecided.push('conflict');
  if (book.ruleset === undefined && book.rules[id].action !== 'pass') {
    const { masked, undecided } = masking(book, id, limits);
    draft.masked = masked;
    if (undecided) draft.undecided.push('masked');
  }
  if (draft.redundantBy !== undefined || draft.undecided.includes('redundant')) return;
  const inert = inertness(book, id, limits.pieces);
  if (inert === 'undecided') draft.undecided.push('inert');
  else if (inert) draft.inert = true;
}

function note(draft: Draft, date: string | undefined | 'undecided'): void {
  if (date === 'undecided') draft.undecided.push('expiry');
  else draft.neededFrom = date;
}
