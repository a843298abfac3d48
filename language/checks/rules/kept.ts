import type { Analysis, JudgedBook, Origin } from '../../analysis/index.js';
import { sameList } from '../../analysis/lineage.js';
import type { Finding, Related } from '../../findings.js';
import type { Policy, Rule } from '../../policy/model.js';
import type { Place } from '../../text/span.js';
import type { CheckInput } from '../report.js';
import { movedRules } from './moved.js';

/** A finding about a rule, and the numbers of the rules of its related places, in their order. */
export interface Told {
  readonly finding: Finding;
  readonly others?: readonly number[] | undefined;
}

/** A check that looks at the rules one by one. */
export interface RuleCheck {
  /** What its findings depend on besides the facts about each rule: as long as all of it is the same, they stay. */
  given(analysis: Analysis, input: CheckInput): readonly unknown[];
  /** Whether all that the check asks of rules is the same as in the book before, but for those that are fresh. */
  follows?(judged: JudgedBook, input: CheckInput): boolean;
  /** What there is to tell of the rule with an id of a book. */
  looker(analysis: Analysis, input: CheckInput): (judged: JudgedBook, id: number) => readonly Told[];
}

/** Nothing is told of a rule. */
export const nothing: readonly Told[] = [];

/** What a check has told of the rules of a book, by their ids. */
interface Kept {
  readonly given: readonly unknown[];
  readonly ids: readonly number[];
  readonly told: readonly Told[];
}

/**
 * The findings of a check, tiers before rulesets, by place. After an edit only those of rules are made anew that it touches,
 * or something near them; of the others those that have moved are set at their new places.
 */
export function findingsOf(check: RuleCheck): (analysis: Analysis, input: CheckInput) => readonly Finding[] {
  const known = new WeakMap<object, Kept>();
  return (analysis, input) => {
    const findings: Finding[] = [];
    const given = check.given(analysis, input);
    const look = check.looker(analysis, input);
    for (const judged of analysis.books()) {
      const before = judged.origin && known.get(judged.origin.token);
      const follows =
        before !== undefined && sameList(before.given, given) && check.follows?.(judged, input) !== false;
      const list = new Telling(analysis.policy, judged, look);
      const moved = movedRules(judged, analysis.policy, input);
      if (follows) list.follow(before, judged.origin!, moved);
      else list.lookAtAll();
      known.set(judged.token, { given, ids: list.ids, told: list.told });
      for (const { finding } of list.told) findings.push(finding);
    }
    return findings;
  };
}

/** What is told of the rules of a book, while it is put together. */
class Telling {
  readonly ids: number[] = [];
  readonly told: Told[] = [];
  /** Related places of rules that have moved, by rule; a rule that many findings name is one of them in all. */
  private readonly places = new Map<Rule, Related[]>();

  constructor(
    private readonly policy: Policy,
    private readonly judged: JudgedBook,
    private readonly look: (judged: JudgedBook, id: number) => readonly Told[],
  ) {}

  lookAtAll(): void {
    for (let id = 0; id < this.judged.book.rules.length; id++) this.lookAt(id);
  }

  follow({ ids, told }: Kept, { newIds, fresh }: Origin, moved: Uint8Array): void {
    const { rules, numbers } = this.judged.book;
    const hasMoved = (number: number): boolean => moved[numbers.ids[number]] === 1;
    let next = fresh.indexOf(1);
    for (let i = 0; i < ids.length; i++) {
      const id = newIds[ids[i]];
      if (id < 0 || fresh[id] === 1) continue;
      for (; next >= 0 && next < id; next = fresh.indexOf(1, next + 1)) this.lookAt(next);
      this.ids.push(id);
      const stays = moved[id] === 0 && told[i].others?.some(hasMoved) !== true;
      this.told.push(stays ? told[i] : this.placed(told[i], rules[id]));
    }
    for (; next >= 0; next = fresh.indexOf(1, next + 1)) this.lookAt(next);
  }

  private lookAt(id: number): void {
    for (const each of this.look(this.judged, id)) {
      this.ids.push(id);
      this.told.push(each);
    }
  }

  /** What was told of a rule, where rules stand now; the same object where none has moved. */
  private placed(told: Told, rule: Rule): Told {
    const { policy } = this;
    const { finding, others } = told;
    const { place, related } = finding;
    const isHere = policy.isAt(rule, place);
    if (related === undefined || others === undefined)
      return isHere ? told : { finding: movedTo(policy.placeOf(rule), finding, related), others };
    if (isHere && related.every((other, i) => policy.isAt(this.ruleOf(others[i]), other.place))) return told;
    const moved = related.map((other, i) => this.moved(other, this.ruleOf(others[i])));
    return { finding: movedTo(isHere ? place : policy.placeOf(rule), finding, moved), others };
  }

  private ruleOf(number: number): Rule {
    const { rules, numbers } = this.judged.book;
    return rules[numbers.ids[number]];
  }

  /** The related place of a rule where that stands now. */
  private moved(related: Related, rule: Rule): Related {
    const { policy, places } = this;
    if (policy.isAt(rule, related.place)) return related;
    let known = places.get(rule);
    if (known === undefined) places.set(rule, (known = []));
    let now = known.find(({ message }) => message === related.message);
    if (now === undefined) known.push((now = { ...related, place: policy.placeOf(rule) }));
    return now;
  }
}

/** A finding of a rule at another place. Field by field: a spread takes many times as long, and thousands move at once. */
function movedTo(place: Place, finding: Finding, related: readonly Related[] | undefined): Finding {
  const { code, severity, message, rule, witness, path, fixes } = finding;
  if (rule === undefined || path !== undefined || fixes !== undefined)
    return { ...finding, place, ...(related && { related }) };
  if (witness === undefined)
    return related
      ? { code, severity, message, place, rule, related }
      : { code, severity, message, place, rule };
  return related
    ? { code, severity, message, place, rule, witness, related }
    : { code, severity, message, place, rule, witness };
}
