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

/** What a check has told of the rules of a book: for each finding the id of its rule and the others that it names. */
interface Kept {
  readonly given: readonly unknown[];
  readonly ids: readonly number[];
  readonly findings: readonly Finding[];
  readonly others: readonly Told['others'][];
}

/**
 * The findings of a check, tiers before rulesets, by place. After an edit only those of rules are made anew that it touches,
 * or something near them; of the others those that have moved are set at their new places.
 */
export function findingsOf(check: RuleCheck): (analysis: Analysis, input: CheckInput) => readonly Finding[] {
  const known = new WeakMap<object, Kept>();
  return (analysis, input) => {
    const given = check.given(analysis, input);
    const look = check.looker(analysis, input);
    const lists = analysis.books().map((judged) => {
      const before = judged.origin && known.get(judged.origin.token);
      const follows =
        before !== undefined && sameList(before.given, given) && check.follows?.(judged, input) !== false;
      const list = new Telling(analysis.policy, judged, look, follows ? before.ids.length : 0);
      const moved = movedRules(judged, analysis.policy, input);
      if (follows) list.follow(before, judged.origin!, moved);
      else list.lookAtAll();
      const { ids, findings, others } = list.told();
      known.set(judged.token, { given, ids, findings, others });
      return findings;
    });
    return lists.length === 1 ? lists[0] : lists.flat();
  };
}

/** What is told of the rules of a book, while it is put together. */
class Telling {
  private readonly ids: number[];
  private readonly findings: Finding[];
  private readonly others: Told['others'][];
  private size = 0;
  /** Related places of rules that have moved, by rule; a rule that many findings name is one of them in all. */
  private readonly places = new Map<Rule, Related[]>();

  /** About `expected` findings: lists that grow leave others behind. */
  constructor(
    private readonly policy: Policy,
    private readonly judged: JudgedBook,
    private readonly look: (judged: JudgedBook, id: number) => readonly Told[],
    expected: number,
  ) {
    this.ids = new Array<number>(expected);
    this.findings = new Array<Finding>(expected);
    this.others = new Array<Told['others']>(expected);
  }

  lookAtAll(): void {
    for (let id = 0; id < this.judged.book.rules.length; id++) this.lookAt(id);
  }

  follow({ ids, findings, others }: Kept, { newIds, fresh }: Origin, moved: Uint8Array): void {
    const { rules, numbers } = this.judged.book;
    const hasMoved = (number: number): boolean => moved[numbers.ids[number]] === 1;
    let next = fresh.indexOf(1);
    for (let i = 0; i < ids.length; i++) {
      const id = newIds[ids[i]];
      if (id < 0 || fresh[id] === 1) continue;
      for (; next >= 0 && next < id; next = fresh.indexOf(1, next + 1)) this.lookAt(next);
      const stays = moved[id] === 0 && others[i]?.some(hasMoved) !== true;
      this.add(id, stays ? findings[i] : this.placed(findings[i], others[i], rules[id]), others[i]);
    }
    for (; next >= 0; next = fresh.indexOf(1, next + 1)) this.lookAt(next);
  }

  told(): Pick<Kept, 'ids' | 'findings' | 'others'> {
    const { ids, findings, others } = this;
    for (const list of [ids, findings, others]) list.length = this.size;
    return { ids, findings, others };
  }

  private lookAt(id: number): void {
    for (const { finding, others } of this.look(this.judged, id)) this.add(id, finding, others);
  }

  private add(id: number, finding: Finding, others: Told['others']): void {
    this.ids[this.size] = id;
    this.findings[this.size] = finding;
    this.others[this.size++] = others;
  }

  /** What was told of a rule, where rules stand now; the same object where none has moved. */
  private placed(finding: Finding, others: Told['others'], rule: Rule): Finding {
    const { policy } = this;
    const { place, related } = finding;
    const isHere = policy.isAt(rule, place);
    const stays =
      related === undefined ||
      others === undefined ||
      related.every((other, i) => policy.isAt(this.ruleOf(others[i]), other.place));
    if (isHere && stays) return finding;
    const moved = stays ? related : related.map((other, i) => this.moved(other, this.ruleOf(others[i])));
    return movedTo(isHere ? place : policy.placeOf(rule), finding, moved);
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
