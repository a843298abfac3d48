import type { Work } from '../engine/work.js';
import type { Limits } from './opponents.js';

/** Pieces that a rule still gets when the effort for all is spent: enough for one that meets few others. */
const meagre = 8;

/** A piece costs as much as so many nodes of an index. */
const pieceCost = 16;

/** How much has been done, in steps of about equal cost. */
export const stepsOf = ({ nodes, examined, pieces }: Work): number => nodes + examined + pieceCost * pieces;

/** What one rule may cost. */
export interface Allowance extends Limits {
  /** Nothing is left for a rule that meets many others … */
  readonly isSpent: boolean;
  /** … not even one look at whether it decides anything. */
  readonly isOver: boolean;
}

/** The stages in which rules are judged, with the share of all steps after which a stage gets next to nothing. */
export const stages = { opening: 0, redundancy: 1, opposition: 2 } as const;
export type Stage = (typeof stages)[keyof typeof stages];
const shares = [1 / 3, 2 / 3, 1];

/** So much of all steps may go beyond a share of them with one look at each rule: many a rule is decided by one. */
const beyond = 1;

/** So near to the limit of a stage it cannot be foretold on which side of it a fresh look would come to lie. */
const margin = 0.8;

/** Rules judged between two steps. */
const rulesInStep = 32;

/** Steps that a judgement took, or would take if nothing were known from before. */
export interface Costs {
  /** To find out which rules meet. */
  common: number;
  /** By stage and rule id. */
  readonly rules: readonly Int32Array[];
}

/** Whether so many steps come near a limit of them, or have passed it. */
export const isNearLimit = (spent: number, limit: number): boolean => spent >= margin * limit;

/** Whether no stage comes near its limit, so that it does not matter which rule is judged when. */
export function isFarFromLimit({ common, rules }: Costs, steps: number): boolean {
  let sum = common;
  return rules.every((costs, stage) => {
    // Not `for … of`, which makes objects for each of a hundred thousand.
    for (let id = 0; id < costs.length; id++) sum += costs[id];
    return !isNearLimit(sum, shares[stage] * steps);
  });
}

/** The effort for all rules of a book, and what each may have of it. */
export class Effort {
  readonly costs: Costs;
  private begun: number;
  private mark: number;
  private judged = 0;
  private readonly full: Allowance;
  private readonly spent: Allowance;
  private readonly over: Allowance;

  /** `known` are costs of an earlier judgement: they stand for what is carried over. */
  constructor(
    private readonly work: Work,
    private readonly limits: Limits,
    count: number,
    known?: Costs,
  ) {
    this.begun = this.mark = stepsOf(work);
    this.full = { ...limits, isSpent: false, isOver: false };
    this.spent = { ...limits, pieces: meagre, isSpent: true, isOver: false };
    this.over = { ...this.spent, isOver: true };
    this.costs = known
      ? { common: known.common, rules: known.rules }
      : { common: 0, rules: shares.map(() => new Int32Array(count)) };
  }

  /** Whether it is time for a pause: asked once for each rule that is judged. */
  isDue(): boolean {
    return this.judged++ % rulesInStep === 0;
  }

  /** A pause: what other questions cost meanwhile is not counted. */
  *rest(): Generator<void, void> {
    const before = stepsOf(this.work);
    yield;
    this.begun += stepsOf(this.work) - before;
  }

  /** What is left while all that has been done keeps within the share of a stage, so that every stage gets some. */
  within(stage: Stage): Allowance {
    const share = (stepsOf(this.work) - this.begun) / this.limits.steps;
    if (share < shares[stage]) return this.full;
    return share < shares[stage] + beyond ? this.spent : this.over;
  }

  /** Notes what it cost to find out which rules meet. */
  noteCommon(): void {
    this.costs.common = stepsOf(this.work) - this.begun;
  }

  /** From here on steps are counted for a rule. */
  begin(): void {
    this.mark = stepsOf(this.work);
  }

  /** Notes what a stage of a rule has cost. */
  end(stage: Stage, id: number): void {
    this.costs.rules[stage][id] = stepsOf(this.work) - this.mark;
  }
}
