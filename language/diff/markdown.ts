import { describe } from '../checks/report.js';
import { tiers, type Policy, type Rule } from '../policy/model.js';
import type { Breach } from './gate.js';
import { isSame, type BookDifference, type Change, type Difference } from './model.js';
import { countsInWords, notesOf } from './notes.js';
import { endsInWords, exampleInWords, termsInWords } from './words.js';

/** What a page says around the difference itself. */
export interface PageOptions {
  /** What is compared, as the reader knows it: `HEAD~1`, `policies/shop`. */
  readonly oldName: string;
  readonly newName: string;
  /** Where a rule stands, as Markdown: a link, or a code span. */
  readonly place: (rule: Rule, side: 'old' | 'new') => string;
  /** Sentences that stand before the lists; more than the difference itself knows. */
  readonly notes?: readonly string[];
  /** Whether the difference is proven, all considered. */
  readonly isProven: boolean;
  /** Changes told of one list at most; 100 unless told, which keeps below what a comment may hold. */
  readonly most?: number;
  /** A list fits a narrow column, as beside an editor; a table unless told. */
  readonly layout?: 'table' | 'list';
}

/** The difference as a page in Markdown, fit for a comment on a pull request. All that policies say is in code spans. */
export function differencePage(difference: Difference, options: PageOptions): string {
  const { oldName, newName, notes = [], isProven } = options;
  const { old, new: next, tiers: book, rulesets } = difference;
  const proof = isProven
    ? 'Proven: every connection that is not listed is decided as before.'
    : '**Not proven**: more may have changed than is listed.';
  const head = `From ${code(oldName)} to ${code(newName)}, ${old.rules.length} and ${next.rules.length} rules, as of ${next.asOf}. ${proof}`;
  const sections = [
    `### Zoneflow: ${countsInWords(difference)}`,
    head,
    bullets([...notes, ...notesOf(difference)].map(plain)),
    ...bookSections(book, difference, options),
    ...rulesets.flatMap((ruleset) => [
      `#### Ruleset ${code(ruleset.ruleset ?? '')}${presence(ruleset)}`,
      ...bookSections(ruleset, difference, options),
    ]),
    isSame(difference) || options.layout === 'list' ? '' : ruleList(difference, options),
  ];
  return `${sections.filter((text) => text !== '').join('\n\n')}\n`;
}

function presence({ presence: side }: BookDifference): string {
  if (side === 'both') return '';
  return side === 'new' ? ' (new)' : ' (gone)';
}

function bookSections(book: BookDifference, difference: Difference, options: PageOptions): string[] {
  const section = options.layout === 'list' ? list : table;
  return [
    section('Newly allowed', ['now allowed by', 'was denied by'], book.allowed.changes, {
      ...options,
      policy: difference.new,
      sides: ['new', 'old'],
    }),
    section('Newly denied', ['was allowed by', 'now denied by'], book.denied.changes, {
      ...options,
      policy: difference.old,
      sides: ['old', 'new'],
    }),
  ];
}

interface TableOptions extends PageOptions {
  readonly policy: Policy;
  /** The side that allows and the one that denies. */
  readonly sides: readonly ['new', 'old'] | readonly ['old', 'new'];
}

function table(
  title: string,
  [allowed, denied]: readonly [string, string],
  changes: readonly Change[],
  options: TableOptions,
): string {
  if (changes.length === 0) return '';
  const { policy, place, sides, most = 100 } = options;
  const places = (rules: readonly Rule[], side: 'old' | 'new', more: readonly string[]): string => {
    const shown = [...rules.slice(0, 3).map((rule) => place(rule, side)), ...more];
    return shown.join('<br>') + (rules.length > 3 ? `<br>and ${rules.length - 3} more` : '');
  };
  const rows = changes.slice(0, most).map((change) => {
    const cells = [
      code(endsInWords(change.from, policy)),
      code(endsInWords(change.to, policy)),
      `${code(termsInWords(change, policy))}${change.isExact ? '' : ' (in part)'}`,
      code(exampleInWords(change)),
      places(change.allowedBy, sides[0], []),
      places(change.deniedBy, sides[1], change.byDefault ? ['no rule'] : []),
    ];
    return `| ${cells.join(' | ')} |`;
  });
  const lines = [
    `#### ${title}`,
    '',
    `| from | to | on | for example | ${allowed} | ${denied} |`,
    '|---|---|---|---|---|---|',
    ...rows,
  ];
  const more = changes.length - rows.length;
  if (more > 0) lines.push('', `and ${more} more.`);
  return lines.join('\n');
}

/** The same as a list, with the rules in it. */
function list(
  title: string,
  [allowed, denied]: readonly [string, string],
  changes: readonly Change[],
  { policy, place, sides, most = 100 }: TableOptions,
): string {
  if (changes.length === 0) return '';
  const rules = (verb: string, named: readonly Rule[], side: 'old' | 'new'): string[] => [
    ...named.slice(0, 3).map((rule) => `- ${verb} ${place(rule, side)}: ${code(rule.text)}`),
    ...(named.length > 3 ? [`- and ${named.length - 3} more`] : []),
  ];
  const items = changes.slice(0, most).map((change) => {
    const ends = `${code(endsInWords(change.from, policy))} → ${code(endsInWords(change.to, policy))}`;
    const part = change.isExact ? '' : ' (in part)';
    return [
      `**${ends}** on ${code(termsInWords(change, policy))}${part}`,
      '',
      `- for example ${code(exampleInWords(change))}`,
      ...rules(allowed, change.allowedBy, sides[0]),
      ...rules(denied, change.deniedBy, sides[1]),
      ...(change.byDefault ? [`- ${denied} default: no rule decides`] : []),
    ].join('\n');
  });
  const more = changes.length - items.length;
  return [`#### ${title}`, ...items, ...(more > 0 ? [`and ${more} more.`] : [])].join('\n\n');
}

/** The text of every rule that a table names, folded away. */
function ruleList({ tiers: book, rulesets }: Difference, { place, most = 100 }: PageOptions): string {
  const seen = new Set<Rule>();
  const lines: string[] = [];
  const add = (rule: Rule, side: 'old' | 'new'): void => {
    if (seen.has(rule)) return;
    seen.add(rule);
    const where = rule.tier < 0 ? '' : `, tier ${tiers[rule.tier]}`;
    const ticket = rule.ticket === undefined ? '' : `, ticket ${code(rule.ticket)}`;
    lines.push(
      `- ${place(rule, side)}${side === 'old' ? ' (before)' : ''}${where}${ticket}: ${code(rule.text)}`,
    );
  };
  for (const { allowed, denied } of [book, ...rulesets]) {
    for (const change of allowed.changes.slice(0, most)) {
      change.allowedBy.slice(0, 3).forEach((rule) => add(rule, 'new'));
      change.deniedBy.slice(0, 3).forEach((rule) => add(rule, 'old'));
    }
    for (const change of denied.changes.slice(0, most)) {
      change.allowedBy.slice(0, 3).forEach((rule) => add(rule, 'old'));
      change.deniedBy.slice(0, 3).forEach((rule) => add(rule, 'new'));
    }
  }
  if (lines.length === 0) return '';
  return `<details>\n<summary>The rules</summary>\n\n${lines.slice(0, most).join('\n')}\n\n</details>`;
}

/** What the gate says, as Markdown. */
export function breachesPage(
  breaches: readonly Breach[],
  isProven: boolean,
  place: (rule: Rule) => string,
): string {
  if (breaches.length === 0) {
    const text = isProven
      ? '**Gate passed**: nothing is newly allowed into a restricted zone without a ticket.'
      : '**Gate not passed**: what changed is not proven. Mend what is said above, and compare again.';
    return `${text}\n`;
  }
  const lines = breaches.map(
    (breach) => `- ${place(breach.rule)} ${breachInWords(breach)}: ${code(breach.rule.text)}`,
  );
  return `**Gate not passed**: a restricted zone is opened without a ticket. Add \`ticket\` to the rule, or narrow it.\n\n${lines.join('\n')}\n`;
}

function breachInWords({ zones, example }: Breach): string {
  const into = `into ${zones.map(code).join(', ')}`;
  return example === undefined ? `may let ${into}` : `lets ${into}, for example ${code(describe(example))}`;
}

const bullets = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join('\n');

/**
 * Text in a code span, where nothing of it is read as Markdown, HTML or a mention: back quotes and what breaks lines are
 * replaced, and the bar that would end a table's cell is escaped.
 */
export const code = (text: string): string =>
  `\`${
    text
      .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
      .replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
      .replaceAll('`', "'")
      .replaceAll('|', '\\|')
      .trim() || ' '
  }\``;

/** Sentences of our own, with names in back quotes as they are and all else harmless. */
const plain = (text: string): string =>
  text
    .split(/(`[^`\n]*`)/)
    .map((piece, i) =>
      i % 2 === 1
        ? code(piece.slice(1, -1))
        : piece.replace(/[\p{Cc}]+/gu, ' ').replace(/[\\<>*_[\]|@&]/g, '\\$&'),
    )
    .join('');
