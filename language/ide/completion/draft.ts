import type { Completion } from '../model.js';

/** A completion before it knows the word that it takes the place of. Of equal ranks the one offered first comes first. */
export interface Draft extends Omit<Completion, 'replace' | 'sort' | 'insert' | 'format'> {
  /** Lower ranks come first. */
  readonly rank: number;
  /** Left out: the label. */
  readonly insert?: string;
  readonly format?: 'snippet';
  /** Finds `detail` where the completion is shown: of thousands of names only the most fitting are. */
  readonly describe?: () => string | undefined;
}

/** What may stand somewhere. */
export interface Offer {
  readonly drafts: readonly Draft[];
  /** There are more, which fit what has been typed less well or not at all. */
  readonly isPart: boolean;
}

/** An offer with nothing left out. */
export const whole = (drafts: readonly Draft[]): Offer => ({ drafts, isPart: false });

/** What comes first where several kinds of things may stand. */
export const ranks = {
  /** What most likely continues the text. */
  next: 0,
  names: 1000,
  /** Words that fit as well as names. */
  words: 8000,
  /** What is right now and then. */
  rest: 9000,
} as const;

/** The rank of a name among names: near ones first, then those used often. */
export function nameRank(isNear: boolean, count: number): number {
  return ranks.names + (isNear ? 0 : 3000) + 2999 - Math.min(count, 2999);
}
