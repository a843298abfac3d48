import { describe } from '../../language/checks/report.js';
import { isSame, type BookDifference, type Change } from '../../language/diff/model.js';
import { countsInWords, notesOf } from '../../language/diff/notes.js';
import { endsInWords, exampleInWords, termsInWords } from '../../language/diff/words.js';
import type { Breach } from '../../language/diff/gate.js';
import { tiers, type Policy, type Rule } from '../../language/policy/model.js';
import type { OpenedSide } from '../diff/open.js';
import { placeText, type DiffResult } from '../diff/result.js';
import { painter, printable } from '../terminal.js';
import { excerpt } from './excerpt.js';

/** Rules told of one change at most, on each side. */
const mostRules = 3;

/** A comparison for people: from where to where, on what, with an example and the rules on both sides. */
export function diffText(result: DiffResult, colour: boolean): string {
  const writer = new Writer(result, colour);
  const { difference, notes } = result;
  for (const note of [...notes, ...notesOf(difference)]) writer.line(note.replaceAll('`', ''));
  writer.book(difference.tiers);
  for (const ruleset of difference.rulesets) {
    const presence = { both: '', old: ' (gone)', new: ' (new)' }[ruleset.presence];
    writer.title(`Ruleset ${ruleset.ruleset}${presence}`, 'bold');
    writer.book(ruleset);
  }
  if (result.breaches !== undefined) writer.gate(result.breaches);
  writer.summary();
  return writer.text;
}

class Writer {
  text = '';
  private readonly paint: ReturnType<typeof painter>;
  /** Rules whose text has been shown, so that a rule with many changes is shown once. */
  private readonly shown = new Set<Rule>();

  constructor(
    private readonly result: DiffResult,
    colour: boolean,
  ) {
    this.paint = painter(colour);
  }

  line(text: string): void {
    this.text += `${printable(text)}\n`;
  }

  title(text: string, colour: 'bold' | 'green' | 'red'): void {
    if (this.text !== '') this.text += '\n';
    this.text += `${this.paint('bold')(this.paint(colour)(printable(text)))}\n`;
  }

  book({ allowed, denied }: BookDifference): void {
    const { difference, old, new: next } = this.result;
    this.changes('Newly allowed', 'green', allowed.changes, difference.new, next, old, [
      'now allowed by',
      'before denied by',
      'before, no rule allowed it',
    ]);
    this.changes('Newly denied', 'red', denied.changes, difference.old, old, next, [
      'before allowed by',
      'now denied by',
      'now no rule allows it',
    ]);
  }

  private changes(
    title: string,
    colour: 'green' | 'red',
    changes: readonly Change[],
    policy: Policy,
    allowing: OpenedSide,
    denying: OpenedSide,
    [allowed, denied, byDefault]: readonly [string, string, string],
  ): void {
    if (changes.length === 0) return;
    this.title(title, colour);
    let last = '';
    for (const change of changes) {
      const ends = `${endsInWords(change.from, policy)} → ${endsInWords(change.to, policy)}`;
      if (ends !== last) this.text += `  ${this.paint('bold')(printable(ends))}\n`;
      last = ends;
      this.line(`    on ${termsInWords(change, policy)}${change.isExact ? '' : ', in part'}`);
      this.text += `      ${this.paint('dim')(`for example ${printable(exampleInWords(change))}`)}\n`;
      this.rules(allowed, change.allowedBy, allowing, true);
      this.rules(denied, change.deniedBy, denying, false);
      if (change.byDefault) this.line(`      ${change.deniedBy.length > 0 ? 'and partly ' : ''}${byDefault}`);
    }
  }

  private rules(verb: string, rules: readonly Rule[], side: OpenedSide, quoted: boolean): void {
    for (const rule of rules.slice(0, mostRules)) {
      const tier = rule.tier < 0 ? '' : `, tier ${tiers[rule.tier]}`;
      if (quoted && !this.shown.has(rule)) {
        this.line(`      ${verb} ${placeText(side, rule)}${tier}`);
        this.quote(rule, side);
        this.shown.add(rule);
      } else this.line(`      ${verb} ${placeText(side, rule)}${tier}: ${rule.text}`);
    }
    if (rules.length > mostRules) this.line(`      and ${rules.length - mostRules} more`);
  }

  /** The first line of a rule as it stands in its file. */
  private quote(rule: Rule, { snapshot }: OpenedSide): void {
    const source = snapshot.file(rule.file);
    if (source === undefined) return;
    const at = (offset: number): { line: number; column: number } => {
      const { line, column } = source.lines.positionAt(offset);
      return { line: line + 1, column: column + 1 };
    };
    const { start, end } = snapshot.resolved.policy.placeOf(rule);
    const range = { start: at(start), end: at(end) };
    for (const text of excerpt(source, range, this.paint('cyan'), this.paint('dim')))
      this.text += `      ${text}\n`;
  }

  gate(breaches: readonly Breach[]): void {
    const { isProven, new: next } = this.result;
    if (breaches.length === 0) {
      this.title(isProven ? 'Gate passed' : 'Gate not passed', isProven ? 'green' : 'red');
      this.line(
        isProven
          ? '  Nothing is newly allowed into a restricted zone without a ticket.'
          : '  What changed is not proven. Mend what is said above, and compare again.',
      );
      return;
    }
    this.title('Gate not passed', 'red');
    for (const { rule, zones, example } of breaches) {
      const may = example === undefined ? 'may newly let' : 'newly lets';
      this.line(
        `  ${placeText(next, rule)} ${may} into the restricted ${zones.join(', ')}, and has no ticket.`,
      );
      this.quote(rule, next);
      if (example !== undefined) this.line(`      for example ${describe(example)}`);
    }
    this.line('  Add `ticket = "…"` to each of these rules, or narrow them.');
  }

  summary(): void {
    const { difference, old, new: next, isProven } = this.result;
    if (this.text !== '') this.text += '\n';
    const counts = countsInWords(difference);
    const colour = isSame(difference) ? 'green' : 'yellow';
    const counted = difference.old.rules.length;
    const rules = `${old.name} has ${counted} ${counted === 1 ? 'rule' : 'rules'}, ${next.name} ${difference.new.rules.length}`;
    const proof = isProven ? 'proven' : 'not proven';
    this.text += `${this.paint('bold')(this.paint(colour)(`${counts[0].toUpperCase()}${counts.slice(1)}`))}, ${proof}${printable(`: ${rules}, as of ${difference.new.asOf}.`)}\n`;
  }
}
