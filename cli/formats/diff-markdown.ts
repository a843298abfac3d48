import { breachesPage, code, differencePage } from '../../language/diff/markdown.js';
import { placeText, type DiffResult } from '../diff/result.js';

/** A comparison as Markdown for a comment on a pull request. */
export function diffMarkdown(result: DiffResult): string {
  const { difference, old, new: next, notes, isProven, breaches } = result;
  const sides = { old, new: next };
  const page = differencePage(difference, {
    oldName: old.name,
    newName: next.name,
    place: (rule, side) => code(placeText(sides[side], rule)),
    notes,
    isProven,
  });
  if (breaches === undefined) return page;
  return `${page}\n${breachesPage(breaches, isProven, (rule) => code(placeText(next, rule)))}`;
}
