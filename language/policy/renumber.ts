import type { Item } from '../syntax/tree.js';
import { wordsOf } from './folded.js';
import type { FileStatements } from './file-statements.js';
import type { Rule } from './model.js';
import { renamedRule, textOf, type ResolvedRule } from './resolved-rule.js';
import { newSearch } from './rule-places.js';

/** A name made from content. Of equal contents, the second by place is `…#2`; `counts` is how many came before. */
export function numbered(text: string, counts: Map<string, number>): string {
  const count = (counts.get(text) ?? 0) + 1;
  counts.set(text, count);
  return count === 1 ? text : `${text} #${count}`;
}

/**
 * A file's statements, with those rules numbered anew that say what another one says too: `counts` holds these contents, and
 * how many came before the file. Rules that keep their number stay the same objects. Where no two rules of a policy declare
 * the same name.
 */
export function renumbered(statements: FileStatements, counts: Map<string, number>): FileStatements {
  const { file, all, items, madeNames } = statements;
  const renamed = new Map<Rule, ResolvedRule>();
  const names = new Map<Item, string>();
  const rename = (index: number, item: number, text: string): void => {
    const name = numbered(text, counts);
    const node = file.tree.items[item];
    if (madeNames.has(node)) names.set(node, name);
    const rule = index < 0 ? undefined : all[index];
    if (rule === undefined || rule.name === name) return;
    const other = renamedRule(rule, { ...rule, name });
    other.lastIndex = index;
    renamed.set(rule, other);
  };
  const faulty = faultyNamed(statements, counts);
  let next = 0;
  for (let index = 0; index < all.length; index++) {
    const text = all[index].named ? undefined : textAmong(counts, all[index].name, all[index].words);
    if (text === undefined) continue;
    for (; next < faulty.length && faulty[next].item < items[index]; next++)
      rename(-1, faulty[next].item, faulty[next].text);
    if (faulty[next]?.item === items[index]) next++;
    rename(index, items[index], text);
  }
  for (; next < faulty.length; next++) rename(-1, faulty[next].item, faulty[next].text);
  if (renamed.size + names.size === 0) return statements;
  const now = <T extends Rule>(rule: T): T | ResolvedRule => renamed.get(rule) ?? rule;
  const nowAll = all.map(now);
  return {
    ...statements,
    all: nowAll,
    rules: statements.rules === all ? nowAll : statements.rules.map(now),
    rulesets: statements.rulesets.map(({ name, rules }) => ({ name, rules: rules.map(now) })),
    madeNames: new Map([...madeNames, ...names]),
    search: newSearch(),
  };
}

/** The rules with a mistake that say one of some contents, by place. */
function faultyNamed(
  { file, again, madeNames }: FileStatements,
  counts: ReadonlyMap<string, number>,
): { item: number; text: string }[] {
  if (madeNames.size === 0) return [];
  return again.flatMap((item) => {
    const node = file.tree.items[item];
    const name = madeNames.get(node);
    if (name === undefined || node.kind !== 'rule') return [];
    const text = textAmong(counts, name, wordsOf({ file, item }, node));
    return text === undefined ? [] : [{ item, text }];
  });
}

/** Which of some contents a rule has. Asked of all rules: of most its name tells that it has none of them. */
function textAmong(
  contents: ReadonlyMap<string, number>,
  name: string,
  words: ResolvedRule['words'],
): string | undefined {
  for (const text of contents.keys()) {
    const isNumbered = name.length > text.length && name.startsWith(' #', text.length);
    if ((isNumbered || name.length === text.length) && name.startsWith(text) && textOf(words) === text)
      return text;
  }
  return undefined;
}
